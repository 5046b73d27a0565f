"""Telling everyone what changed: who follows what, notices, and the mails that carry them."""
