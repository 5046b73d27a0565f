"""A meeting, whoever asks for it, and a clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants.models import Person
from tests import makers
from tests.makers import NOW
from tests.web.api.asking import Programme


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    hands = {"at": NOW}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    return hands


@pytest.fixture
def meeting() -> Meeting:
    return makers.a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return makers.the_desk(meeting)


@pytest.fixture
def office(desk: Person) -> Programme:
    return Programme(desk)
