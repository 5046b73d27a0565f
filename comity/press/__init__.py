"""What the press is told: highlights, releases, press conferences."""
