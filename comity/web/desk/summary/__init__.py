"""The Chair's summary at the desk."""
