"""Layout, components and middleware that all audiences share."""
