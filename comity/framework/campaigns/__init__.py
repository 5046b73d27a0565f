"""Campaigns of a framework: planned, reviewed, approved, carried out and measured (R04-3, DOMAIN.md 4.7)."""
