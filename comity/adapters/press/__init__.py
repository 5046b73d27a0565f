"""Press releases as files."""
