"""Where the documents that the public may read cite an instrument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.meetings.models import Instrument, Meeting
from comity.papers.models import DocumentCitation, DocumentLanguage, DocumentParagraph, DocumentVersion
from comity.statements.cited import Piece, around


@dataclass(frozen=True, slots=True)
class Mention:
    """A paragraph that cites it, cut to the words around; `paragraphs_cited` are those of the instrument."""

    paragraph: DocumentParagraph
    pieces: list[Piece]
    paragraphs_cited: list[str]


@dataclass(frozen=True, slots=True)
class Cited:
    """Where one version of a document cites it, in one of its languages."""

    version: DocumentVersion
    text: DocumentLanguage
    mentions: list[Mention]


def mentions(
    instrument: Instrument,
    *,
    at: datetime,
    meetings: Iterable[Meeting],
    language: str,
    paragraph: str = "",
) -> list[Cited]:
    """By meeting, then as they were posted, each in the reader's language, else the original, else any that cites it;
    `paragraph` leaves those that cite this paragraph of the instrument. One query."""
    rows = DocumentCitation.objects.filter(
        instrument=instrument,
        paragraph__language_version__version__in=DocumentVersion.objects.public(at).filter(
            document__meeting__in=meetings
        ),
    ).select_related("paragraph__language_version__version__document__meeting")
    if paragraph:
        rows = rows.filter(paragraph_cited=paragraph)
    found: dict[DocumentVersion, dict[DocumentLanguage, list[DocumentCitation]]] = {}
    for one in rows.order_by("paragraph__position", "start"):
        text = one.paragraph.language_version
        found.setdefault(text.version, {}).setdefault(text, []).append(one)
    ordered = sorted(found, key=lambda one: (one.meeting.opens_on, one.public_from, one.pk))
    return [in_one_language(one, found[one], language) for one in ordered]


def in_one_language(
    version: DocumentVersion, texts: dict[DocumentLanguage, list[DocumentCitation]], language: str
) -> Cited:
    text = min(texts, key=lambda one: (one.language != language, not one.is_original, one.language))
    grouped: dict[DocumentParagraph, list[DocumentCitation]] = {}
    for one in texts[text]:
        grouped.setdefault(one.paragraph, []).append(one)
    found = [
        Mention(
            place,
            around(place.text, same),
            [one.paragraph_cited for one in same if one.paragraph_cited],
        )
        for place, same in grouped.items()
    ]
    return Cited(version, text, found)
