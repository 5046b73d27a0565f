"""An edition as it is printed: every word in the reader's language, ready to be set by whatever writes the file.

The values hold what `comity.framework.public` tells and nothing else, so no file can hold more than the pages do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from comity.adapters.compendium import book
from comity.adapters.compendium.book import Run, Source
from comity.adapters.framework.appendices import Appendix, campaigns, options, plans
from comity.adapters.framework.numbering import appendix, in_order, marks
from comity.framework.models import FrameworkEdition
from comity.framework.showing import Carrier, Edition, Element, Guideline, Placed, Words
from comity.languages import comma, isolated, localized, page_language, reader_language
from comity.meetings.printed import LANGUAGE_NAMES
from comity.meetings.times import written_date
from comity.practices.models import Support
from comity.practices.showing import Card, Status
from comity.practices.sources import PublicSource
from comity.texts.model import LANGUAGES
from comity.texts.safe import visible


@dataclass(frozen=True, slots=True)
class Letter:
    """`heading`: whose letter it is, of which day, to whom."""

    heading: str
    paragraphs: tuple[str, ...]
    signed: str
    signatory: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice in its place. `status` says whether it was recommended or identified only."""

    number: int
    anchor: str
    title: str
    language: str
    status: str
    notice: str
    paragraphs: tuple[tuple[Run, ...], ...]
    conditions: str
    conditions_language: str
    sources: tuple[Source, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """A guideline, or what an element says of itself before them."""

    number: int
    anchor: str
    title: str
    language: str
    status: str
    paragraphs: tuple[tuple[Run, ...], ...]
    sources: tuple[Source, ...]
    practices: tuple[Practice, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """An element; `place` ("I.") follows from its place in this edition, the number of `itself` is permanent."""

    place: str
    itself: Item
    guidelines: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    language: str
    convener: str
    meeting: str
    place_and_dates: str
    title: str
    symbol: str
    edition: str
    issued_on: str
    distribution: str
    original: str
    sample: str
    letter: Letter
    note: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    appendices: tuple[Appendix, ...]
    gone: tuple[str, ...]
    labels: dict[str, str]


def printed(content: Edition, edition: FrameworkEdition) -> Paper:
    """In the language that is active."""
    meeting = edition.framework.meeting
    day = written_date(edition.issued_at.astimezone(meeting.zone).date())
    return Paper(
        language=reader_language(),
        convener=localized(meeting.convened_by),
        meeting=str(meeting),
        place_and_dates=book.place_and_dates(meeting),
        title=visible(content.title),
        symbol=content.letter.symbol,
        edition=_("Edition %(number)d") % {"number": content.number},
        issued_on=day,
        distribution=_("Distr.: General"),
        original=original(edition),
        sample=_("Sample: delegations and words are invented") if meeting.sample else "",
        letter=letter(content),
        note=note(),
        chapters=tuple(chapter(place, one) for place, one in enumerate(content.elements, start=1)),
        appendices=numbered(
            one for one in (options(content.options), plans(content), campaigns(content)) if one.tables
        ),
        gone=tuple(gone(content)),
        labels=labels(),
    )


def numbered(found: Iterable[Appendix]) -> tuple[Appendix, ...]:
    """With the headings that their places give them."""
    return tuple(replace(one, heading=appendix(place, one.title)) for place, one in enumerate(found, start=1))


def original(edition: FrameworkEdition) -> str:
    """In which languages what it prints was worded first."""
    languages = edition.nodes.filter(version__isnull=False).values_list(
        "version__original_language", flat=True
    )
    named = [str(LANGUAGE_NAMES[one]) for one in LANGUAGES if one in {*languages}]
    return _("Original: %(languages)s") % {"languages": "/".join(named)} if named else ""


def letter(content: Edition) -> Letter:
    told = content.letter
    heading = _("Letter dated %(day)s from the %(capacity)s addressed to the %(addressee)s") % {
        "day": written_date(told.dated_on),
        "capacity": told.capacity,
        "addressee": told.addressee,
    }
    return Letter(heading, told.paragraphs, _("(Signed)"), isolated(told.signatory), told.capacity)


def note() -> tuple[str, ...]:
    """What stands before the elements, under letters: numbers are those of the framework."""
    words = (
        _(
            "This framework is not binding and not exhaustive. It takes national circumstances into account, and "
            "creates no new obligation under international law and changes none."
        ),
        _(
            "Every measure taken to counter terrorism must comply with the Charter of the United Nations and with "
            "international law, in particular international human rights law, refugee law and humanitarian law."
        ),
        _(
            "Numbers are permanent: they are given once, stay with what they stand for when it is moved, and are never "
            "used again. Figures in brackets lead to the practices, words and instruments on which a sentence rests."
        ),
        _(
            "Practices that the Committee recommended are marked as recommended. All others are marked as identified: "
            "the Committee took note of them without recommending them."
        ),
    )
    return tuple(f"{mark} {said}" for mark, said in zip(marks(), words, strict=True))


def labels() -> dict[str, str]:
    """Words of the frame."""
    return {
        "contents": _("Contents"),
        "annex": _("Annex"),
        "note": _("Explanatory note"),
        "sources": _("Rests on"),
        "practices": _("Practices"),
        "conditions": _("On these conditions:"),
        "gone": _("Numbers no longer in use"),
        "address": _("Permanent address"),
        "missing": _("No font here has the letters of these words: read them at their address."),
        "element": _("Element"),
    }


def chapter(place: int, element: Element) -> Chapter:
    return Chapter(
        in_order(place), item(element.words, ()), tuple(guideline(one) for one in element.guidelines)
    )


def guideline(one: Guideline) -> Item:
    return item(one.words, one.practices)


def item(words: Words, placed: tuple[Placed, ...]) -> Item:
    return Item(
        number=words.number,
        anchor=anchor(words.number),
        title=visible(words.title),
        language=words.language,
        status=status(words),
        paragraphs=tuple(book.runs(line) for line in words.text.splitlines() if line.strip()),
        sources=tuple(source(one) for one in words.rests),
        practices=tuple(practice(one) for one in placed),
        address=words.address,
    )


def anchor(number: int) -> str:
    """Of the place in the file and on the page."""
    return f"n-{number}"


def status(words: Words) -> str:
    """What the Committee has said of it, and how strongly a guideline is put."""
    if words.agreed_on is not None:
        said = _("Recommended by the Committee on %(day)s (%(procedure)s)") % {
            "day": written_date(words.agreed_on),
            "procedure": words.procedure,
        }
    else:
        said = _("Proposed")
    strength = (
        _("Strength: “%(strength)s”") % {"strength": words.strength_label} if words.strength_label else ""
    )
    return " · ".join(one for one in (said, strength, visible(words.reservations)) if one)


def source(one: Carrier) -> Source:
    if one.practice is not None:
        return Source(
            one.number,
            called(one.practice),
            "",
            one.practice.language,
            "",
            f"{settings.PUBLIC_ADDRESS}/id/{one.practice.ref}",
        )
    if one.cited is not None:
        home = f"{settings.PUBLIC_ADDRESS}/{page_language(reader_language())}/instruments/{one.cited.slug}/"
        return Source(one.number, book.cited(one.cited), "", "", "", home)
    assert one.source is not None
    return book.source(one.source)


def called(card: Card) -> str:
    """A practice as a source: its number in the compendium, its title, and what became of it."""
    words = {"number": card.number, "title": isolated(visible(card.title))}
    named = _("Practice %(number)d: %(title)s") % words if card.number else _("Practice: %(title)s") % words
    return f"{named} ({status_of(card)})"


def status_of(card: Card) -> str:
    return {
        Status.RECOMMENDED: _("recommended"),
        Status.IDENTIFIED: _("identified, not recommended"),
        Status.UNDER_REVIEW: _("under review"),
        Status.SUPERSEDED: _("superseded"),
        Status.WITHDRAWN: _("withdrawn"),
    }[card.status]


def practice(one: Placed) -> Practice:
    page, card = one.page, one.page.card
    shown = next((part.text for part in page.parts if part.field == "summary"), "") or next(
        (part.text for part in page.parts if part.field == "what"), ""
    )
    in_compendium = (
        _("practice %(number)d of the compendium") % {"number": card.number} if card.number else ""
    )
    called_now = _("Recommended") if one.status == Status.RECOMMENDED else _("Identified")
    return Practice(
        number=one.number,
        anchor=anchor(one.number),
        title=visible(card.title),
        language=card.language,
        status=comma().join(word for word in (called_now, in_compendium) if word),
        notice=book.notice(page),
        paragraphs=tuple(book.runs(line) for line in shown.splitlines() if line.strip()),
        conditions=visible(page.conditions),
        conditions_language=page.conditions_language,
        sources=tuple(words(told) for told in page.sources),
        address=page.address,
    )


def words(told: PublicSource) -> Source:
    """A source of a practice; one that says otherwise is marked."""
    found = book.source(told)
    if told.stance != Support.Stance.DIVERGES:
        return found
    return replace(found, note=" · ".join(one for one in (found.note, _("says otherwise")) if one))


def gone(content: Edition) -> Iterator[str]:
    for one in content.gone:
        words = {
            "kind": one.kind_label,
            "number": one.number,
            "title": isolated(visible(one.title)),
            "edition": one.edition,
        }
        said = _("%(number)d: %(kind)s “%(title)s”, last in edition %(edition)d.") % words
        yield f"{said} {visible(one.reason)}" if one.reason else said
