"""Where the secretariat reviews and publishes."""
