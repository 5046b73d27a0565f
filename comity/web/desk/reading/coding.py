"""The lists of codes of an excerpt, each opened by one key and each code put on or taken off by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Instrument, Meeting
from comity.practices.models import Excerpt, Term
from comity.practices.models.vocabulary import Scheme
from comity.statements.models import Paragraph

KEYS = "1234567890qwertzuioplkjhgfdsa"
"""Within an open list each line has one of these keys, in this order."""
INSTRUMENTS = 9


@dataclass(frozen=True, slots=True)
class Code:
    """A code that one key puts on the excerpt in hand or takes off."""

    value: str
    title: str
    key: str
    on: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes that one key opens."""

    name: str
    title: str | Promise
    key: str
    codes: list[Code]

    @property
    def chosen(self) -> list[Code]:
        return [one for one in self.codes if one.on]


def codes(excerpt: Excerpt, meeting: Meeting, paragraph: Paragraph) -> Iterator[Codes]:
    """The lists of codes with what is on the excerpt now."""
    on = {one.pk for one in excerpt.codes.all()}
    aspects = {one.pk for one in excerpt.aspects.all()}
    linked = {one.instrument_id for one in excerpt.instrument_links.all()}
    yield keyed("aspects", _("Aspects"), "a", "aspect", meeting.aspects.all(), aspects)
    for name, title, key, scheme in (
        ("threats", _("Threats"), "t", Scheme.THREAT),
        ("measures", _("Measures"), "m", Scheme.MEASURE),
        ("actors", _("Actors"), "o", Scheme.STAKEHOLDER),
    ):
        yield keyed(name, title, key, "term", terms(scheme, on), on)
    domains = [
        Code(f"domain-{value}", str(label), key, excerpt.domain == value)
        for key, (value, label) in zip(KEYS, Excerpt.Domain.choices, strict=False)
    ]
    yield Codes("domain", _("Domain of a challenge"), "d", domains)
    yield keyed("instruments", _("Instruments"), "b", "instrument", instruments(paragraph, linked), linked)


def terms(scheme: Scheme, on: set[int]) -> list[Term]:
    """Those offered, and those of them that were taken off the list and are on the excerpt still."""
    return list(Term.objects.filter(Q(active=True) | Q(pk__in=on), scheme=scheme))


def keyed(
    name: str, title: str | Promise, key: str, prefix: str, things: Iterable[Any], on: set[int]
) -> Codes:
    keys = iter(KEYS)
    made = [Code(f"{prefix}-{one.pk}", str(one), next(keys, ""), one.pk in on) for one in things]
    return Codes(name, title, key, made)


def instruments(paragraph: Paragraph, linked: set[int]) -> list[Instrument]:
    """What the excerpt names, then what the statement cites most."""
    cited = (
        Instrument.objects.filter(citations__paragraph__language_version=paragraph.language_version)
        .annotate(number=Count("citations"))
        .order_by("-number", "symbol")[:INSTRUMENTS]
    )
    named = {one.pk: one for one in Instrument.objects.filter(pk__in=linked).order_by("symbol")}
    return list((named | {one.pk: one for one in cited}).values())
