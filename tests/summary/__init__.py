"""Tests of the Chair’s summary."""
