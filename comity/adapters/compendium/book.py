"""An edition as it is printed: every word in the reader's language, ready to be set by whatever writes the file.

The values hold what `comity.practices.compendium` tells and nothing else, so no file can hold more than the pages do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES, comma, isolated, localized, reader_language, semicolon
from comity.meetings.models import Meeting
from comity.meetings.times import written_date
from comity.practices import marks
from comity.practices.compendium import Compendium
from comity.practices.showing import Cited, Page, Status
from comity.practices.sources import PublicSource, Telling
from comity.texts.safe import visible

Run = tuple[str, int]
"""Words and 0, or "" and the number of a source."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry: its label and its paragraphs."""

    label: str
    paragraphs: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """`words` in their own language; "" where they may not be told."""

    number: int
    whose: str
    note: str
    language: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A practice. `language` is that of its text."""

    number: int
    anchor: str
    title: str
    language: str
    notice: str
    decision: str
    sections: tuple[Section, ...]
    safeguards: str
    conditions: str
    conditions_language: str
    supporting: tuple[Source, ...]
    diverging: tuple[Source, ...]
    facts: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A line of the index: an instrument, its paragraph, the numbers and anchors of practices."""

    instrument: str
    paragraph: str
    entries: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Book:
    language: str
    convener: str
    meeting: str
    place_and_dates: str
    title: str
    edition: str
    issued_on: str
    sample: str
    disclaimer: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    index: tuple[Reference, ...]
    labels: dict[str, str]


def book(content: Compendium, meeting: Meeting, issued_on: date) -> Book:
    """In the language that is active."""
    anchors = {page.card.number or 0: page.card.ref for _chapter, pages in content.chapters for page in pages}
    return Book(
        language=reader_language(),
        convener=localized(meeting.convened_by),
        meeting=str(meeting),
        place_and_dates=place_and_dates(meeting),
        title=_("Compendium of good practices"),
        edition=edition_line(content),
        issued_on=written_date(issued_on),
        sample=_("Sample: delegations and words are invented") if meeting.sample else "",
        disclaimer=disclaimer(),
        chapters=tuple(
            Chapter(label.title, tuple(entry(one) for one in pages)) for label, pages in content.chapters
        ),
        index=tuple(reference(cited, numbers, anchors) for cited, numbers in content.index),
        labels=labels(),
    )


def edition_line(content: Compendium) -> str:
    if content.kind == "addendum":
        return _("Addendum, issue %(number)d") % {"number": content.number}
    return _("Issue %(number)d") % {"number": content.number}


def place_and_dates(meeting: Meeting) -> str:
    days = written_date(meeting.opens_on)
    if meeting.closes_on != meeting.opens_on:
        days = _("%(first)s to %(last)s") % {"first": days, "last": written_date(meeting.closes_on)}
    venue = isolated(localized(meeting.venues)) if meeting.venues else ""
    return comma().join(one for one in (venue, days) if one)


def disclaimer() -> tuple[str, ...]:
    """What stands before the practices (DOMAIN: non-binding, non-exhaustive)."""
    return (
        _(
            "The practices in this compendium are not binding and not exhaustive. They create no new obligation under "
            "international law and change none."
        ),
        _(
            "Every measure taken to counter terrorism must comply with the Charter of the United Nations and with "
            "international law, in particular international human rights law, refugee law and humanitarian law. Each "
            "practice was reviewed against human-rights safeguards; conditions that the review set are printed with it."
        ),
        _(
            "That a State, organization or company is named as a source means that its words were used, and no more. "
            "It is no endorsement of it, nor by it of the practice. Counts are not rankings."
        ),
        _(
            "Each practice rests on words that were said at the meeting. They are quoted in the language in which they "
            "stand; the address beside them opens them at their paragraph. Sources that asked not to be named are on "
            "file with the secretariat."
        ),
    )


