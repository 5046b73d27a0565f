"""The framework of the meeting's outcome: elements, guidelines, practices, and what follows them up."""
