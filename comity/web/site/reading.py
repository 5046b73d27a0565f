"""The text on a statement's page: one language or two side by side, with what the address asks to see in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from comity.practices.resting import Resting
from comity.search import highlights, index, syntax
from comity.statements import cover, shown
from comity.texts import alignment
from comity.texts.quotes import Check, Verdict
from comity.web.shared import works
from comity.web.shared.works import Paragraph
from comity.web.site import marking, reference
from comity.web.site.reference import Reference

UNREADABLE = frozenset({"scan", "garbage_text", "no_text", "empty"})
"""Warnings that mean: what we show is not, or may not be, what the file says."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph ready to be written into the page."""

    paragraph: Paragraph
    words: SafeString
    table: list[list[marking.Cell]]
    reference: Reference | None
    resting: list[Resting]
    """Public practices that rest on its words, each once."""
    on_cover: bool
    """It is a name, a date or a title that stands before anything is said."""


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that say the same; `other` is empty where one language is shown or has no counterpart."""

    main: list[Shown]
    other: list[Shown]


@dataclass(frozen=True, slots=True)
class Text:
    main: works.Text
    other: works.Text | None
    rows: list[Row]
    warnings: list[str]
    """Codes of warnings that a reader must know of."""
    quote: Check | None
    """What became of the quote that the address carries."""
    bad_quote: bool
    """The address carries a quote that is not whole."""
    missing: bool
    """The address asks to cite a paragraph that this text does not have."""

    @property
    def is_empty(self) -> bool:
        return not any(row.main for row in self.rows)

    @property
    def verified(self) -> bool:
        return self.quote is not None and self.quote.verdict in (Verdict.VERIFIED, Verdict.MOVED)


def of(
    query: Mapping[str, str],
    main: works.Text,
    other: works.Text | None,
    resting: Sequence[Resting] = (),
) -> Text:
    """The text with the citing box, quoted words and hits that the address asks for, and what rests on it."""
    read = works.paragraphs(main)
    quote = check(query, read)
    asked, missing = reference.asked_for(query, main, read)
    wanted = query.get("q", "")
    lines = cover.length(read)
    mine = [
        ready(
            one,
            asked,
            [*marks_of(quote, one), *hits(wanted, one)],
            upon(one, main.language, resting),
            on_cover=place < lines,
        )
        for place, one in enumerate(read)
    ]
    if other is None:
        rows = [Row([one], []) for one in mine]
    else:
        beside = works.paragraphs(other)
        lines = cover.length(beside)
        others = [
            ready(one, None, hits(wanted, one), upon(one, other.language, resting), on_cover=place < lines)
            for place, one in enumerate(beside)
        ]
        rows = aligned(mine, others)
    return Text(
        main=main,
        other=other,
        rows=rows,
        warnings=[one["code"] for one in main.warnings if one["code"] in UNREADABLE],
        quote=quote,
        bad_quote="quote" in query and quote is None,
        missing=missing,
    )


def check(query: Mapping[str, str], read: Sequence[Paragraph]) -> Check | None:
    claim = reference.claimed(query)
    return shown.check(claim, read) if claim else None


def ready(
    paragraph: Paragraph,
    asked: Reference | None,
    marks: Sequence[marking.Span],
    resting: list[Resting],
    *,
    on_cover: bool,
) -> Shown:
    return Shown(
        paragraph=paragraph,
        words=marking.marked(paragraph, marks),
        table=marking.table(paragraph, marks),
        reference=asked if asked and asked.anchor == paragraph.anchor else None,
        resting=resting,
        on_cover=on_cover,
    )


def upon(paragraph: Paragraph, language: str, resting: Sequence[Resting]) -> list[Resting]:
    """Practices that rest on words which the paragraph still has, each once."""
    found: dict[str, Resting] = {}
    for one in resting:
        if (one.stands_in, one.anchor) == (language, paragraph.anchor) and one.words in paragraph.text:
            found.setdefault(one.ref, one)
    return list(found.values())


def marks_of(quote: Check | None, paragraph: Paragraph) -> list[marking.Span]:
    if quote is None or quote.anchor != paragraph.anchor or quote.start is None or quote.end is None:
        return []
    return [(quote.start, quote.end)]


def hits(wanted: str, paragraph: Paragraph) -> list[marking.Span]:
    """Where what was searched for stands."""
    if not wanted:
        return []
    meaning = index.meaning_for(syntax.parse(wanted), paragraph.language)
    return highlights.spans(paragraph.text, paragraph.language, meaning)


def aligned(mine: list[Shown], others: list[Shown]) -> list[Row]:
    """Rows of counterparts, nothing left out and each language in its own order."""
    pairs = alignment.align([one.paragraph for one in mine], [one.paragraph for one in others])
    return [
        Row(
            [] if place is None else [mine[place]],
            [] if counterpart is None else [others[counterpart]],
        )
        for place, counterpart in pairs
    ]
