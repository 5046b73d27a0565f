"""The public register: practices, coverage, challenges, initiatives, and the compendium (R12-7)."""
