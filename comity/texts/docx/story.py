"""The text of a DOCX in reading order: paragraphs, tables, text boxes and notes as pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from comity.texts.docx.lists import Lists
from comity.texts.docx.names import MC, M, W, number, switched, value
from comity.texts.docx.styles import Styles
from comity.texts.model import Kind
from comity.texts.shaping import Findings, Piece, rows_as_pieces

_SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": "",
}  # fmt: skip
_DEEPER = {
    W + name for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "bdo", "dir", "ruby",
                          "rubyBase", "drawing", "pict", "object")
} | {M + name for name in ("oMath", "oMathPara")}  # fmt: skip
_ADDED = {W + "ins", W + "moveTo"}
_GONE = {W + "del", W + "moveFrom"}
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_ACTIVE_FIELDS = ("DDE", "DDEAUTO", "MACROBUTTON")
_FETCHING_FIELDS = ("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "INCLUDE", "LINK")


@dataclass(slots=True)
class Text:
    """The text of a paragraph as it is gathered."""

    parts: list[str] = field(default_factory=list)
    bold: bool = True
    """Whether all of it is."""
    boxes: list[etree._Element] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        if text.strip():
            self.bold = self.bold and bold


class Story:
    """Walks one document."""

    def __init__(self, styles: Styles, lists: Lists, findings: Findings) -> None:
        self._styles = styles
        self._lists = lists
        self._findings = findings
        self._fields: list[str] = []
        self._carried = ""
        self.references: list[tuple[str, str]] = []
        """("footnote" or "endnote", id) in the order in which the text refers to them."""
        self.pictures = False

    def pieces(self, container: etree._Element) -> Iterator[Piece]:
        """What a body, cell, text box or note holds."""
        for child in container:
            tag = child.tag
            if tag == W + "p":
                yield from self._paragraph(child)
            elif tag == W + "tbl":
                yield from self._table(child)
            elif tag == W + "altChunk":
                self._findings.add("embedded_files")
            elif tag in _GONE:
                self._findings.add("tracked_changes")
            elif tag == MC + "AlternateContent":
                yield from self._alternatives(child)
            elif tag in _DEEPER or tag in _ADDED:
                if tag in _ADDED:
                    self._findings.add("tracked_changes")
                yield from self.pieces(child)

    def _alternatives(self, element: etree._Element) -> Iterator[Piece]:
        chosen = _chosen(element)
        if chosen is not None:
            yield from self.pieces(chosen)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Piece]:
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        text = Text()
        text.add(self._carried, bold=True)
        self._carried = ""
        self._inline(paragraph, text, self._styles.switch(style, "b"), self._styles.switch(style, "vanish"))
        self._fields = [state for state in self._fields if state == "result"]
        gathered = "".join(text.parts)
        marked = None if properties is None else properties.find(W + "rPr")
        if self._mark_is_deleted(marked):
            self._carried = gathered
        elif gathered.strip() or not switched(marked, "vanish"):
            yield self._piece(gathered, style, properties, text.bold)
        for box in text.boxes:
            yield from self.pieces(box)

    def _mark_is_deleted(self, marked: etree._Element | None) -> bool:
        """Whether the end of the paragraph is a tracked deletion: its text then belongs to the next."""
        gone = marked is not None and any(marked.find(name) is not None for name in _GONE)
        if gone or (marked is not None and any(marked.find(name) is not None for name in _ADDED)):
            self._findings.add("tracked_changes")
        return gone

    def _piece(self, text: str, style: str | None, properties: etree._Element | None, bold: bool) -> Piece:
        self._findings.look_at(text)
        label, depth = self._label(style, properties)
        level = number(value(properties, "outlineLvl"))
        if level is None or not 0 <= level < 9:
            level = self._styles.heading_level(style) if level is None else None
        if level is not None:
            return Piece(text, Kind.HEADING, level, label)
        if self._styles.is_quote(style):
            return Piece(text, Kind.QUOTE, 0, label)
        aligned = value(properties, "jc") or self._styles.paragraph(style, "jc")
        stands_out = bold or aligned == "center"
        return Piece(text, None, depth, label, stands_out, self._styles.indent(style, properties))

    def _label(self, style: str | None, properties: etree._Element | None) -> tuple[str, int]:
        """(what is printed before the paragraph, the level of its list)."""
        direct = None if properties is None else properties.find(W + "numPr")
        num, place = value(direct, "numId"), value(direct, "ilvl")
        inherited, level, owner = self._styles.numbering(style)
        if num is None and inherited is not None:
            num, place = inherited, place or level
            if place is None:
                place = str(self._lists.level_of(num, owner))
        if num is None or num == "0":
            return "", 0
        depth = min(max(number(place) or 0, 0), 8)
        return self._lists.label(num, depth), depth

    # -- within a paragraph

    def _inline(self, element: etree._Element, text: Text, bold: bool, hidden: bool) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child, text, bold, hidden)
            elif tag in _GONE:
                self._findings.add("tracked_changes")
            elif tag in _ADDED:
                self._findings.add("tracked_changes")
                self._inline(child, text, bold, hidden)
            elif tag == MC + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._inline(chosen, text, bold, hidden)
            else:
                self._special(child, text, bold, hidden)

    def _special(self, child: etree._Element, text: Text, bold: bool, hidden: bool) -> None:
        tag = child.tag
        if tag in (W + "commentRangeStart", W + "commentReference"):
            self._findings.add("comments")
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._drawing(child, text)
        elif tag in (M + "oMath", M + "oMathPara"):
            text.add("".join(found.text or "" for found in child.iter(M + "t")), bold)
        elif tag in _DEEPER:
            self._inline(child, text, bold, hidden)

    def _run(self, run: etree._Element, text: Text, bold: bool, hidden: bool) -> None:
        properties = run.find(W + "rPr")
        style = value(properties, "rStyle")
        bold = _first(switched(properties, "b"), self._styles.run_switch(style, "b"), bold)
        hidden = _first(switched(properties, "vanish"), self._styles.run_switch(style, "vanish"), hidden)
        for child in run:
            tag = child.tag
            if tag == W + "t":
                self._words(child.text or "", text, bold, hidden)
            elif tag in _SIGNS:
                text.add(_SIGNS[tag], bold)
            elif tag == W + "sym":
                self._words(_symbol(child), text, bold, hidden)
            elif tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                self._instruction(child.text or "")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                name = "footnote" if tag == W + "footnoteReference" else "endnote"
                self.references.append((name, child.get(W + "id") or ""))
            elif tag == MC + "AlternateContent":
                self._inline_alternative(child, text, bold, hidden)
            else:
                self._special(child, text, bold, hidden)

    def _inline_alternative(self, element: etree._Element, text: Text, bold: bool, hidden: bool) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            for child in chosen:
                self._special(child, text, bold, hidden)

    def _words(self, words: str, text: Text, bold: bool, hidden: bool) -> None:
        if "code" in self._fields:
            return
        if hidden:
            if words.strip():
                self._findings.add("hidden_text")
            return
        text.add(words, bold)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, code: str) -> None:
        name = (code.split() or [""])[0].upper()
        if name in _ACTIVE_FIELDS:
            self._findings.add("active_content")
        elif name in _FETCHING_FIELDS:
            self._findings.add("remote_content")

    def _drawing(self, element: etree._Element, text: Text) -> None:
        """Text boxes are read after the paragraph they hang on; pictures and objects are only noted."""
        if element.tag == W + "object":
            self._findings.add("embedded_files")
        waiting = list(element)[::-1]
        while waiting:
            child = waiting.pop()
            if child.tag == W + "txbxContent":
                text.boxes.append(child)
                continue
            if child.tag in _PICTURES:
                self.pictures = True
            if child.tag == MC + "AlternateContent":
                chosen = _chosen(child)
                waiting += [] if chosen is None else list(chosen)[::-1]
            else:
                waiting += list(child)[::-1]

    # -- tables

    def _table(self, element: etree._Element) -> Iterator[Piece]:
        rows = [[list(self.pieces(cell)) for cell in self._cells(row)] for row in self._rows(element)]
        yield from rows_as_pieces(rows)

    def _rows(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if child.tag == W + "tr":
                properties = child.find(W + "trPr")
                if properties is not None and properties.find(W + "del") is not None:
                    self._findings.add("tracked_changes")
                    continue
                yield child
            elif child.tag in _DEEPER or child.tag in _ADDED:
                yield from self._rows(child)

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for child in row:
            if child.tag == W + "tc":
                yield child
            elif child.tag in _DEEPER or child.tag in _ADDED:
                yield from self._cells(child)


def _chosen(element: etree._Element) -> etree._Element | None:
    """Of several forms of the same content, the first: the others repeat it for older programs."""
    choice = element.find(MC + "Choice")
    return choice if choice is not None else element.find(MC + "Fallback")


def _first(*said: bool | None) -> bool:
    return next((one for one in said if one is not None), False)


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(element.get(W + "char") or "", 16))
    except (ValueError, OverflowError):
        return ""
