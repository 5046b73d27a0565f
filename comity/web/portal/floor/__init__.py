"""Where delegations ask for the floor, put questions, and see how long they wait."""
