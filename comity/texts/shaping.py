"""From a paragraph as a file holds it to a block: tidied text, kind, printed number, level.

Shared by the readers of all formats that know their paragraphs (all but PDF), so that a numbered paragraph, a heading
or "check against delivery" is told alike in each.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from comity.texts.delivery import is_delivery_note
from comity.texts.markings import is_marking
from comity.texts.model import Block, Kind, Warning
from comity.texts.numbering import BULLETS, Mark, Style, find_mark, heading_level, is_heading

SENTENCES = {
    "tracked_changes": "The file holds tracked changes. Insertions were kept and deletions left out; accept or reject "
    "the changes and send a clean copy.",
    "comments": "The file holds comments, which were left out. Remove them before the text is published.",
    "hidden_text": "The file holds hidden text, which was left out. Show it or delete it and send the file again.",
    "macro": "The file holds macros. They were not run; save it without macros.",
    "active_content": "The file holds scripts or active fields. They were not run; only its text was read.",
    "embedded_files": "The file carries other files inside it. They were not opened; send them by themselves.",
    "remote_content": "The file refers to content elsewhere on the network. It was not fetched; insert it in the file.",
    "scan": "The file holds pictures and no text: a scan. Send the text itself, or a PDF that can be searched.",
    "bidi_controls": "The text holds characters that change the order in which it is shown. Check that it reads as it "
    "should.",
    "control_characters": "The text holds control characters, which were left out. Check that nothing is missing.",
    "part_damaged": "A part of the file is damaged and was left out. Save the file again and compare.",
    "no_text": "No text was found in the file. Check that it is the right one.",
}

_SET_IN = 280
"""Twips, half a centimetre: as far beyond the running text on both sides, a paragraph is a quotation."""
TABLE_LIMIT = 5_000
"""Characters of a table that is still one block."""

_NO_SIGN = re.compile("[\u00ad\ufeff\u200b\u2060\ufffe\uffff]")
_BREAK = re.compile(" ?[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\\s*")
_BLANK = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]")
_REORDERING = re.compile("[\u202d\u202e]")
_FOLIO = re.compile(
    r"[-–—] ?\d{1,4} ?[-–—]|(?:page|página|стр\.|страница|صفحة) ?\d{1,4}(?: ?(?:of|de|sur|из|من|/) ?\d{1,4})?"
    r"|第 ?\d{1,4} ?页(?:[，, ]?共 ?\d{1,4} ?页)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Indent:
    """How far a paragraph is set in from both margins, in twips."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as a file holds it. `kind` is what style or markup says, None where the text must tell."""

    text: str
    kind: Kind | None = None
    level: int = 0
    label: str = ""
    """What the program prints before it and the text does not hold: "1.", "(a)", "•"."""
    stands_out: bool = False
    """Set as headings are: wholly bold, or centred."""
    indent: Indent | None = None
    """Where that may make it a quotation."""


def tidied(text: str) -> str:
    """NFC on one line: soft line breaks and every kind of blank made one space, none between Chinese characters that
    a line break parts; soft hyphens, invisible marks and control characters gone."""
    text = _CONTROL.sub("", _NO_SIGN.sub("", unicodedata.normalize("NFC", text)))
    text = _BREAK.sub(_blank_for_break, _BLANK.sub(" ", text))
    return unicodedata.normalize("NFC", text).strip()


def _blank_for_break(found: re.Match[str]) -> str:
    text = found.string
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return "" if _is_wide(before) and _is_wide(after) else " "


def _is_wide(letter: str) -> bool:
    return "\u2e80" <= letter <= "\uffdf"


def table(rows: Iterable[Iterable[str]]) -> list[Piece]:
    """Rows of cells as one piece; empty rows and empty last cells are left out, each cell is on one line.

    A table longer than TABLE_LIMIT is cut into its rows, so that one of them can be cited.
    """
    lines = ["\t".join(tidied(cell) for cell in row).rstrip() for row in rows]
    written = [line for line in lines if _has_text(line)]
    pieces = written if sum(map(len, written)) > TABLE_LIMIT else ["\n".join(written)]
    return [Piece(piece, Kind.TABLE) for piece in pieces]


def rows_as_pieces(rows: Sequence[Sequence[Sequence[Piece]]]) -> Iterator[Piece]:
    """A table whose cells hold pieces. One with at most one written cell in each row is a frame or a letterhead: what
    it holds is read as if it stood outside."""
    if all(sum(map(_is_written, cells)) <= 1 for cells in rows):
        yield from (piece for cells in rows for cell in cells for piece in cell)
    else:
        yield from table(["\n".join(map(_in_cell, cell)) for cell in cells] for cells in rows)


def _is_written(cell: Sequence[Piece]) -> bool:
    return any(_has_text(piece.text) for piece in cell)


def _in_cell(piece: Piece) -> str:
    return piece.text if piece.label in BULLETS else f"{piece.label} {piece.text}"


def markings(lines: Iterable[str]) -> list[Piece]:
    """The security markings among lines that stand around the text, each once."""
    return [Piece(line) for line in dict.fromkeys(map(tidied, lines)) if is_marking(line)]


