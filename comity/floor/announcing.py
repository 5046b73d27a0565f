"""Where nothing is told: whoever follows looks by itself. settings.FLOOR_ANNOUNCER names the one in use."""

from __future__ import annotations


def silently(session: int) -> None:
    """Nothing to do: the table is what is followed."""
