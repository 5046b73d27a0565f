"""What to look at before an agenda is issued: minutes, rooms, people, topics, aspects, languages (DOMAIN.md A.1).

Few things stand in the way (`blocks`); the others are told, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.languages import NATIVE_NAMES, comma
from comity.meetings import casting, documentation
from comity.meetings.casting import Cast
from comity.meetings.models import AgendaVersion, Aspect, Meeting, Segment, Session

Stage = AgendaVersion.Stage
PLAIN = frozenset({Stage.PROPOSED, Stage.PROVISIONAL})
"""Stages of an agenda that lists items only; the others say of each what it consists of."""
PHASES = (Segment.Kind.PRESENTATION, Segment.Kind.DISCUSSION)


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable; `session` None where it concerns the whole meeting."""

    code: str
    sentence: str
    """Of the session, without naming it."""
    session: Session | None = None
    blocks: bool = False

    @property
    def whole(self) -> str:
        """With the session that it is about."""
        return f"{self.session}: {self.sentence}" if self.session else self.sentence


@dataclass(frozen=True)
class Programme:
    """What the checks look at."""

    meeting: Meeting
    every: list[Session]
    """Those that are cancelled among them; the checks leave them out."""
    aspects: list[Aspect]
    cast: dict[int, list[Cast]] = field(default_factory=dict)
    """Session -> its people who have not declined or withdrawn."""
    at: datetime | None = None

    @cached_property
    def sessions(self) -> list[Session]:
        """Those that are held."""
        return [one for one in self.every if one.cancelled_at is None]

    def of(self, tier: str) -> list[Session]:
        return [one for one in self.sessions if one.tier == tier]


def findings(
    meeting: Meeting,
    *,
    stage: AgendaVersion.Stage | None = None,
    at: datetime | None = None,
    of: Programme | None = None,
) -> list[Finding]:
    """Everything to look at, session by session, what blocks first and what concerns the whole meeting last; `stage` is
    that of the agenda to be issued, None for no issue; without `at` papers are not looked at. `of` is what `programme`
    has read already.

    The same number of queries however many sessions.
    """
    of = of or programme(meeting, at=at)
    found = [one for check in CHECKS for one in check(of, stage)]
    order = {one.pk: place for place, one in enumerate(of.sessions)}
    stopped = {one.session.pk for one in found if one.blocks and one.session}

    def place(one: Finding) -> tuple[bool, int, bool]:
        if one.session is None:
            return (True, len(order), not one.blocks)
        return (one.session.pk not in stopped, order[one.session.pk], not one.blocks)

    return sorted(found, key=place)


def programme(meeting: Meeting, *, at: datetime | None = None) -> Programme:
    """What the checks look at, read once for all stages of an agenda and for whatever else shows the programme."""
    sessions = list(
        meeting.sessions.select_related("room").prefetch_related(
            "segments",
            Prefetch("aspects", Aspect.objects.only("code")),
            Prefetch("leads_to", Session.objects.only("code")),
            *([documentation.FILED] if at else []),
        )
    )
    return Programme(meeting, sessions, list(meeting.aspects.all()), casting.standing(sessions), at)


