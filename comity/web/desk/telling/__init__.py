"""Notices of a meeting before they go out, and the log of its mails."""