def labels() -> dict[str, str]:
    """Words of the frame."""
    return {
        "contents": _("Contents"),
        "note": _("Explanatory note"),
        "sources": _("Sources"),
        "diverging": _("Words that diverge"),
        "safeguards": _("Human-rights safeguards"),
        "conditions": _("On these conditions:"),
        "index": _("Index of instruments"),
        "address": _("Permanent address"),
        "practice": _("Practice"),
        "missing": _("No font here has the letters of these words: read them at their address."),
    }


def entry(page: Page) -> Entry:
    card = page.card
    return Entry(
        number=card.number or 0,
        anchor=card.ref,
        title=isolated(visible(card.title)),
        language=card.language,
        notice=notice(page),
        decision=decision(page),
        sections=tuple(
            Section(part.label, tuple(runs(line) for line in part.text.splitlines() if line.strip()))
            for part in page.parts
        ),
        safeguards=page.safeguards_result,
        conditions=visible(page.conditions),
        conditions_language=page.conditions_language,
        supporting=tuple(source(one) for one in page.sources if one.stance == "supports"),
        diverging=tuple(source(one) for one in page.sources if one.stance == "diverges"),
        facts=facts(page),
        address=page.address,
    )


def notice(page: Page) -> str:
    """What has happened to it since it was decided."""
    if page.card.status == Status.WITHDRAWN:
        return _("This practice was withdrawn. Its text and its sources are no longer public.")
    if page.card.status == Status.SUPERSEDED:
        other = f"{settings.PUBLIC_ADDRESS}/id/{page.superseded_by}" if page.superseded_by else ""
        return " ".join((_("This practice was superseded."), other)).strip()
    if page.card.status == Status.UNDER_REVIEW:
        return _("This practice is under review. What was decided holds until the Committee decides anew.")
    return ""


def decision(page: Page) -> str:
    if page.decided_on is None or page.card.status == Status.WITHDRAWN:
        return ""
    words = _("Recommended by the Committee on %(day)s (%(procedure)s)") % {
        "day": written_date(page.decided_on),
        "procedure": page.procedure,
    }
    return f"{words} · {isolated(visible(page.reservations))}" if page.reservations else words


def facts(page: Page) -> tuple[tuple[str, str], ...]:
    card = page.card
    rows = {
        _("Aspects"): [one.title for one in card.aspects],
        _("Threats"): [one.title for one in card.threats],
        _("Measures"): [one.title for one in card.measures],
        _("Implementing actors"): [one.title for one in card.actors],
        _("Instruments"): [cited(one) for one in card.instruments],
        _("Regional groups"): [one.title for one in card.regions],
        _("Maturity"): [card.maturity.title],
    }
    return tuple((label, semicolon().join(values)) for label, values in rows.items() if values)


def cited(one: Cited) -> str:
    if not one.paragraph:
        return isolated(one.symbol)
    return comma().join((isolated(one.symbol), paragraph_cited(one)))


def paragraph_cited(one: Cited) -> str:
    """ "paragraph 2 (f)"; "" for the instrument as a whole."""
    return _("paragraph %(number)s") % {"number": isolated(one.paragraph)} if one.paragraph else ""


def runs(line: str) -> tuple[Run, ...]:
    """Words and marks in turn."""
    found: list[Run] = []
    position = 0
    for mark in marks.MARK.finditer(line):
        found += [(visible(line[position : mark.start()]), 0), ("", int(mark[1]))]
        position = mark.end()
    return tuple(one for one in (*found, (visible(line[position:]), 0)) if one != ("", 0))


def source(one: PublicSource) -> Source:
    native = NATIVE_NAMES.get(one.language, "")
    return Source(
        number=one.number,
        whose=isolated(one.whose),
        note=" · ".join(part for part in (isolated(native) if native else "", since(one)) if part),
        language=one.language,
        words=visible(one.words),
        address=one.address,
    )


def since(one: PublicSource) -> str:
    quoted = one.telling is Telling.QUOTED
    return _("The statement was corrected since") if quoted and not one.is_current else ""


def reference(one: Cited, numbers: Iterable[int], anchors: dict[int, str]) -> Reference:
    return Reference(one.symbol, paragraph_cited(one), tuple((number, anchors[number]) for number in numbers))
