"""RTF files read into blocks: control words followed, never trusted; pictures, objects and headers left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from comity.texts.model import Extract, Unreadable
from comity.texts.package import damaged
from comity.texts.rtf_flow import Flow, Look
from comity.texts.shaping import Findings, shaped
from comity.texts.stylenames import heading_level, is_quote

MEDIA_TYPE = "application/rtf"
_DEPTH = 1_000
_SHORT = 200
"""Characters of a label, a style's name or a field's code that are looked at."""
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n\0]+)"
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_CODE_PAGES = {936: "gb18030", 10000: "mac_roman", 10007: "mac_cyrillic", 65001: "utf-8", 708: "iso8859_6"}
_SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
_SKIPPED = {
    "colortbl", "info", "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "objdata", "objclass", "objname", "themedata",
    "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "xe", "tc", "template", "filetbl", "bkmkstart",
    "bkmkend", "nonshppict", "falt", "panose", "pn", "nonesttables", "sp", "upr", "atnid", "atnauthor", "atntime",
    "atnicn", "atnref", "atrfstart", "atrfend", "userprops", "xmlnstbl", "datastore", "latentstyles", "keywords",
    "comment", "fldtype", "ffdata", "formfield", "do", "nextfile", "background",
}  # fmt: skip


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


def extract(content: bytes) -> Extract:
    """The blocks of an RTF file in reading order, notes at the end.

    Warning codes: those of `shaping.SENTENCES`. Raises Unreadable: "damaged", "too_deep".
    """
    start = content.find(b"{\\rtf", 0, 64)
    if start < 0:
        raise damaged()
    reader = _Reader()
    flow = reader.read(content, start)
    blocks = shaped([*flow.pieces, *reader.notes])
    return Extract(blocks, MEDIA_TYPE, warnings=reader.findings.warnings(blocks, pictures=reader.pictures))


class _Reader:
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
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if self._to_skip and word != "u":
            self._to_skip -= 1
            return
        if word == "u":
            self._unicode(number or 0)
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in _SKIPPED:
            self._group.goes_to = "skip"
        elif word in _WORDS:
            _WORDS[word](self, number)
        elif starred:
            self._group.goes_to = "skip"

    def set_code_page(self, number: int | None) -> None:
        self._default = self._group.encoding = _known(_CODE_PAGES.get(number or 0, f"cp{number}"))

    def set_macintosh(self, number: int | None) -> None:
        self._default = self._group.encoding = "mac_roman"

    def set_fallback(self, number: int | None) -> None:
        self._group.fallback = min(max(number if number is not None else 1, 0), 100)

    def set_font(self, number: int | None) -> None:
        self._font = number or 0
        if self._group.goes_to != "fonts":
            self._group.encoding = self._fonts.get(self._font, self._default)

    def set_charset(self, number: int | None) -> None:
        if self._group.goes_to == "fonts" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

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


_WORDS: dict[str, Callable[[_Reader, int | None], None]] = {
    "ansicpg": _Reader.set_code_page, "mac": _Reader.set_macintosh, "uc": _Reader.set_fallback,
    "f": _Reader.set_font, "fcharset": _Reader.set_charset, "b": _Reader.set_bold, "v": _Reader.set_hidden,
    "deleted": _Reader.set_deleted, "revised": _Reader.note_revision, "plain": _Reader.set_plain,
    "fonttbl": _Reader.begin_fonts, "stylesheet": _Reader.begin_styles, "listtext": _Reader.begin_label,
    "pntext": _Reader.begin_label, "footnote": _Reader.begin_note, "shptxt": _Reader.begin_box,
    "fldinst": _Reader.begin_instruction, "fldrslt": _Reader.begin_result, "ud": _Reader.begin_unicode_form,
    "annotation": _Reader.begin_comment, "pict": _Reader.begin_picture, "object": _Reader.note_object,
    "par": _Reader.end_paragraph, "sect": _Reader.end_paragraph, "pard": _Reader.reset_paragraph,
    "s": _Reader.set_style, "outlinelevel": _Reader.set_outline, "qc": _Reader.set_centred,
    "ql": _Reader.set_uncentred, "qr": _Reader.set_uncentred, "qj": _Reader.set_uncentred,
    "ilvl": _Reader.set_level, "intbl": _Reader.set_in_table, "cell": _Reader.end_cell,
    "nestcell": _Reader.end_cell, "row": _Reader.end_row, "nestrow": _Reader.end_row,
}  # fmt: skip
