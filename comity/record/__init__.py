"""The trail: who did what, when. Written in the same transaction as the act, never changed."""
