"""The desk's work with papers: documents circulated and posted, minutes of sessions."""
