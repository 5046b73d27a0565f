"""The floor: who asks for it, who has it, for how long, and what is asked and ruled."""
