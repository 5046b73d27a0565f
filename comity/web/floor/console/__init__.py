"""The moderator's console: one page from which a session is conducted (R08-2)."""
