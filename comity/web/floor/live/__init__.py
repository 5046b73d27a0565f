"""What everybody may follow of a session: the live page, the room screen, and the stream that feeds both (R09-1)."""
