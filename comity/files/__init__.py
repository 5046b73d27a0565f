"""What papers of every kind are made of: bytes kept once, what was read from them, the log of what became public."""
