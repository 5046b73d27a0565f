"""Comity runs an intergovernmental meeting and traces every recommended practice to its source."""
