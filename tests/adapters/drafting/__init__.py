"""The models that draft sentences."""
