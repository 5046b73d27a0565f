"""Which instruments the public statements cite, and the words around each mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from comity.files.models import FoundCitation
from comity.meetings.models import Instrument, Meeting
from comity.participants.models import Body
from comity.statements import public
from comity.statements.models import Citation, LanguageVersion, Paragraph, Version
from comity.texts.model import Status

PER_PAGE = 40
AROUND = 150
"""Code points shown on each side of a mention."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    cited: bool
    status: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A paragraph that mentions the instrument, cut to the words around the mentions."""

    paragraph: Paragraph
    pieces: list[Piece]
    paragraphs_cited: list[str]


@dataclass(frozen=True, slots=True)
class Cited:
    """Where one statement mentions the instrument, in one of its languages."""

    version: Version
    text: LanguageVersion
    mentions: list[Mention]


@dataclass(frozen=True, slots=True)
class Mentions:
    """One page of statements that cite an instrument. Counts are of statements."""

    total: int
    of_all: int
    statements: list[Cited]
    paragraphs_cited: list[tuple[str, int]]
    """Paragraph of the instrument -> how many statements cite it; in its own order."""
    mismatches: int
    page: int
    pages: int


def instruments(*, at: datetime, meetings: Iterable[Meeting], body: Body | None = None) -> list[Instrument]:
    """Instruments that public statements cite (`statements`: how many), by kind, year and number."""
    versions = Version.objects.public(at).filter(statement__meeting__in=meetings)
    if body is not None:
        versions = versions.filter(statement__delegation__body=body)
    found = Instrument.objects.filter(citations__paragraph__language_version__version__in=versions).annotate(
        statements=Count("citations__paragraph__language_version__version__statement", distinct=True)
    )
    return sorted(found, key=lambda one: (not one.known, one.kind, natural(one.symbol)))


def natural(words: str) -> list[tuple[int, str]]:
    """Sorts "2 (e)" before "10"."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", words)]


def mentions(
    instrument: Instrument,
    *,
    at: datetime,
    meetings: Iterable[Meeting],
    language: str,
    paragraph: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Mentions:
    """Who cites the instrument and where; `paragraph` leaves those that cite this paragraph of it."""
    citations = Citation.objects.filter(
        instrument=instrument,
        paragraph__language_version__version__in=Version.objects.public(at).filter(
            statement__meeting__in=meetings
        ),
    )
    citing: dict[int, set[str]] = {}
    mismatches: set[int] = set()
    places: dict[int, tuple[tuple[int, date], datetime]] = {}
    for version, cited, status, body, day, public_from in citations.values_list(
        "paragraph__language_version__version_id",
        "paragraph_cited",
        "status",
        "paragraph__language_version__version__statement__delegation__body_id",
        "paragraph__language_version__version__statement__meeting__opens_on",
        "paragraph__language_version__version__public_from",
    ):
        citing.setdefault(version, set()).add(cited)
        places[version] = (body, day), public_from or at  # never None: the rows are public
        if status == Status.YEAR_MISMATCH:
            mismatches.add(version)
    order = public.name_orders((body for body, _from in places.values()), language)
    left = [version for version, cited in citing.items() if not paragraph or paragraph in cited]
    left.sort(key=lambda one: (order[places[one][0]], places[one][1], one))
    pages = max(1, -(-len(left) // per_page))
    page = min(max(page, 1), pages)
    found = public.versions(at, meetings=meetings).in_bulk(left[(page - 1) * per_page : page * per_page])
    shown = [found[one] for one in left[(page - 1) * per_page : page * per_page]]
    return Mentions(
        total=len(left),
        of_all=len(citing),
        statements=in_one_language(shown, citations, language, paragraph),
        paragraphs_cited=counted(citing),
        mismatches=len(mismatches),
        page=page,
        pages=pages,
    )


def counted(citing: dict[int, set[str]]) -> list[tuple[str, int]]:
    cited = {one for paragraphs in citing.values() for one in paragraphs if one}
    return [
        (one, sum(one in paragraphs for paragraphs in citing.values())) for one in sorted(cited, key=natural)
    ]


def in_one_language(
    versions: list[Version], citations: QuerySet[Citation], language: str, paragraph: str
) -> list[Cited]:
    """The mentions of each version in the reader's language, else the original, else any that has one."""
    by_text: dict[int, list[Citation]] = {}
    rows = citations.filter(paragraph__language_version__version__in=versions).select_related("paragraph")
    for one in rows.order_by("paragraph__position", "start"):
        if not paragraph or one.paragraph_cited == paragraph:
            by_text.setdefault(one.paragraph.language_version_id, []).append(one)
    found = []
    for version in versions:
        texts = [text for text in version.languages.all() if text.pk in by_text]
        text = next((text for text in texts if text.language == language), texts[0])
        found.append(Cited(version, text, in_paragraphs(by_text[text.pk])))
    return found


def in_paragraphs(citations: list[Citation]) -> list[Mention]:
    grouped: dict[int, list[Citation]] = {}
    for one in citations:
        grouped.setdefault(one.paragraph_id, []).append(one)
    return [
        Mention(
            paragraph=same[0].paragraph,
            pieces=around(same[0].paragraph.text, same),
            paragraphs_cited=[one.paragraph_cited for one in same if one.paragraph_cited],
        )
        for same in grouped.values()
    ]


def around(text: str, citations: Sequence[FoundCitation], width: int = AROUND) -> list[Piece]:
    """The words around the first mention, with every mention among them marked; cut at spaces, never rewritten."""
    start = cut(text, citations[0].start - width, forward=True)
    end = cut(text, citations[0].end + width, forward=False)
    pieces = [Piece("… ", cited=False)] if start else []
    position = start
    for one in citations:
        if one.start < position or one.end > end:
            continue
        pieces.append(Piece(text[position : one.start], cited=False))
        pieces.append(Piece(text[one.start : one.end], cited=True, status=one.status))
        position = one.end
    pieces.append(Piece(text[position:end] + ("" if end == len(text) else " …"), cited=False))
    return [piece for piece in pieces if piece.text]


def cut(text: str, position: int, *, forward: bool) -> int:
    """A place near `position` between two words; 0 or the end where the text is short."""
    if position <= 0:
        return 0
    if position >= len(text):
        return len(text)
    space = text.find(" ", position, position + 30) if forward else text.rfind(" ", position - 30, position)
    if space == -1:
        return position
    return space + 1 if forward else space
