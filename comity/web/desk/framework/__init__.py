"""The desk of the framework: its tree beside its sources, plans, editions."""
