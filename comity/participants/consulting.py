"""The log of consultations and the categories that nobody has consulted yet (concept note, paragraph 2; R02-4)."""

from __future__ import annotations

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
) -> Consultation:
    """Note that somebody was consulted. Raises `Refused` where nobody is named or the day has not come."""
    authority.require(by, Act.CONSULT, meeting=meeting)
    whom, about = " ".join(whom.split()), about.strip()
    if body is None and not whom:
        raise Refused(_("Say who was consulted."))
    if held_on > at.date():
        raise Refused(_("Note a consultation once it was held."))
    if passports.holds(f"{whom}\n{about}"):
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
            recorded_by=by,
            recorded_at=at,
        )
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


def coverage(meeting: Any) -> list[Covered]:
    """One row for each category to consult, in the order of the mandate; uncovered ones among them. One query."""
    held = list(
        Consultation.objects.filter(meeting=meeting, struck_at=None)
        .values_list("category", "held_on")
        .order_by()
    )
    rows = []
    for code, label, categories in TO_CONSULT:
        days = [day for category, day in held if category in categories]
        rows.append(Covered(code, str(label), len(days), max(days, default=None)))
    return rows
