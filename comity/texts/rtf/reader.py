"""The control words of an RTF file followed one by one; no tree is built and nothing is recursive."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from comity.texts.model import Unreadable
from comity.texts.rtf.flow import Flow, Look
from comity.texts.rtf.tables import CHARSETS, CODE_PAGES, MARGINS, SIGNS, SKIPPED, SYMBOLS
from comity.texts.shaping import Findings, Piece, markings
from comity.texts.stylenames import heading_level, is_quote

_DEPTH = 1_000
_MARGIN = 20_000
"""Characters of headers and footers in which a security marking is looked for."""
_SHORT = 200
"""Characters of a label, a style's name or a field's code that are looked at."""
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n\0]+)"
)


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    goes_to: str = "text"
    """"text", "skip", "label", "fonts", "styles" or "instruction"."""
    encoding: str = "cp1252"
    fallback: int = 1
    """Characters after \\u that older readers show instead (\\uc)."""
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    flow: Flow | None = None
    """The flow that this group opened: a note or a text box."""


class Reader:
    def __init__(self) -> None:
        self.findings = Findings()
        self.pictures = False
        self._flow = Flow(self.findings)
        self.notes = Flow(self.findings).pieces
        self._flows: list[Flow] = []
        self._groups = [_Group()]
        self._bytes = bytearray()
        self._high: int | None = None
        self._to_skip = 0
        self._starred = False
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._styles: dict[int, Look] = {}
        self._style, self._style_name, self._style_look = 0, "", Look()
        self._instruction = ""
        self._margin = ""

    @property
    def markings(self) -> list[Piece]:
        """Security markings in headers and footers, which decide whether the text may be published at all."""
        return markings(self._margin.splitlines())

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def read(self, content: bytes, start: int) -> Flow:
        place = start
        while found := _TOKEN.search(content, place):
            place = found.end()
            word, number, byte, symbol, brace, text = found.groups()
            if text is not None:
                self._literal(text)
            elif byte is not None:
                self._byte(int(byte, 16))
            elif brace is not None:
                self._flush()
                self._to_skip = 0
                self._open() if brace == b"{" else self._close()
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
            elif word == b"bin":
                place += max(int(number or 0), 0)
            else:
                self._flush()
                self._word(word.decode("ascii"), None if number is None else int(number))
        self._flush()
        while len(self._groups) > 1:
            self._close()
        self._flow.end_paragraph(self._groups[0].bold)
        self._flow.end_table()
        return self._flow

    # -- characters

    def _literal(self, text: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._bytes += text

    def _byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(byte)

    def _flush(self) -> None:
        """What the bytes gathered so far mean in the encoding that holds here."""
        if self._bytes:
            text = bytes(self._bytes).decode(self._group.encoding, "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        group = self._group
        self._high = None
        if group.goes_to == "text":
            if group.deleted:
                self.findings.add("tracked_changes")
            elif group.hidden:
                if text.strip():
                    self.findings.add("hidden_text")
            else:
                self._flow.add(text, group.bold)
        elif group.goes_to == "label":
            self._flow.label = (self._flow.label + text)[:_SHORT]
        elif group.goes_to == "margin":
            self._margin = (self._margin + text)[:_MARGIN]
        elif group.goes_to == "styles":
            self._style_name = (self._style_name + text)[:_SHORT]
        elif group.goes_to == "instruction":
            self._instruction = (self._instruction + text)[:_SHORT]

    def _unicode(self, number: int) -> None:
        code = number + 65536 if number < 0 else number
        self._to_skip = self._group.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if self._high is None:
                self._write("\ufffd")
                return
            code = 0x10000 + (self._high - 0xD800) * 0x400 + code - 0xDC00
        self._write(chr(code) if 0 < code < 0x110000 else "\ufffd")

    # -- groups

    def _open(self) -> None:
        if len(self._groups) >= _DEPTH:
            raise Unreadable(
                "too_deep",
                "The file is nested deeper than a text can be. Save the document anew and send that.",
            )
        self._starred = False
        self._groups.append(replace(self._group, flow=None))

    def _close(self) -> None:
        if len(self._groups) == 1:
            return
        closed = self._groups.pop()
        if closed.goes_to == "styles" and self._group.goes_to == "styles":
            self._styles[self._style] = _named(self._style_look, self._style_name.strip(" ;"))
            self._style, self._style_name, self._style_look = 0, "", Look()
        if closed.goes_to == "instruction" and self._group.goes_to != "instruction":
            self._look_at_instruction()
        if closed.goes_to == "margin":
            self._margin += "\n"
        if closed.flow is not None:
            self._end_flow(closed)

    def _begin_flow(self) -> None:
        self._flows.append(self._flow)
        self._flow = Flow(self.findings)
        self._group.flow = self._flow
        self._group.goes_to = "text"

    def _end_flow(self, closed: _Group) -> None:
        flow = self._flow
        flow.end_paragraph(closed.bold)
        flow.end_table()
        self._flow = self._flows.pop()
        if flow.is_note:
            self.notes.append(flow.as_note(str(len(self.notes) + 1)))
        else:
            self._flow.boxes += flow.pieces

    def _look_at_instruction(self) -> None:
        name = (self._instruction.split() or [""])[0].upper()
        self._instruction = ""
        if name in ("DDE", "DDEAUTO", "MACROBUTTON"):
            self.findings.add("active_content")
        elif name in ("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK"):
            self.findings.add("remote_content")

    # -- control words

    def _symbol(self, symbol: str) -> None:
        self._flush()
        if symbol == "*":
            self._starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in "\r\n":
            self._flow.end_paragraph(self._group.bold)
        elif symbol in SYMBOLS:
            self._write(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._to_skip and word != "u":
            self._to_skip -= 1
            return
        if word == "u":
            self._unicode(number or 0)
        elif word in SIGNS:
            self._write(SIGNS[word])
        elif word in SKIPPED:
            self._group.goes_to = "skip"
        elif word in _WORDS:
            _WORDS[word](self, number)
        elif starred:
            self._group.goes_to = "skip"

    def set_code_page(self, number: int | None) -> None:
        self._default = self._group.encoding = _known(CODE_PAGES.get(number or 0, f"cp{number}"))

    def set_macintosh(self, number: int | None) -> None:
        self._default = self._group.encoding = "mac_roman"

    def set_fallback(self, number: int | None) -> None:
        self._group.fallback = min(max(number if number is not None else 1, 0), 100)

    def set_font(self, number: int | None) -> None:
        self._font = number or 0
        if self._group.goes_to != "fonts":
            self._group.encoding = self._fonts.get(self._font, self._default)

    def set_charset(self, number: int | None) -> None:
        if self._group.goes_to == "fonts" and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    def set_bold(self, number: int | None) -> None:
        self._group.bold = number != 0

    def set_hidden(self, number: int | None) -> None:
        self._group.hidden = number != 0

    def set_deleted(self, number: int | None) -> None:
        self._group.deleted = number != 0

    def note_revision(self, number: int | None) -> None:
        self.findings.add("tracked_changes")

    def set_plain(self, number: int | None) -> None:
        group = self._group
        group.bold = group.hidden = group.deleted = False
        group.encoding = self._fonts.get(0, self._default)

    def begin_fonts(self, number: int | None) -> None:
        self._group.goes_to = "fonts"

    def begin_margin(self, number: int | None) -> None:
        self._group.goes_to = "margin"

    def begin_styles(self, number: int | None) -> None:
        self._group.goes_to = "styles"

    def begin_label(self, number: int | None) -> None:
        if self._group.goes_to == "text":
            self._flow.label = ""
            self._group.goes_to = "label"

    def begin_note(self, number: int | None) -> None:
        if self._group.goes_to == "text":
            self._begin_flow()
            self._flow.is_note = True

    def begin_box(self, number: int | None) -> None:
        self._begin_flow()

    def begin_instruction(self, number: int | None) -> None:
        self._group.goes_to = "instruction"

    def begin_result(self, number: int | None) -> None:
        if self._group.goes_to == "instruction":
            self._group.goes_to = "text"

    def begin_unicode_form(self, number: int | None) -> None:
        if self._group.goes_to == "skip":
            self._group.goes_to = "text"

    def begin_comment(self, number: int | None) -> None:
        self.findings.add("comments")
        self._group.goes_to = "skip"

    def begin_picture(self, number: int | None) -> None:
        self.pictures = True
        self._group.goes_to = "skip"

    def note_object(self, number: int | None) -> None:
        self.findings.add("embedded_files")

    def end_paragraph(self, number: int | None) -> None:
        if self._group.goes_to == "text":
            self._flow.end_paragraph(self._group.bold)
        elif self._group.goes_to == "margin":
            self._margin += "\n"

    def reset_paragraph(self, number: int | None) -> None:
        if self._group.goes_to == "text":
            self._flow.look = Look()

    def set_style(self, number: int | None) -> None:
        if self._group.goes_to == "styles":
            self._style = number or 0
        elif self._group.goes_to == "text":
            self._flow.look = replace(
                self._styles.get(number or 0, Look()), in_table=self._flow.look.in_table
            )

    def set_outline(self, number: int | None) -> None:
        level = number if number is not None and 0 <= number < 9 else None
        self._look(heading=level)

    def set_centred(self, number: int | None) -> None:
        self._look(centred=True)

    def set_uncentred(self, number: int | None) -> None:
        self._look(centred=False)

    def set_level(self, number: int | None) -> None:
        self._look(level=min(max(number or 0, 0), 8))

    def set_start(self, number: int | None) -> None:
        self._look(start=number or 0)

    def set_end(self, number: int | None) -> None:
        self._look(end=number or 0)

    def set_in_table(self, number: int | None) -> None:
        self._look(in_table=True)

    def _look(self, **changes: object) -> None:
        if self._group.goes_to == "styles":
            self._style_look = replace(self._style_look, **changes)  # type: ignore[arg-type]
        elif self._group.goes_to == "text":
            self._flow.look = replace(self._flow.look, **changes)  # type: ignore[arg-type]

    def end_cell(self, number: int | None) -> None:
        self._flow.end_cell(self._group.bold)

    def end_row(self, number: int | None) -> None:
        self._flow.end_row()


def _named(look: Look, name: str) -> Look:
    """The look of a style, with what its name says."""
    level = heading_level(name)
    return replace(look, heading=look.heading if level is None else level, quote=is_quote(name))


def _known(encoding: str) -> str:
    try:
        b"a".decode(encoding)
    except (LookupError, UnicodeError):
        return "cp1252"
    return encoding


_WORDS: Mapping[str, Callable[[Reader, int | None], None]] = {
    "ansicpg": Reader.set_code_page, "mac": Reader.set_macintosh, "uc": Reader.set_fallback,
    "f": Reader.set_font, "fcharset": Reader.set_charset, "b": Reader.set_bold, "v": Reader.set_hidden,
    "deleted": Reader.set_deleted, "revised": Reader.note_revision, "plain": Reader.set_plain,
    "fonttbl": Reader.begin_fonts, "stylesheet": Reader.begin_styles, "listtext": Reader.begin_label,
    "pntext": Reader.begin_label, "footnote": Reader.begin_note, "shptxt": Reader.begin_box,
    "fldinst": Reader.begin_instruction, "fldrslt": Reader.begin_result, "ud": Reader.begin_unicode_form,
    "annotation": Reader.begin_comment, "pict": Reader.begin_picture, "object": Reader.note_object,
    "par": Reader.end_paragraph, "sect": Reader.end_paragraph, "pard": Reader.reset_paragraph,
    "s": Reader.set_style, "outlinelevel": Reader.set_outline, "qc": Reader.set_centred,
    "ql": Reader.set_uncentred, "qr": Reader.set_uncentred, "qj": Reader.set_uncentred,
    "ilvl": Reader.set_level, "intbl": Reader.set_in_table, "li": Reader.set_start, "ri": Reader.set_end,
    "cell": Reader.end_cell, "nestcell": Reader.end_cell, "row": Reader.end_row, "nestrow": Reader.end_row,
} | dict.fromkeys(MARGINS, Reader.begin_margin)  # fmt: skip
