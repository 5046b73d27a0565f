"""ODT files (and flat ODT) read into blocks: lists as they are numbered, tables, notes, frames, tracked changes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from comity.texts.encodings import decoded
from comity.texts.model import Extract, Kind, Unreadable
from comity.texts.odf import DRAW, OFFICE, SCRIPT, STYLE, TABLE, TEXT, XLINK, Lists, Styles, whole
from comity.texts.package import Package, damaged, parse
from comity.texts.shaping import Findings, Piece, markings, rows_as_pieces, shaped

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_REPEATED = 100
"""A cell may say that it stands several times; more is a bomb or an empty rest of a sheet."""
_CONTAINERS = {
    TEXT + name for name in ("section", "index-body", "table-of-content", "illustration-index", "table-index",
                             "alphabetical-index", "bibliography", "user-index", "index-title", "numbered-paragraph")
} | {DRAW + "text-box", DRAW + "frame", DRAW + "g", DRAW + "custom-shape", TABLE + "table-header-rows"}  # fmt: skip
_SIGNS = {TEXT + "s": " ", TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_FRAMES = {DRAW + "frame", DRAW + "g", DRAW + "custom-shape", DRAW + "rect", DRAW + "text-box"}
_UNSEEN = {
    OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "tracked-changes", TEXT + "ruby-text",
    TEXT + "bookmark-start", TEXT + "note-citation",
}  # fmt: skip


def extract(content: bytes) -> Extract:
    """The blocks of an ODT in reading order, notes at the end.

    Warning codes: those of `shaping.SENTENCES`. Raises Unreadable: "damaged", "encrypted", "too_large", "too_deep".
    """
    findings = Findings()
    if content.startswith(b"PK"):
        package = Package(content)
        _look_at_package(package, findings)
        document, shared = package.xml("content.xml"), package.xml("styles.xml")
    else:
        document, shared = parse(decoded(content).encode()), None
    text = None if document is None else document.find(f"{OFFICE}body/{OFFICE}text")
    if document is None or text is None:
        raise damaged()
    styles = Styles([root for root in (shared, document) if root is not None])
    story = _Story(styles, findings)
    found = [*_markings(shared), *story.pieces(text), *story.notes]
    blocks = shaped(found)
    return Extract(blocks, MEDIA_TYPE, warnings=findings.warnings(blocks, pictures=story.pictures))


def _look_at_package(package: Package, findings: Findings) -> None:
    manifest = package.part("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Unreadable(
            "encrypted",
            "The file is protected by a password. Save a copy without the password and send that.",
        )
    for name in package.names():
        if name.startswith(("basic/", "scripts/")) and not name.endswith(("/", "-lc.xml", "-lb.xml")):
            findings.add("macro")
        if name.startswith("object") and name.endswith("/content.xml"):
            findings.add("embedded_files")


def _markings(shared: etree._Element | None) -> list[Piece]:
    """Security markings in headers and footers, which decide whether the text may be published at all."""
    masters = [] if shared is None else shared.findall(f"{OFFICE}master-styles/{STYLE}master-page")
    return markings(
        "".join(map(str, line.itertext()))
        for master in masters
        for line in master.iter(TEXT + "p", TEXT + "h")
    )


class _Story:
    """Walks one document."""

    def __init__(self, styles: Styles, findings: Findings) -> None:
        self._styles = styles
        self._findings = findings
        self._lists = Lists(styles)
        self.notes: list[Piece] = []
        self.pictures = False

    def pieces(self, container: etree._Element) -> Iterator[Piece]:
        for child in container:
            tag = child.tag
            if tag in (TEXT + "p", TEXT + "h"):
                yield from self._paragraph(child, "", 0)
            elif tag == TEXT + "list":
                yield from self._list(child, None, 0)
            elif tag == TABLE + "table":
                yield from self._table(child)
            elif tag == TEXT + "tracked-changes":
                self._findings.add("tracked_changes")
            elif tag in _CONTAINERS:
                yield from self._container(child)
            elif tag in (DRAW + "image", DRAW + "object", DRAW + "object-ole"):
                self._look_at_drawing(child)
            elif tag == OFFICE + "scripts" or tag.startswith(SCRIPT):
                self._findings.add("macro")

    def _container(self, element: etree._Element) -> Iterator[Piece]:
        if element.get(TEXT + "display") == "none":
            self._findings.add("hidden_text")
            return
        if element.find(TEXT + "section-source") is not None:
            self._findings.add("remote_content")
        yield from self.pieces(element)

    def _list(self, element: etree._Element, style: str | None, depth: int) -> Iterator[Piece]:
        style = element.get(TEXT + "style-name") or style
        if depth == 0:
            self._lists.begin(style, goes_on=element.get(TEXT + "continue-numbering") == "true")
        for item in element:
            if item.tag not in (TEXT + "list-item", TEXT + "list-header"):
                continue
            is_labelled = item.tag == TEXT + "list-item"
            for child in item:
                if child.tag == TEXT + "list":
                    yield from self._list(child, style, depth + 1)
                elif child.tag in (TEXT + "p", TEXT + "h"):
                    label = ""
                    if is_labelled:
                        own = style or self._styles.list_of(child.get(TEXT + "style-name"))
                        label = self._lists.label(own, depth, whole(item.get(TEXT + "start-value")))
                        is_labelled = False
                    yield from self._paragraph(child, label, depth)

    def _paragraph(self, element: etree._Element, label: str, depth: int) -> Iterator[Piece]:
        style = element.get(TEXT + "style-name")
        frames: list[etree._Element] = []
        parts: list[str] = []
        bold = self._styles.is_bold(style)
        self._inline(element, parts, frames)
        text = "".join(parts)
        self._findings.look_at(text)
        if self._styles.is_hidden(style):
            if text.strip():
                self._findings.add("hidden_text")
        elif text.strip():
            yield self._piece(element, text, style, label, depth, bold or self._all_bold(element))
        for frame in frames:
            yield from self.pieces(frame)

    def _piece(
        self, element: etree._Element, text: str, style: str | None, label: str, depth: int, bold: bool
    ) -> Piece:
        level = self._styles.heading_level(style)
        if element.tag == TEXT + "h":
            level = (whole(element.get(TEXT + "outline-level")) or 1) - 1
            if not label and element.get(TEXT + "is-list-header") != "true":
                label = self._lists.outline_label(level, whole(element.get(TEXT + "start-value")))
        if level is not None:
            return Piece(text, Kind.HEADING, max(level, 0), label)
        if self._styles.is_quote(style):
            return Piece(text, Kind.QUOTE, 0, label)
        stands_out = bold or self._styles.is_centred(style)
        return Piece(text, None, depth, label, stands_out, self._styles.indent(style))

    def _all_bold(self, element: etree._Element) -> bool:
        """Whether every word of the paragraph stands in a bold span."""
        if (element.text or "").strip():
            return False
        spans = [child for child in element if child.tag == TEXT + "span"]
        return (
            bool(spans)
            and all(self._styles.is_bold(one.get(TEXT + "style-name")) for one in spans)
            and not any((child.tail or "").strip() for child in element)
        )

    def _inline(self, element: etree._Element, parts: list[str], frames: list[etree._Element]) -> None:
        parts.append(element.text or "")
        for child in element:
            self._inline_child(child, parts, frames)
            parts.append(child.tail or "")

    def _inline_child(self, child: etree._Element, parts: list[str], frames: list[etree._Element]) -> None:
        tag = child.tag
        if tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == TEXT + "note":
            self._note(child)
        elif tag in (OFFICE + "annotation", OFFICE + "annotation-end"):
            self._findings.add("comments")
        elif tag in _FRAMES:
            frames.append(child)
        elif tag in (TEXT + "hidden-text", TEXT + "hidden-paragraph") or self._is_hidden_span(child):
            self._findings.add("hidden_text")
        elif tag == TEXT + "execute-macro" or tag.startswith(SCRIPT):
            self._findings.add("active_content")
        elif tag in (TEXT + "change", TEXT + "change-start", TEXT + "change-end"):
            self._findings.add("tracked_changes")
        elif tag not in _UNSEEN:
            self._inline(child, parts, frames)

    def _is_hidden_span(self, element: etree._Element) -> bool:
        return element.tag == TEXT + "span" and self._styles.is_hidden(element.get(TEXT + "style-name"))

    def _note(self, element: etree._Element) -> None:
        citation, body = element.find(TEXT + "note-citation"), element.find(TEXT + "note-body")
        label = "" if citation is None else "".join(map(str, citation.itertext()))
        place = len(self.notes)
        self.notes.append(Piece("", Kind.NOTE, label=label))
        if body is not None:
            words = "\n".join(piece.text for piece in self.pieces(body))
            self.notes[place] = Piece(words, Kind.NOTE, label=label)

    def _look_at_drawing(self, element: etree._Element) -> None:
        if element.tag == DRAW + "image":
            self.pictures = True
        else:
            self._findings.add("embedded_files")
        if (element.get(XLINK + "href") or "").startswith(("http:", "https:", "ftp:", "//", "\\\\")):
            self._findings.add("remote_content")

    # -- tables

    def _table(self, element: etree._Element) -> Iterator[Piece]:
        yield from rows_as_pieces([list(self._cells(row)) for row in _rows(element)])

    def _cells(self, row: etree._Element) -> Iterator[list[Piece]]:
        for child in row:
            if child.tag in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                pieces = list(self.pieces(child))
                repeated = whole(child.get(TABLE + "number-columns-repeated")) or 1
                is_plain = bool(pieces) and child.find(f".//{TABLE}table") is None
                yield from [pieces] * (min(repeated, _REPEATED) if is_plain else 1)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child)
