"""Campaigns at the desk: planned, reviewed, approved, carried out and measured."""
