"""HTML read into blocks. Nothing is run, fetched or rendered; what a browser would hide is left out."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from lxml import etree, html

from comity.texts.counters import printed
from comity.texts.encodings import decoded
from comity.texts.model import Extract, Kind, Unreadable, refuse_empty
from comity.texts.shaping import Findings, Piece, shaped, table

MEDIA_TYPE = "text/html"
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_UNSEEN = {
    "script", "style", "template", "head", "title", "noscript", "iframe", "object", "embed", "svg", "math",
    "canvas", "audio", "video", "button", "select", "textarea", "datalist", "nav", "input", "rt", "rp",
    "map",
}  # fmt: skip
_ACTIVE = {"script", "object", "embed", "applet"}
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "arabic-indic": "arabicFigures",
    "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital", "none": "none",
}  # fmt: skip
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")


def extract(content: bytes) -> Extract:
    """The blocks of an HTML file in reading order.

    Warning codes: "hidden_text", "tracked_changes", "active_content", "remote_content", "bidi_controls".
    Raises Unreadable: "empty", "too_deep".
    """
    refuse_empty(content)
    findings = Findings()
    walk = _Walk(findings)
    blocks = shaped(walk.pieces(_tree(_decoded(content))))
    return Extract(blocks, MEDIA_TYPE, warnings=findings.warnings(blocks, pictures=walk.pictures))


def pieces(text: str, findings: Findings) -> list[Piece]:
    """The paragraphs of a piece of HTML, as Markdown may hold one."""
    return _Walk(findings).pieces(_tree(text))


def _decoded(content: bytes) -> str:
    """The text by its byte order mark, else by what it declares if that holds, else by its letters."""
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared.group(1).decode("ascii")
        name = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(name.casefold(), name)
        try:
            return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            pass
    return decoded(content)


def _tree(text: str) -> etree._Element | None:
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None  # nothing but comments and blanks
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        raise Unreadable(
            "too_deep", "The file is nested deeper than a text can be. Save its text anew and send that."
        )
    return root


@dataclass(slots=True)
class _List:
    form: str | None
    """None for bullets."""
    next: int
    step: int = 1


@dataclass(slots=True)
class _Table:
    is_layout: bool
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None


class _Walk:
    """Follows the elements without recursion, since a file may nest them as deep as it likes."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: list[Piece] = []
        self._text: list[str] = []
        self._all_bold = True
        self._bold = self._centred = self._quotes = self._heading = 0
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._label = ""
        self.pictures = False

    def pieces(self, root: etree._Element | None) -> list[Piece]:
        if root is not None:
            for event, element in _events(root, self._is_unseen):
                self._take[event](self, element)
            self._flush()
        return self._found

    def _is_unseen(self, element: etree._Element) -> bool:
        """Whether an element is no text for the reader, with what it says about the file noted."""
        tag = _name(element)
        if tag in _ACTIVE or (tag in _UNSEEN and next(element.iter(*_ACTIVE), None) is not None):
            self._findings.add("active_content")
        if tag in ("img", "iframe", "object", "embed") and (
            element.get("src") or element.get("data") or ""
        ).startswith(("http:", "https:", "//")):
            self._findings.add("remote_content")
        if tag in _UNSEEN or (tag == "footer" and _parent_name(element) in ("body", "div")):
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            if _words(element).strip():
                self._findings.add("hidden_text")
            return True
        if tag in ("del", "ins"):
            self._findings.add("tracked_changes")
        return tag == "del" or _is_note_mark(element, tag)

    # -- elements

    def _start(self, element: etree._Element) -> None:
        tag = _name(element)
        if tag in _BLOCKS:
            self._flush()
        if opening := _OPENINGS.get(tag):
            opening(self, element)
        if tag in ("b", "strong") or _BOLD.search(element.get("style") or ""):
            self._bold += 1
        if _is_centred(element, tag):
            self._centred += 1
        self._add(element.text)

    def _end(self, element: etree._Element) -> None:
        tag = _name(element)
        if tag in _BLOCKS:
            self._flush()
        if closing := _CLOSINGS.get(tag):
            closing(self)
        if tag in ("b", "strong") or _BOLD.search(element.get("style") or ""):
            self._bold -= 1
        if _is_centred(element, tag):
            self._centred -= 1

    def _after(self, element: etree._Element) -> None:
        self._add(element.tail)

    _take: ClassVar[dict[str, Callable[[_Walk, etree._Element], None]]] = {
        "start": _start,
        "end": _end,
        "after": _after,
    }

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            self._all_bold = self._all_bold and self._bold > 0
        self._text.append(text)

    def _flush(self) -> None:
        """End the paragraph."""
        text = "".join(self._text)
        self._text = []
        bold, self._all_bold = self._all_bold, True
        if not text.strip():
            return
        cell = next((one.cell for one in reversed(self._tables) if not one.is_layout), None)
        if cell is not None:
            label = "" if self._label == "•" else self._label
            cell.append(f"{label} {text}".strip())
        else:
            self._findings.look_at(text)
            self._found.append(self._piece(text, bold))
        self._label = ""

    def _piece(self, text: str, bold: bool) -> Piece:
        if self._heading:
            return Piece(text, Kind.HEADING, self._heading - 1, self._label)
        kind = Kind.QUOTE if self._quotes else None
        level = max(len(self._lists) - 1, 0)
        return Piece(text, kind, level, self._label, stands_out=bold or self._centred > 0)

    # -- openings and closings

    def open_heading(self, element: etree._Element) -> None:
        self._heading = int(_name(element)[1])

    def close_heading(self) -> None:
        self._heading = 0

    def open_quote(self, element: etree._Element) -> None:
        self._quotes += 1

    def close_quote(self) -> None:
        self._quotes -= 1

    def open_list(self, element: etree._Element) -> None:
        said = _LIST_STYLE.search(element.get("style") or "")
        form = _FORMS.get(said.group(1).casefold() if said else element.get("type") or "1", "decimal")
        if _name(element) == "ul":
            self._lists.append(_List(None, 1))
            return
        count = sum(_name(child) == "li" for child in element)
        backwards = element.get("reversed") is not None
        start = _whole(element.get("start"), count if backwards else 1)
        self._lists.append(_List(form, start, -1 if backwards else 1))

    def close_list(self) -> None:
        self._lists.pop()

    def open_item(self, element: etree._Element) -> None:
        if not self._lists or self._lists[-1].form is None:
            self._label = "•"
            return
        one = self._lists[-1]
        number = _whole(element.get("value"), one.next)
        one.next = number + one.step
        figure = printed(number, _FORMS.get(element.get("type") or "", one.form or "decimal"))
        self._label = figure and f"{figure}."

    def close_item(self) -> None:
        self._label = ""

    def open_table(self, element: etree._Element) -> None:
        self._tables.append(_Table(is_layout=_is_layout(element)))

    def close_table(self) -> None:
        closed = self._tables.pop()
        if not closed.is_layout:
            made = table(closed.rows)
            for piece in made:
                self._findings.look_at(piece.text)
            self._found += made

    def open_row(self, element: etree._Element) -> None:
        if self._tables:
            self._tables[-1].rows.append([])

    def open_cell(self, element: etree._Element) -> None:
        if self._tables:
            self._tables[-1].cell = []

    def close_cell(self) -> None:
        if self._tables and self._tables[-1].cell is not None:
            current = self._tables[-1]
            if not current.rows:
                current.rows.append([])
            current.rows[-1].append("\n".join(current.cell or ()))
            current.cell = None

    def open_break(self, element: etree._Element) -> None:
        self._text.append("\n")

    def open_quotation_mark(self, element: etree._Element) -> None:
        self._text.append("“")

    def close_quotation_mark(self) -> None:
        self._text.append("”")

    def open_picture(self, element: etree._Element) -> None:
        self.pictures = True


