"""The Chair's summary of the sample meeting: one version issued, and a sentence that waits for its translations.

What is said stands in summary.json; every sentence of it is our own, and rests on words of the sample statements.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.practices.models import Excerpt
from comity.sample.sources import written
from comity.sample.story import Cast
from comity.summary import clearing, writing
from comity.summary.models import Summary

Told = dict[str, Any]
"""A piece of summary.json."""


def missing(meeting: Meeting) -> bool:
    """The summary is there whole or not at all."""
    return not Summary.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Play how the summary was made, if it is missing; all or nothing. Raises `LookupError` where words that it rests
    on were not flagged."""
    if missing(meeting):
        with transaction.atomic():
            tell(Cast(meeting))


def tell(cast: Cast) -> None:
    told = written("summary.json")
    times = {scene: cast.time(at) for scene, at in told["times"].items()}
    chair, rapporteur = officer(cast, Role.CHAIR), officer(cast, Role.RAPPORTEUR)
    summary = writing.begin(cast.meeting, language="en", by=rapporteur, at=times["began"])
    for one in told["sentences"]:
        add(summary, one, by=rapporteur, at=times["written"])
    version = clearing.clear(summary, by=chair, at=times["cleared"])
    clearing.issue(version, by=cast.desk, at=times["issued"])
    add(summary, told["second"], by=rapporteur, at=times["again"])


def officer(cast: Cast, role: Role) -> Person:
    return Person.objects.get(assignments__meeting=cast.meeting, assignments__role=role)


def add(summary: Summary, told: Told, *, by: Person, at: datetime) -> None:
    """The sentence in every language that the file has, resting on what it names."""
    keys = [f"e{flagged(summary.meeting, body, words).pk}" for body, words in told["on"]]
    session = summary.meeting.sessions.get(code=told["session"]) if "session" in told else None
    texts = dict(told["texts"])
    sentence = writing.add(
        summary, told["part"], session=session, keys=keys, text=texts.pop("en"), by=by, at=at
    )
    for language, text in texts.items():
        writing.write(sentence, text, language=language, seen=sentence.edits, by=by, at=at)


def flagged(meeting: Meeting, body: str, words: str) -> Excerpt:
    found = Excerpt.objects.live().filter(
        meeting=meeting, delegation__body__code=body, text__startswith=words
    )
    one = found.order_by("pk").first()
    if one is None:
        raise LookupError(f"{body} has nothing flagged that begins “{words}”")
    return one
