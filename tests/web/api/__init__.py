"""The interface for programmes."""