_OPENINGS: dict[str, Callable[[_Walk, etree._Element], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Walk.open_heading),
    "blockquote": _Walk.open_quote,
    "ol": _Walk.open_list,
    "ul": _Walk.open_list,
    "li": _Walk.open_item,
    "table": _Walk.open_table,
    "tr": _Walk.open_row,
    "td": _Walk.open_cell,
    "th": _Walk.open_cell,
    "br": _Walk.open_break,
    "q": _Walk.open_quotation_mark,
    "img": _Walk.open_picture,
}
_CLOSINGS: dict[str, Callable[[_Walk], None]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _Walk.close_heading),
    "blockquote": _Walk.close_quote,
    "ol": _Walk.close_list,
    "ul": _Walk.close_list,
    "li": _Walk.close_item,
    "table": _Walk.close_table,
    "td": _Walk.close_cell,
    "th": _Walk.close_cell,
    "q": _Walk.close_quotation_mark,
}


def _events(
    root: etree._Element, is_unseen: Callable[[etree._Element], bool]
) -> Iterator[tuple[str, etree._Element]]:
    """("start" | "end" | "after", element) in document order; of an element that is not seen, only what comes after."""
    waiting = [("start", root)]
    while waiting:
        event, element = waiting.pop()
        if event == "start" and is_unseen(element):
            yield "after", element
            continue
        yield event, element
        if event == "start":
            waiting += [("after", element), ("end", element)]
            waiting += [("start", child) for child in element.iterchildren(reversed=True)]


def _name(element: etree._Element | None) -> str:
    tag = None if element is None else element.tag
    return tag.casefold() if isinstance(tag, str) else ""


def _parent_name(element: etree._Element) -> str:
    return _name(element.getparent())


def _is_centred(element: etree._Element, tag: str) -> bool:
    return (
        tag == "center"
        or (element.get("align") or "").casefold() == "center"
        or _CENTRED.search(element.get("style") or "") is not None
    )


def _is_layout(table_element: etree._Element) -> bool:
    """Whether a table only places things on the page: it holds another, or has a single column."""
    if any(inner is not table_element for inner in table_element.iter("table")):
        return True
    cells = Counter(cell.getparent() for cell in table_element.iter("td", "th"))
    return max(cells.values(), default=0) <= 1


def _is_note_mark(element: etree._Element, tag: str) -> bool:
    """A raised figure that links to a note on the same page."""
    if tag != "sup":
        return False
    links = [one for one in element.iter("a") if (one.get("href") or "").startswith("#")]
    return bool(links) and _NOTE_MARK.fullmatch(_words(element).strip()) is not None


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _whole(text: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,7})\s*", text or "")
    return int(found.group(1)) if found else otherwise
