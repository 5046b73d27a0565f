"""Following the meeting: by mail, in a calendar, as a feed; and what has changed."""
