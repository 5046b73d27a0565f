"""The interface for programmes: `/api/v1/`, its description, and the harvest of what is public (decision 26)."""
