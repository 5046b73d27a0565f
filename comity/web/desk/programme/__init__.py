"""The programme's work: from the concept note to the agenda as adopted."""
