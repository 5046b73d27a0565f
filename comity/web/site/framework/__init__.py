"""The framework as the public reads it: its editions, each of its numbers, and what changed."""
