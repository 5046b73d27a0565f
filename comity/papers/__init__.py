"""The papers of a meeting: its documents, whom they were sent to, where they were posted, and its minutes."""
