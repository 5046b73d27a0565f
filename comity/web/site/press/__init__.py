"""The press room as the public reads it, and the front of the whole series."""
