"""The record of a session as a file: Akoma Ntoso debate, JSON and CSV."""
