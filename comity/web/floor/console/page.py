"""What the console shows: who speaks, who is next, the list, the panel, the questions, and what was done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from comity.floor import listing, moderating, shown, timing, undoing
from comity.floor.acting import who
from comity.floor.models import Floor, FloorAct, Inscription, Intervention, Question
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.meetings.models import Part
from comity.meetings.parts import EXPECTED, PRESENTING
from comity.participants.models import Person
from comity.statements import authority
from comity.statements.models import LanguageVersion, Statement, Version
from comity.web.floor.console.place import Place
from comity.web.floor.console.wording import label

ACTS_SHOWN = 12
State = Inscription.State
SENT = frozenset(Version.State.values) - {Version.State.DRAFT, Version.State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Text:
    """The written statement that a speaker delivers (R09-11). `minutes`: how long its reading takes; 0 where nothing
    is told. `open`: whether whoever looks may read it."""

    statement: Statement
    open: bool
    words: int = 0
    minutes: int = 0
    slot: float = 0.0
    public: bool = False

    @property
    def is_long(self) -> bool:
        return self.minutes > self.slot

    @property
    def embargo(self) -> str:
        return str(self.statement.get_embargo_display())


@dataclass(frozen=True, slots=True)
class Row:
    """A speaker in the list, at her rank."""

    rank: int
    one: Inscription
    name: str
    time: str
    seconds: int
    text: Text | None


@dataclass(frozen=True, slots=True)
class Panellist:
    part: Part
    spoke: int
    has_floor: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The questions on one aspect; a question on several stands under the first of them."""

    aspect: Any
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Sum:
    """How long the list takes, and how long is left of the session, in whole minutes."""

    waiting: int
    needed: int
    left: int


def words(place: Place, person: Person, *, at: datetime, row: int | None = None) -> dict[str, Any]:
    """For the template. `row`: the number of the inscription whose further acts are open."""
    floor = place.floor
    now = moderating.speaking(floor)
    rows = listed(place, person, at=at)
    latest = [*floor.acts.select_related("by").order_by("-number")[:ACTS_SHOWN]]
    undo = undoing.last(floor, by=person, at=at)
    return {
        "place": place,
        "floor": floor,
        "session": place.session,
        "meeting": place.meeting,
        "policy": place.policy,
        "rules_in_words": in_words(place.policy),
        "now": now,
        "name": who(now) if now else "",
        **clock(now, at),
        "text": text_of(now, place, person, at=at) if now else None,
        "interrupted": interrupted(floor),
        "rows": rows,
        "sum": total(place, rows, at),
        "open_row": next((one for one in rows if one.one.number == row), None),
        **others(floor),
        "panel": panel(place, now),
        "groups": grouped(place),
        "segments": [*place.session.segments.all()],
        "segment_over": segment_over(floor, at),
        "spoke": [(one, who(one)) for one in spoken(floor)],
        "undo": undo,
        "undo_label": label(undo) if undo else "",
        "undo_left": left(undo, at),
        "latest": [(one, label(one)) for one in latest],
    }


