"""The log of consultations and the categories that nobody has consulted yet (concept note, paragraph 2; R02-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.participants import authority, passports
from comity.participants.authority import Act
from comity.participants.models import Body, Consultation, Person, Stakeholder
from comity.record import trail
from comity.refusals import NotNow, Refused

TO_CONSULT: tuple[tuple[str, str | Promise, frozenset[Stakeholder]], ...] = (
    ("states", _("States"), frozenset({Stakeholder.MEMBER_STATE, Stakeholder.OBSERVER_STATE})),
    (
        "international",
        _("International organizations"),
        frozenset({Stakeholder.IGO_INTERNATIONAL, Stakeholder.UN_ENTITY}),
    ),
    ("regional", _("Regional organizations"), frozenset({Stakeholder.IGO_REGIONAL})),
    ("subregional", _("Subregional organizations"), frozenset({Stakeholder.IGO_SUBREGIONAL})),
    ("private", _("The private sector"), frozenset({Stakeholder.PRIVATE_SECTOR})),
    ("civil", _("Civil society"), frozenset({Stakeholder.CIVIL_SOCIETY, Stakeholder.ACADEMIA})),
)
"""With whom the mandate asks to consult; other categories are logged and not asked for."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What was done with one category."""

    code: str
    label: str
    times: int
    last_on: date | None

    @property
    def is_uncovered(self) -> bool:
        return self.times == 0


def log(
    meeting: Any,
    *,
    category: str,
    body: Body | None,
    whom: str,
    held_on: date,
    way: str,
    about: str,
    by: Person,
    at: datetime,
    aspects: Iterable[Any] = (),
    held_by: str = "",
    outcome: str = "",
    confidential: bool = False,
) -> Consultation:
    """Note that somebody was consulted, on which aspects, and what came of it. Raises `Refused` where nobody is named
    or the day has not come."""
    authority.require(by, Act.CONSULT, meeting=meeting)
    whom, about, outcome = " ".join(whom.split()), about.strip(), outcome.strip()
    held_by = " ".join(held_by.split())
    if body is None and not whom:
        raise Refused(_("Say who was consulted."))
    if held_on > at.date():
        raise Refused(_("Note a consultation once it was held."))
    if passports.holds("\n".join((whom, about, held_by, outcome))):
        raise Refused(passports.SENTENCE)
    with transaction.atomic():
        noted = Consultation.objects.create(
            meeting=meeting,
            category=body.category if body else category,
            body=body,
            whom="" if body else whom,
            held_on=held_on,
            way=way,
            about=about,
            held_by=held_by,
            outcome=outcome,
            confidential=confidential,
            recorded_by=by,
            recorded_at=at,
        )
        noted.aspects.set(aspects)
        trail.note(noted, "logged", by=by, at=at, category=noted.category)
    return noted


def strike(noted: Consultation, *, by: Person, at: datetime) -> None:
    """Take out what was entered by mistake; the record keeps that it was there."""
    authority.require(by, Act.CONSULT, meeting=noted.meeting_id)
    with transaction.atomic():
        if not Consultation.objects.filter(pk=noted.pk, struck_at=None).update(struck_at=at):
            raise NotNow(_("This has been taken out already."))
        noted.struck_at = at
        trail.note(noted, "struck out", by=by, at=at)


def tell(meeting: Any, public: bool, *, by: Person, at: datetime) -> None:
    """Let the public read the figures of this and the other meetings of the series, or no longer. Raises `NotNow` where
    the meeting stands alone or it is so already."""
    authority.require(by, Act.TELL_CONSULTATIONS, meeting=meeting)
    if meeting.series is None:
        raise NotNow(_("The meeting belongs to no series."))
    series = type(meeting.series)._default_manager.filter(pk=meeting.series_id)
    with transaction.atomic():
        if not series.filter(tells_consultations=not public).update(tells_consultations=public):
            raise NotNow(_("Somebody else was first: load the page again."))
        verb = "made figures of consultations public" if public else "kept figures of consultations"
        trail.note(meeting.series, verb, by=by, at=at, meeting=meeting)
    meeting.series.tells_consultations = public


def coverage(meeting: Any, *, public: bool = False) -> list[Covered]:
    """One row for each category to consult, in the order of the mandate; uncovered ones among them. One query.

    `public`: without what is confidential.
    """
    held = Consultation.objects.filter(meeting=meeting, struck_at=None)
    if public:
        held = held.filter(confidential=False)
    days = list(held.values_list("category", "held_on").order_by())
    return [covered(code, str(label), days, categories) for code, label, categories in TO_CONSULT]


def covered(
    code: str, label: str, held: list[tuple[str, date]], categories: frozenset[Stakeholder]
) -> Covered:
    days = [day for category, day in held if category in categories]
    return Covered(code, label, len(days), max(days, default=None))


def others(meeting: Any) -> list[Covered]:
    """Categories that the mandate does not name and with which somebody spoke all the same."""
    held = list(
        Consultation.objects.filter(meeting=meeting, struck_at=None)
        .values_list("category", "held_on")
        .order_by()
    )
    asked = frozenset().union(*(categories for _code, _label, categories in TO_CONSULT))
    rows = [
        covered(one.value, str(one.label), held, frozenset({one})) for one in Stakeholder if one not in asked
    ]
    return [one for one in rows if not one.is_uncovered]


def not_spoken_of(meeting: Any) -> list[Any]:
    """Aspects of the meeting on which nobody was consulted yet."""
    spoken = Consultation.objects.filter(meeting=meeting, struck_at=None).values("aspects")
    return list(meeting.aspects.exclude(pk__in=spoken.exclude(aspects=None)))
