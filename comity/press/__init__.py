"""The press room: highlights, releases, and press conferences."""