def clock(now: Intervention | None, at: datetime) -> dict[str, Any]:
    """What is left, as minutes and seconds; the script counts on from there."""
    if now is None:
        return {}
    seconds = ceil(now.left(at).total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return {
        "clock": shown.clock(now, at),
        "clock_text": f"{'+' if seconds < 0 else ''}{minutes}:{rest:02d}",
        "clock_over": seconds < 0,
    }


def segment_over(floor: Floor, at: datetime) -> int:
    """How many whole minutes the part that is on has taken beyond those planned."""
    if floor.segment is None or floor.called_to_order_at is None:
        return 0
    gone = floor.acts.filter(verb="went on to a part", undone_at=None).order_by("-number").first()
    since = gone.at if gone else floor.called_to_order_at
    return max(0, int((at - since).total_seconds() // 60) - floor.segment.minutes)


def in_words(policy: Policy) -> str:
    """The rules in one line."""
    times = {
        _("States"): policy.member,
        _("groups of States"): policy.group,
        _("panellists"): policy.panellist,
        _("others"): policy.other,
    }
    said = [_("%(who)s %(time)s") % {"who": who, "time": lasting(seconds)} for who, seconds in times.items()]
    said.append(
        _("rights of reply: %(times)s") % {"times": ", ".join(lasting(one) for one in policy.replies)}
        if policy.replies
        else _("no right of reply")
    )
    return " · ".join(said)


def lasting(seconds: int) -> str:
    """A speaking time as it is said: 3 min, 2:30 min, 10 s."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(number)d s") % {"number": rest}
    return _("%(number)s min") % {"number": f"{minutes}:{rest:02d}" if rest else minutes}


def left(undo: FloorAct | None, at: datetime) -> int:
    """Milliseconds in which it can still be undone."""
    return round((undoing.WITHIN - (at - undo.at)).total_seconds() * 1000) if undo else 0


def interrupted(floor: Floor) -> str:
    """Who waits until a point of order is decided."""
    found = floor.interventions.select_related("delegation__body", "delegation__meeting", "part__participant")
    one = found.filter(ended_at=None, interrupted=True).first()
    return who(one) if one else ""


def listed(place: Place, person: Person, *, at: datetime) -> list[Row]:
    found = listing.waiting(place.floor)
    aspects = Inscription.objects.filter(pk__in=[one.pk for one in found]).prefetch_related("aspects")
    of = {one.pk: [*one.aspects.all()] for one in aspects}
    rows = []
    for rank, (one, seconds) in enumerate(
        zip(found, timing.seconds(place.floor, found), strict=True), start=1
    ):
        one.shown_aspects = of[one.pk]  # type: ignore[attr-defined]
        text = text_of(one, place, person, at=at)
        rows.append(Row(rank, one, who(one), lasting(seconds), seconds, text))
    return rows


def text_of(one: Inscription | Intervention, place: Place, person: Person, *, at: datetime) -> Text | None:
    """Nothing but that it is there of what is CONFIDENTIAL and not open to the person (RX-5)."""
    statement = one.statement
    if statement is None:
        return None
    if not authority.is_open_to(person, statement):
        return Text(statement, open=False)
    version = statement.versions.filter(state__in=SENT).order_by("-number").first()
    if version is None:
        return Text(statement, open=False)
    spoken = LanguageVersion.objects.filter(version=version)
    read = spoken.filter(language=one.language).first() or spoken.order_by("pk").first()
    count = read.words if read else 0
    return Text(
        statement,
        open=authority.may_with(person, authority.Act.READ_UNPUBLISHED, statement=statement),
        words=count,
        minutes=ceil(count / place.meeting.words_per_minute),
        slot=place.policy.seconds_for(one) / 60,
        public=version.is_public(at),
    )


def total(place: Place, rows: list[Row], at: datetime) -> Sum:
    remaining = (place.session.ends_at - at).total_seconds() / 60
    return Sum(len(rows), ceil(sum(one.seconds for one in rows) / 60), max(0, round(remaining)))


def others(floor: Floor) -> dict[str, Any]:
    """Those who asked, those who may be put back, and those whose wish was ruled out of scope."""
    every = floor.inscriptions.filter(
        state__in=[State.REQUESTED, State.PASSED, State.NOT_PRESENT]
    ).select_related("delegation__body", "delegation__meeting", "on_behalf_of", "part__participant")
    found = [(one, who(one)) for one in every.order_by("number")]
    rulings = floor.rulings.filter(taken_back_at=None, statement=None).exclude(inscription=None)
    return {
        "asked": [row for row in found if row[0].state == State.REQUESTED],
        "aside": [row for row in found if row[0].state != State.REQUESTED],
        "ruled": [
            (one, who(one.inscription))
            for one in rulings.select_related(
                "inscription__delegation__body",
                "inscription__delegation__meeting",
                "inscription__on_behalf_of",
            )
        ],
    }


def panel(place: Place, now: Intervention | None) -> list[Panellist]:
    """Keynote speakers, then panellists, who are expected or were there."""
    parts = place.session.parts.filter(role__in=PRESENTING, state__in=EXPECTED)
    spoke = Counter(place.floor.interventions.filter(kind=Kind.PRESENTATION).values_list("part", flat=True))
    return [
        Panellist(one, spoke[one.pk], now is not None and now.part_id == one.pk)
        for one in parts.select_related("participant__delegation__body", "participant__body")
    ]


def grouped(place: Place) -> list[Group]:
    """By aspect, in the order of the meeting; those that were withdrawn are left out."""
    found = (
        place.floor.questions.exclude(state=Question.State.WITHDRAWN)
        .select_related("delegation__body", "delegation__meeting", "participant", "addressed_to__participant")
        .prefetch_related("aspects", "rulings")
        .order_by("number")
    )
    groups: dict[int, Group] = {}
    for one in found:
        aspects = [*one.aspects.all()]
        one.asker = asker(one)  # type: ignore[attr-defined]
        one.ruling = next((r for r in one.rulings.all() if r.taken_back_at is None), None)  # type: ignore[attr-defined]
        one.further = aspects[1:]  # type: ignore[attr-defined]
        groups.setdefault(aspects[0].pk, Group(aspects[0], [])).questions.append(one)
    return sorted(groups.values(), key=lambda group: group.aspect.position)


def asker(question: Question) -> str:
    return (
        str(question.delegation.whose) if question.delegation else str(question.participant or _("somebody"))
    )


def spoken(floor: Floor) -> list[Intervention]:
    """Those who have had the floor, the latest first."""
    return [
        *floor.interventions.exclude(ended_at=None)
        .select_related("delegation__body", "delegation__meeting", "on_behalf_of", "part__participant")
        .order_by("-number")
    ]
