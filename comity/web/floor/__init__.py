"""The floor of a session as one conducts it, follows it and sees it in the room."""
