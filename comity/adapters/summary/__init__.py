"""The Chair's summary as files."""
