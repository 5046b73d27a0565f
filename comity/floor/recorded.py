"""The record of a session as somebody may read it: those inside, whoever takes a file away, or the public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from comity.floor.models import Floor, Intervention
from comity.floor.policy import Policy
from comity.floor.telling import Telling
from comity.floor.told import Record, Said, Section, View
from comity.meetings.models import Attribution
from comity.meetings.queries import is_public


def may_be_public(floor: Floor) -> bool:
    """Whether everybody may read who spoke: attributed, with a public list, in a meeting that was announced."""
    session = floor.session
    return (
        session.attribution == Attribution.ATTRIBUTED
        and Policy.of(floor.policy).public_list
        and is_public(session.meeting)
        and session.meeting.rehearses_id is None
        and session.cancelled_at is None
    )


def of(floor: Floor, view: View, *, at: datetime, confidential: bool = False) -> Record:
    """The record as `view` may read it. `confidential`: for a rapporteur, who alone reads what was noted of words
    spoken in confidence; on the page only. The number of queries does not depend on how many spoke."""
    telling = Telling(floor, view, at=at, confidential=confidential)
    turns = timeline(floor)
    sections: dict[int | None, list[Said]] = {}
    for one in interventions(floor):
        sections.setdefault(segment_at(turns, one.began_at), []).append(telling.said(one))
    segments = {one.position: one for one in floor.session.segments.all()}
    order = [None, *segments] if None in sections else [*segments]
    placed = [
        Section(segments.get(key) if key is not None else None, tuple(in_order(sections[key], view)))
        for key in order
        if key in sections
    ]
    return Record(
        floor=floor,
        view=view,
        mode=Attribution(floor.session.attribution),
        sections=tuple(numbered(placed, view)),
        questions=tuple(telling.asked()),
        rulings=tuple(telling.ruled()),
    )


def rows(floor: Floor) -> QuerySet[Intervention]:
    """The turns with what the record tells of them."""
    found = floor.interventions.select_related(
        "delegation__body",
        "delegation__meeting",
        "part__participant__delegation__body",
        "part__participant__body",
        "part__participant__meeting",
        "on_behalf_of",
        "statement",
        "taken",
    )
    return found.prefetch_related("aspects", "delegation__body__former_names", "statement__versions")


def interventions(floor: Floor) -> list[Intervention]:
    """All of a session, in order."""
    found = [*rows(floor).order_by("number")]
    for one in found:
        one.floor = floor
    return found


def timeline(floor: Floor) -> list[tuple[datetime, int | None]]:
    """When the session went on to which of its parts (by position); what was undone does not count."""
    first = floor.session.segments.first()
    turns: list[tuple[datetime, int | None]] = []
    verbs = ("called to order", "went on to a part")
    for act in floor.acts.filter(verb__in=verbs, undone_at=None).order_by("number"):
        begun = first.position if first else None
        turns.append((act.at, act.details.get("position", begun)))
    return turns


def segment_at(turns: list[tuple[datetime, int | None]], at: datetime) -> int | None:
    return next((position for since, position in reversed(turns) if since <= at), None)


def in_order(said: list[Said], view: View) -> list[Said]:
    """As it was; away from the page those whose place is not told come last, in the order of what was noted."""
    if view == View.INSIDE:
        return said
    hidden = sorted((one for one in said if one.number is None), key=lambda one: (one.kind, one.summary))
    return [*(one for one in said if one.number is not None), *hidden]


def numbered(sections: Iterable[Section], view: View) -> list[Section]:
    """Away from the page numbers run without gaps: a gap would tell where somebody spoke who is not named."""
    if view == View.INSIDE:
        return [*sections]
    count, found = 0, []
    for section in sections:
        said = []
        for one in section.said:
            count += one.number is not None
            said.append(replace(one, number=count) if one.number is not None else one)
        found.append(Section(section.segment, tuple(said)))
    return found