def minutes(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """R07-2: presentation and discussion, with minutes that fit the slot."""
    for one in of.sessions:
        parts = list(one.segments.all())
        total = sum(part.minutes for part in parts)
        words = {"total": total, "slot": one.minutes}
        if total > one.minutes:
            sentence = _("The segments take %(total)d minutes and the slot has %(slot)d.") % words
            yield Finding("minutes_over", sentence, one, blocks=True)
        elif parts and total < one.minutes:
            sentence = _("The segments take %(total)d of %(slot)d minutes.") % words
            yield Finding("minutes_left", sentence, one)
        missing = [str(phase.label) for phase in PHASES if phase not in {part.kind for part in parts}]
        if missing:
            sentence = _("There is no segment for: %(phases)s.") % {"phases": comma().join(missing)}
            yield Finding("no_phase", sentence, one, blocks=stage is not None and stage not in PLAIN)


def rooms(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    for one in of.sessions:
        if one.room is None:
            yield Finding("no_room", _("There is no room yet."), one)
    for first, second in together(of.sessions):
        if first.room_id is not None and first.room_id == second.room_id:
            sentence = _("%(room)s holds another session at that time: %(other)s.")
            yield Finding("room_taken", sentence % {"room": first.room, "other": first}, second)


def days(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    for one in of.sessions:
        day = one.starts_at.astimezone(of.meeting.zone).date()
        if not of.meeting.opens_on <= day <= of.meeting.closes_on:
            yield Finding("outside_days", _("It lies outside the days of the meeting."), one)


def topics(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """R07-1; it blocks the announcement of the meeting, not the agenda."""
    special = {one.pk for one in of.of(Session.Tier.SPECIAL)}
    for one in of.of(Session.Tier.TECHNICAL):
        if not special & {topic.pk for topic in one.leads_to.all()}:
            sentence = _(
                "It belongs to no topic of the Special Meeting. Until it does, the meeting cannot be announced."
            )
            yield Finding("unmapped", sentence, one)


def people(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """A moderator, a rapporteur and a panellist each; nobody in two places (R08-1)."""
    for one in of.sessions:
        there = {part.role for part in of.cast.get(one.pk, ())}
        missing = [label for role, label in casting.needed() if not role & there]
        if missing:
            sentence = _("There is nobody yet as: %(roles)s.") % {"roles": comma().join(missing)}
            yield Finding("no_people", sentence, one)
    for first, second in together(of.sessions):
        names = {part.who: part.name for part in of.cast.get(first.pk, ())}
        for part in of.cast.get(second.pk, ()):
            if part.who in names:
                sentence = _("%(name)s is expected elsewhere at that time: %(other)s.")
                yield Finding("person_twice", sentence % {"name": part.name, "other": first}, second)
                names.pop(part.who)


def aspects(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """Every aspect in a technical session and in one of the Special Meeting."""
    for tier, sentence in (
        (Session.Tier.TECHNICAL, _("No technical session covers: %(aspects)s.")),
        (Session.Tier.SPECIAL, _("No session of the Special Meeting covers: %(aspects)s.")),
    ):
        covered = {aspect.pk for one in of.of(tier) for aspect in one.aspects.all()}
        missing = [str(one) for one in of.aspects if one.pk not in covered]
        if missing and of.of(tier):
            yield Finding("aspect_uncovered", sentence % {"aspects": comma().join(missing)})


def languages(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """An agenda is issued in six languages; what is not translated stands in it in another."""
    missing: dict[str, list[str]] = {}
    for one in of.sessions:
        for code in NATIVE_NAMES:
            if not one.titles.get(code, "").strip():
                missing.setdefault(code, []).append(one.code)
    for code, codes in missing.items():
        sentence = ngettext(
            "The title of %(number)d session is not given in %(language)s: %(codes)s.",
            "The titles of %(number)d sessions are not given in %(language)s: %(codes)s.",
            len(codes),
        ) % {"number": len(codes), "language": NATIVE_NAMES[code], "codes": comma().join(codes)}
        yield Finding("untranslated", sentence)


def documents(of: Programme, stage: AgendaVersion.Stage | None) -> Iterator[Finding]:
    """An agenda names the papers that the public may read; of the others one is told before."""
    if of.at is None:
        return
    gone = documentation.withdrawn(of.sessions, of.meeting)
    for one in of.sessions:
        if waiting := documentation.waiting(one, at=of.at):
            sentence = _("Not posted yet, so that the agenda does not name it: %(papers)s.")
            yield Finding("paper_waits", sentence % {"papers": comma().join(waiting)}, one)
        if one.pk in gone:
            sentence = _("Named in the last agenda and withdrawn since: %(papers)s.")
            yield Finding("paper_withdrawn", sentence % {"papers": comma().join(gone[one.pk])}, one)


def together(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs of sessions that overlap in time."""
    for first, second in combinations(sorted(sessions, key=lambda one: (one.starts_at, one.pk)), 2):
        if second.starts_at < first.ends_at:
            yield first, second


CHECKS: tuple[Callable[[Programme, Any], Iterator[Finding]], ...] = (
    *(minutes, topics, rooms, people, days, documents, aspects, languages),
)
