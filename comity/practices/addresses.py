"""Permanent addresses: the meeting's short name, a letter for the kind, and seven random signs (decisions/0007)."""

from __future__ import annotations

import secrets

from django.db.models import Model

from comity.meetings.models import Meeting
from comity.texts.anchors import ALPHABET


def new_ref(model: type[Model], meeting: Meeting, letter: str) -> str:
    """One that no other record of the model has."""
    while True:
        ref = f"{meeting.slug[:30]}-{letter}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"
        if not model._default_manager.filter(ref=ref).exists():
            return ref
