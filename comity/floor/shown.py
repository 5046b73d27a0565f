"""What screens show of a floor, for whoever may see it. Names are in every language; the screen chooses.

Under the Chatham House Rule neither list nor names leave the room (RX-1): then only that the session sits, and the
clock. By category, the category stands for the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from comity.floor.listing import waiting
from comity.floor.models import Floor, Intervention, Question
from comity.floor.models.speakers import Speaker
from comity.floor.moderating import speaking
from comity.floor.policy import Policy
from comity.floor.recording import stricter
from comity.languages import in_each_language
from comity.meetings import casting
from comity.meetings.models import Attribution
from comity.participants.models import Participant, Stakeholder


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker as a screen names her. `names`: language -> State in UN form, organization or category; empty where
    nothing is to be told."""

    kind: str
    names: dict[str, str] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    speaker: str = ""
    title: str = ""
    category: str = ""
    aspects: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """In milliseconds at the instant of the snapshot; the screen counts on where it runs."""

    allowed: int
    spent: int
    running: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The floor at an instant. `next`: who waits, in order, empty where the list is not shown; `waiting`: how many,
    None where that is not told either."""

    number: int
    at: datetime
    proceedings: str
    list_state: str
    segment: int | None
    suspended_until: datetime | None
    speaker: Who | None
    clock: Clock | None
    interrupted: Who | None = None
    next: tuple[Who, ...] = ()
    waiting: int | None = None
    question: dict[str, Any] | None = None


def of(floor: Floor, *, at: datetime, inside: bool) -> Shown:
    """`inside`: for those who conduct or record the session (`Act.SEE`); everybody else sees what the policy and the
    attribution of the session allow."""
    policy = Policy.of(floor.policy)
    now = speaking(floor)
    names = Naming(floor, inside=inside)
    listed = waiting(floor) if inside or (policy.public_list and names.open) else None
    if listed:  # so many queries however long the list is
        prefetch_related_objects(listed, "aspects", "delegation__body__former_names")
    interrupted = floor.interventions.filter(ended_at=None, interrupted=True).first() if now else None
    return Shown(
        number=floor.number,
        at=at,
        proceedings=floor.proceedings,
        list_state=floor.list_state,
        segment=floor.segment_id,
        suspended_until=floor.suspended_until,
        speaker=names.of(now) if now else None,
        clock=clock(now, at) if now else None,
        interrupted=names.of(interrupted) if interrupted else None,
        next=tuple(names.each(listed or ())),
        waiting=None if listed is None else len(listed),
        question=question(floor, names),
    )


def clock(one: Intervention, at: datetime) -> Clock:
    spent = round(one.spent(at).total_seconds() * 1000)
    return Clock(one.allowed_seconds * 1000, spent, one.running_since is not None)


class Naming:
    """Who may be named to whoever looks."""

    def __init__(self, floor: Floor, *, inside: bool) -> None:
        self.inside = inside
        self.opens_on = floor.session.meeting.opens_on
        self.mode = Attribution.ATTRIBUTED if inside else Attribution(floor.session.attribution)

    @property
    def open(self) -> bool:
        return self.mode in (Attribution.ATTRIBUTED, Attribution.BY_CATEGORY)

    def each(self, speakers: Iterable[Speaker]) -> list[Who]:
        return [self.of(one) for one in speakers]

    def of(self, one: Speaker) -> Who:
        mode = self.mode
        if isinstance(one, Intervention) and not self.inside:
            mode = stricter(mode, one.attribution)
        if mode == Attribution.BY_CATEGORY:
            names = in_each_language(lambda: str(Stakeholder(one.category).label))
            return Who(one.kind, names=names, category=one.category, language=one.language)
        if mode != Attribution.ATTRIBUTED:
            return Who(one.kind)
        return self.panellist(one) if one.part else self.delegate(one)

    def delegate(self, one: Speaker) -> Who:
        assert one.delegation is not None
        return Who(
            one.kind,
            names=one.delegation.body.names_on(self.opens_on),
            group=one.on_behalf_of.names if one.on_behalf_of else {},
            speaker=one.speaker_name,
            title=one.speaker_title,
            category=one.category,
            aspects=aspects(one),
            language=one.language,
        )

    def panellist(self, one: Speaker) -> Who:
        assert one.part is not None
        found = self.someone(one.kind, one.part.participant)
        return replace(found, aspects=aspects(one), language=one.language)

    def someone(self, kind: str, participant: Participant) -> Who:
        """As the programme names her: by her own leave, or by her pseudonym (RX-3)."""
        named = self.inside or participant.pk in casting.named([participant.pk])
        veil = casting.veiled([participant.pk]).get(participant.pk, "")
        return Who(
            kind,
            names=participant.affiliations if named and not veil else {},
            speaker=veil or (str(participant) if named else ""),
            title=participant.job_title if named and not veil else "",
            category=participant.category,
        )


def aspects(one: Speaker) -> tuple[str, ...]:
    return tuple(aspect.code for aspect in one.aspects.all())


def question(floor: Floor, names: Naming) -> dict[str, Any] | None:
    """The question that is before the panel."""
    one = floor.questions.filter(state=Question.State.PUT).order_by("number").last()
    if one is None or not names.open:
        return None
    told = names.mode == Attribution.ATTRIBUTED and one.delegation is not None
    body = one.delegation.body.names_on(names.opens_on) if told and one.delegation else {}
    return {"number": one.number, "text": one.text, "language": one.language, "names": body}
