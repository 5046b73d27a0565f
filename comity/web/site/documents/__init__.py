"""Documents of a meeting as the public reads them, and the channel through which another website takes them over."""
