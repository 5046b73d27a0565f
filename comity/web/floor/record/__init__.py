"""The record of a session: what was said, for how long, and what was decided (R08-2)."""
