"""What an element or a guideline rests on: practices, exact words, paragraphs of instruments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.framework import states
from comity.framework.authority import Act, require
from comity.framework.models import Node, Rest
from comity.framework.placing import next_mark
from comity.meetings.models import Instrument
from comity.participants.models import Person
from comity.practices.models import Excerpt, Practice
from comity.practices.states import CLOSED
from comity.record import trail
from comity.refusals import NotNow, Refused


def rest_on_practice(node: Node, practice: Practice, *, by: Person, at: datetime) -> Rest:
    """Raises `Refused` for a practice of another meeting or one that was given up."""
    if practice.meeting_id != node.framework.meeting_id or practice.state in CLOSED:
        raise Refused(_("Choose a practice of this meeting that has not been given up."))
    return rest(node, by=by, at=at, practice=practice)


def rest_on_words(node: Node, excerpt: Excerpt, *, by: Person, at: datetime) -> Rest:
    """Raises `Refused` for words of another meeting or words that no longer stand."""
    if excerpt.meeting_id != node.framework.meeting_id or not excerpt.is_live:
        raise Refused(_("Choose words of this meeting that stand."))
    return rest(node, by=by, at=at, excerpt=excerpt)


def rest_on_instrument(
    node: Node, instrument: Instrument, *, paragraph: str = "", by: Person, at: datetime
) -> Rest:
    """`paragraph` as it is cited: "2 (f)". Raises `Refused` for a symbol that the register does not know."""
    if not instrument.known:
        raise Refused(_("Choose an instrument that the register knows."))
    return rest(node, by=by, at=at, instrument=instrument, paragraph_cited=paragraph.strip())


def rest(node: Node, *, by: Person, at: datetime, **on: Any) -> Rest:
    """With the next mark. Raises `NotNow` once the wording is settled, and for what it rests on already."""
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    assert node.kind != Node.Kind.PRACTICE, "a placed practice rests on its own sources"
    with transaction.atomic():
        now = states.locked(node, *states.OPEN)
        if now.rests.filter(left_at=None, **on).exists():
            raise NotNow(_("It rests on this already."))
        found = Rest.objects.create(node=now, number=next_mark(now), joined_by=by, joined_at=at, **on)
        trail.note(now, "rests on", by=by, at=at, number=found.number)
    return found


def take_away(rest: Rest, *, by: Person, at: datetime) -> None:
    """It carries the node no longer; its mark is not used again. Raises `NotNow` once the wording is settled."""
    node = rest.node
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    with transaction.atomic():
        now = states.locked(node, *states.OPEN)
        if not Rest.objects.filter(pk=rest.pk, left_at__isnull=True).update(left_at=at):
            raise NotNow(_("It has been taken away already."))
        trail.note(now, "rests no longer on", by=by, at=at, number=rest.number)
    rest.refresh_from_db()
