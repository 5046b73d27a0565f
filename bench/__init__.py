"""Measurements beside a reference from the same run. `make bench` runs them all."""
