"""Permanent addresses: the meeting's short name, a letter for the kind, and seven random signs (decisions/0007)."""

from __future__ import annotations

import secrets

from comity.meetings.models import Meeting
from comity.texts.anchors import ALPHABET


def new_ref(meeting: Meeting, letter: str) -> str:
    """One of ten thousand million; the database refuses one that another record has."""
    return f"{meeting.slug[:30]}-{letter}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"
