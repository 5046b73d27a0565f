"""Paragraphs and tables as an RTF file writes them: one after another, without a tree."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.texts.model import Kind
from comity.texts.shaping import Findings, Indent, Piece, rows_as_pieces


@dataclass(frozen=True, slots=True)
class Look:
    """What is set for a paragraph."""

    heading: int | None = None
    quote: bool = False
    centred: bool = False
    level: int = 0
    in_table: bool = False
    start: int = 0
    """Twips from the margin; `end` likewise."""
    end: int = 0


class Flow:
    """The main text, a note or a text box."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.pieces: list[Piece] = []
        self.boxes: list[Piece] = []
        """What text boxes hold that hang on the present paragraph."""
        self.look = Look()
        self.label = ""
        self.is_note = False
        self._text: list[str] = []
        self._all_bold = True
        self._cell: list[Piece] = []
        self._row: list[list[Piece]] = []
        self._rows: list[list[list[Piece]]] = []

    def add(self, text: str, bold: bool) -> None:
        self._text.append(text)
        if text.strip():
            self._all_bold = self._all_bold and bold

    def end_paragraph(self, bold: bool) -> None:
        piece = self._taken()
        if self.look.in_table:
            self._cell += [piece, *self.boxes]
        else:
            self.end_table()
            self.pieces += [piece, *self.boxes]
        self.boxes = []

    def end_cell(self, bold: bool) -> None:
        self._row.append([*self._cell, self._taken(), *self.boxes])
        self._cell, self.boxes = [], []

    def end_row(self) -> None:
        self._rows.append(self._row)
        self._row = []

    def end_table(self) -> None:
        """The rows gathered so far, and what stands in one that was never ended."""
        if self._cell:
            self._row.append(self._cell)
        if self._row:
            self._rows.append(self._row)
        if self._rows:
            self.pieces += rows_as_pieces(self._rows)
        self._cell, self._row, self._rows = [], [], []

    def as_note(self, label: str) -> Piece:
        return Piece("\n".join(piece.text for piece in self.pieces), Kind.NOTE, label=label)

    def _taken(self) -> Piece:
        text, label, look = "".join(self._text), self.label.strip(), self.look
        bold, self._all_bold = self._all_bold, True
        self._text, self.label = [], ""
        self._findings.look_at(text)
        if look.heading is not None:
            return Piece(text, Kind.HEADING, look.heading, label)
        piece = Piece(
            text, None, look.level if label else 0, label, bold or look.centred, Indent(look.start, look.end)
        )
        return replace(piece, kind=Kind.QUOTE) if look.quote else piece