def shaped(pieces: Iterable[Piece]) -> list[Block]:
    """The blocks that the pieces are: without empty ones, ornaments, page numbers and delivery notes."""
    return [block for piece in with_quotes(list(pieces)) if (block := shape(piece))]


def with_quotes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces; those set in on both sides further than most of the text are quotations."""
    weighed: Counter[Indent] = Counter()
    for piece in pieces:
        if piece.indent is not None:
            weighed[piece.indent] += len(piece.text)
    usual = weighed.most_common(1)[0][0] if weighed else Indent()
    for piece in pieces:
        yield replace(piece, kind=Kind.QUOTE) if _is_set_in(piece, usual) else piece


def _is_set_in(piece: Piece, usual: Indent) -> bool:
    return (
        piece.indent is not None
        and piece.kind is None
        and not (piece.label or piece.stands_out)
        and piece.indent.start >= usual.start + _SET_IN
        and piece.indent.end >= usual.end + _SET_IN
    )


def shape(piece: Piece) -> Block | None:
    """The block that a piece is, or None where it is no text."""
    if piece.kind is Kind.TABLE:
        return Block(piece.text, Kind.TABLE) if _has_text(piece.text) else None
    text = tidied(piece.text)
    if not _has_text(text) or is_delivery_note(text) or _FOLIO.fullmatch(text):
        return None
    if piece.kind is Kind.NOTE:
        return Block(text, Kind.NOTE, bare(piece.label))
    if piece.label:
        return _labelled(text, piece)
    return _unlabelled(text, piece)


def _has_text(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def bare(label: str) -> str | None:
    """A printed number without brackets, full stop and dashes; None for a bullet."""
    return label.strip(" .．()（）[]、,，:：-–—ـ" + BULLETS) or None


def _labelled(text: str, piece: Piece) -> Block:
    """A block whose number the program prints."""
    mark = find_mark(f"{piece.label} X")
    number = mark.number if mark and mark.rest == "X" else bare(piece.label)
    if piece.kind is Kind.HEADING:
        return Block(text, Kind.HEADING, number, level=piece.level)
    if piece.kind is Kind.QUOTE:
        return Block(text, Kind.QUOTE, number)
    if mark and piece.level == 0 and _is_shown_as_heading(text, mark, piece):
        return Block(text, Kind.HEADING, number, level=heading_level(mark))
    if mark is None:
        return Block(text, Kind.ITEM, number, level=piece.level)
    kind = mark.kind if piece.level == 0 else Kind.ITEM
    level = piece.level + 1 if mark.style is Style.BULLET else max(piece.level, mark.level)
    return Block(text, kind, number, level=level)


def _unlabelled(text: str, piece: Piece) -> Block:
    """A block whose number, if it has one, is typed in its text."""
    mark = find_mark(text)
    if mark and not _has_text(mark.rest):
        mark = None
    if piece.kind is Kind.HEADING:
        if mark and mark.number and not (mark.style is Style.CAPITAL and mark.bracketed):
            return Block(mark.rest.strip(), Kind.HEADING, mark.number, level=piece.level)
        return Block(text, Kind.HEADING, level=piece.level)
    if piece.kind is Kind.QUOTE:
        return Block(text, Kind.QUOTE)
    if _is_shown_as_heading(mark.rest if mark else text, mark, piece):
        number = mark.number if mark else None
        return Block(mark.rest.strip() if mark else text, Kind.HEADING, number, level=heading_level(mark))
    if mark is None or (mark.style is Style.CAPITAL and not mark.bracketed):
        kind = piece.kind or Kind.PARAGRAPH
        return Block(text, kind, level=piece.level if kind is Kind.ITEM else 0)
    return Block(mark.rest.strip(), mark.kind, mark.number, level=mark.level if mark.kind is Kind.ITEM else 0)


def _is_shown_as_heading(text: str, mark: Mark | None, piece: Piece) -> bool:
    if piece.kind is not None or not is_heading(text.strip(), mark=mark, alone=piece.stands_out):
        return False
    return piece.stands_out or mark is None or mark.style in (Style.ROMAN, Style.CAPITAL, Style.CHINESE)


class Findings:
    """What a person should know of a file, each thing once, in the order in which it was met."""

    def __init__(self) -> None:
        self._codes: dict[str, None] = {}

    def add(self, code: str) -> None:
        """`code` is one of SENTENCES."""
        assert code in SENTENCES
        self._codes.setdefault(code)

    def look_at(self, text: str) -> None:
        """Note what is odd in the raw text of a piece."""
        if _REORDERING.search(text):
            self.add("bidi_controls")
        if _CONTROL.search(text):
            self.add("control_characters")

    def warnings(self, blocks: list[Block], *, pictures: bool = False) -> list[Warning]:
        """The warnings; with one more where the blocks hold no text."""
        if not blocks:
            self.add("scan" if pictures else "no_text")
        return [Warning(code, SENTENCES[code]) for code in self._codes]
