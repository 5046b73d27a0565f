"""What a reading consists of. Every offset counts code points of NFC text; every share lies in 0..1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The six official languages in protocol order (A C E F R S). Anything else is reported as "und"."""


class Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    NOTE = "note"


class Status(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    YEAR_MISMATCH = "year_mismatch"


class Unreadable(Exception):
    """A file that cannot be read at all. `code` is stable, the message is a sentence fit to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def refuse_empty(content: bytes) -> None:
    """Raises Unreadable "empty" where the file holds nothing but white space."""
    if not content or content.isspace():
        raise Unreadable("empty", "The file is empty. Save it again and send the new copy.")


@dataclass(frozen=True, slots=True)
class Block:
    """What a format reader yields, in reading order, before languages, anchors and citations are known.

    `text` is NFC, on one line but for tables (cells parted by tabs, rows by newlines).
    `number` is the printed number or letter, as printed without brackets and full stop ("12", "a", "iv"),
    and is not repeated in `text`. `page` counts from 1, None where the format has no pages.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    number: str | None = None
    page: int | None = None
    level: int = 0
    """Depth of a heading or an item, 0 the outermost."""


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should know: `code` is stable ("scan", "garbage_text", "tracked_changes", ...)."""

    code: str
    message: str
    paragraph: str | None = None
    """Anchor of the paragraph it concerns, None for the whole file."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format reader returns."""

    blocks: list[Block]
    media_type: str
    pages: int | None = None
    warnings: list[Warning] = field(default_factory=list)
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    """(file name, content) of the files an e-mail carries."""
    scans: tuple[int, ...] = ()
    """Pages, counted from 1, that are pictures of text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A citable paragraph: what a quote points at."""

    anchor: str
    number: str | None
    kind: Kind
    text: str
    language: str
    page: int | None = None
    level: int = 0
    attributed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of an instrument or document in a paragraph, `text == paragraph.text[start:end]`."""

    paragraph: str
    start: int
    end: int
    text: str
    symbol: str
    year: int | None
    paragraph_cited: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class LanguageShare:
    language: str
    share: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read."""

    file: str
    sha256: str
    media_type: str
    pages: int | None
    languages: list[LanguageShare]
    paragraphs: list[Paragraph]
    citations: list[Citation]
    warnings: list[Warning]
