"""Invitations, one's own account, and the people of a meeting."""
