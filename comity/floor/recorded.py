"""The record of a session as somebody may read it: those inside, whoever takes a file away, or the public.

Attribution is applied here for every page, file and text that is made of the record (RX-1). Of a speaker who may not be
named nothing is told that would tell who it was: not the place in the order, the times, the language or the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from comity.floor import recording
from comity.floor.models import Floor, Inscription, Intervention, Question, Ruling
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.floor.shown import Naming, Who, aspects
from comity.meetings.models import Attribution, Segment
from comity.meetings.parts import STANDING
from comity.meetings.queries import is_public
from comity.statements.models import Version

FEWEST = 3
"""Of a category below which to name it would tell who speaks (DOMAIN.md 5)."""


class View(Enum):
    """For whom the record is told."""

    INSIDE = "those who conduct or record the session, on the page"
    TAKEN = "whoever of them takes a file away, and the minutes"
    PUBLIC = "everybody"


@dataclass(frozen=True, slots=True)
class Said:
    """An intervention as it may be told. `number`, times, `language`, `statement` are empty where they would tell who
    spoke; `row` is there for those inside alone. `seconds`: how long it took."""

    who: Who
    kind: str
    mode: str
    outcome: str
    aspects: tuple[str, ...]
    seconds: int
    number: int | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    language: str = ""
    statement: Version | None = None
    summary: str = ""
    decision: str = ""
    row: Intervention | None = None

    @property
    def is_named(self) -> bool:
        return bool(self.who.names or self.who.speaker)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what became of it. `who` is empty where that may not be told; `reason` of a ruling."""

    number: int
    text: str
    language: str
    state: str
    called: str
    aspects: tuple[str, ...]
    who: Who
    to: Who | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was ruled out of scope, and why (R09-2). `statement`: the address of the text that it became."""

    on: str
    number: int
    reason: str
    at: datetime
    who: Who
    taken_back_at: datetime | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the session; `segment` None for what fell into none."""

    segment: Segment | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a session."""

    floor: Floor
    view: View
    mode: Attribution
    sections: tuple[Section, ...]
    questions: tuple[Asked, ...]
    rulings: tuple[Ruled, ...]

    @property
    def said(self) -> list[Said]:
        return [one for section in self.sections for one in section.said]


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


def interventions(floor: Floor) -> list[Intervention]:
    """All of a session with what the record tells of them, in order."""
    found = floor.interventions.select_related(
        "delegation__body",
        "delegation__meeting",
        "part__participant__delegation__body",
        "part__participant__body",
        "part__participant__meeting",
        "on_behalf_of",
        "statement",
        "taken",
    ).prefetch_related("aspects", "delegation__body__former_names", "statement__versions")
    rows = [*found.order_by("number")]
    for one in rows:
        one.floor = floor
    return rows


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
            said.append(replaced(one, count) if one.number is not None else one)
        found.append(Section(section.segment, tuple(said)))
    return found


def replaced(one: Said, number: int) -> Said:
    from dataclasses import replace

    return replace(one, number=number)


class Telling:
    """Applies view and attribution to what the floor wrote down."""

    def __init__(self, floor: Floor, view: View, *, at: datetime, confidential: bool) -> None:
        self.floor, self.view, self.at = floor, view, at
        self.inside = view == View.INSIDE
        self.confidential = confidential
        self.naming = Naming(floor, inside=self.inside)
        self.crowd = crowds(floor)

    def who(self, one: Intervention | Inscription) -> Who:
        found = self.naming.of(one)
        if not self.inside and found.category and not self.is_crowd(one, self.mode_of(one)):
            return Who(found.kind)
        return found

    def mode_of(self, one: Intervention | Inscription) -> Attribution:
        if isinstance(one, Intervention):
            return recording.mode_of(one)
        return Attribution(self.floor.session.attribution)

    def is_crowd(self, one: Intervention | Inscription, mode: Attribution) -> bool:
        """Whether the category hides who it was; where the name is told there is nothing to hide."""
        if mode == Attribution.ATTRIBUTED:
            return True
        return self.crowd[(one.part_id is not None, one.category)] >= FEWEST

    def said(self, one: Intervention) -> Said:
        mode = recording.mode_of(one)
        who = self.who(one)
        told = Said(
            who=who,
            kind=one.kind,
            mode=mode,
            outcome=one.outcome,
            aspects=aspects(one),
            seconds=round(one.spent(self.at).total_seconds()),
            summary=self.summary(one, mode),
            decision=self.decision(one),
        )
        if self.inside:
            return self.whole(told, one)
        if mode == Attribution.ATTRIBUTED:
            return self.attributed(told, one)
        if who.names:
            return replaced(told, one.number)
        return told

    def whole(self, told: Said, one: Intervention) -> Said:
        from dataclasses import replace

        return replace(
            told,
            number=one.number,
            began_at=one.began_at,
            ended_at=one.ended_at,
            language=one.language,
            statement=self.version(one),
            row=one,
        )

    def attributed(self, told: Said, one: Intervention) -> Said:
        from dataclasses import replace

        version = self.version(one)
        hidden = version is not None and self.view == View.PUBLIC and not version.is_public(self.at)
        return replace(
            told,
            number=one.number,
            began_at=one.began_at,
            ended_at=one.ended_at,
            language=one.language,
            statement=None if hidden else version,
        )

    def version(self, one: Intervention) -> Version | None:
        """What the delegation's written statement says now."""
        if one.statement is None:
            return None
        standing = [each for each in one.statement.versions.all() if each.received_at is not None]
        public = [each for each in standing if each.is_public(self.at)]
        found = next(reversed(public or standing), None)
        if found is not None:
            found.statement = one.statement
        return found

    def summary(self, one: Intervention, mode: Attribution) -> str:
        """What the rapporteur noted is not for the public; of confidential words it is hers alone."""
        if self.view == View.PUBLIC or (mode == Attribution.CONFIDENTIAL and not self.confidential):
            return ""
        return one.summary

    def decision(self, one: Intervention) -> str:
        """Why a floor was withdrawn is not for the public; what was decided on a point of order was said aloud."""
        return one.decision if self.view != View.PUBLIC or one.kind == Kind.POINT_OF_ORDER else ""

    def asked(self) -> list[Asked]:
        found = self.floor.questions.select_related(
            "delegation__body",
            "delegation__meeting",
            "participant__delegation__body",
            "participant__body",
            "participant__meeting",
            "addressed_to__participant__delegation__body",
            "addressed_to__participant__body",
            "addressed_to__participant__meeting",
        ).prefetch_related("aspects", "rulings", "delegation__body__former_names")
        if self.view == View.PUBLIC:
            found = found.filter(state__in=[Question.State.PUT, Question.State.ANSWERED])
        return [self.question(one) for one in found.order_by("number")]

    def question(self, one: Question) -> Asked:
        mode = recording.stricter(one.attribution, self.floor.session.attribution)
        standing = [each for each in one.rulings.all() if each.taken_back_at is None]
        return Asked(
            number=one.number,
            text=one.text,
            language=one.language,
            state=one.state,
            called=str(one.get_state_display()),
            aspects=tuple(aspect.code for aspect in one.aspects.all()),
            who=self.asker(one, mode),
            to=self.naming.panellist(as_speaker(one)) if one.addressed_to and self.names(mode) else None,
            reason=standing[-1].reason if standing else "",
        )

    def names(self, mode: Attribution) -> bool:
        return self.inside or mode == Attribution.ATTRIBUTED

    def asker(self, one: Question, mode: Attribution) -> Who:
        if not self.names(mode):
            return Who("question")
        day = self.floor.session.meeting.opens_on
        if one.delegation is not None:
            return Who("question", names=one.delegation.body.names_on(day))
        assert one.participant is not None
        return self.naming.someone("question", one.participant)

    def ruled(self) -> list[Ruled]:
        """For those inside and in what they take away; the public was not told."""
        if self.view == View.PUBLIC:
            return []
        found = self.floor.rulings.select_related(
            "question__delegation__body",
            "question__delegation__meeting",
            "question__participant__meeting",
            "inscription__delegation__body",
            "inscription__delegation__meeting",
            "inscription__part__participant",
            "statement",
        )
        return [self.ruling(one) for one in found.order_by("at", "pk")]

    def ruling(self, one: Ruling) -> Ruled:
        if one.question is not None:
            mode = recording.stricter(one.question.attribution, self.floor.session.attribution)
            on, number, who = "question", one.question.number, self.asker(one.question, mode)
        else:
            assert one.inscription is not None
            on, number, who = "inscription", one.inscription.number, self.who(one.inscription)
        told = self.inside or bool(who.names and not who.category) or self.names(self.floor_mode)
        return Ruled(
            on=on,
            number=number,
            reason=one.reason,
            at=one.at,
            who=who,
            taken_back_at=one.taken_back_at,
            statement=one.statement.ref if one.statement and told else "",
        )

    @property
    def floor_mode(self) -> Attribution:
        return Attribution(self.floor.session.attribution)


def as_speaker(one: Question) -> Intervention:
    """Whom a question is put to, as a speaker is named."""
    return Intervention(kind=Kind.PRESENTATION, part=one.addressed_to)


def crowds(floor: Floor) -> Counter[tuple[bool, str]]:
    """(panellist, category) -> among how many such a speaker is not known."""
    session = floor.session
    found: Counter[tuple[bool, str]] = Counter()
    for category in session.meeting.delegations.values_list("body__category", flat=True):
        found[(False, category)] += 1
    parts = session.parts.filter(state__in=STANDING).select_related(
        "participant__delegation__body", "participant__body"
    )
    for part in parts:
        found[(True, part.participant.category)] += 1
    return found
