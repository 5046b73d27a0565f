"""Plain text read into blocks: one line a paragraph, or lines broken by hand and put together again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from comity.texts.encodings import decoded
from comity.texts.markings import is_marking
from comity.texts.model import Extract, Kind, refuse_empty
from comity.texts.numbering import find_mark
from comity.texts.shaping import Findings, Piece, shaped, table

MEDIA_TYPE = "text/plain"
_WRAPPED_AT = 130
"""Columns: a text with many longer lines was not broken by hand."""
_ENDS = re.compile(r"[.;:!?…。；：！？؛؟۔][\"'”’»)\]）」》*]*$")
_RULE = re.compile(r"[=\-_~*]{3,}")
_NO_FIGURES = dict.fromkeys(map(ord, "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"))


def extract(content: bytes) -> Extract:
    """The blocks of a plain text in any of the usual encodings. Raises Unreadable "empty"."""
    refuse_empty(content)
    text = decoded(content)
    findings = Findings()
    findings.look_at(text)
    blocks = shaped(pieces(text))
    return Extract(blocks, MEDIA_TYPE, warnings=findings.warnings(blocks))


def pieces(text: str) -> list[Piece]:
    """The paragraphs of a plain text; lines that open with ">" are quoted, lines with tabs in a row are a table."""
    lines = _without_running_heads(re.sub(r"\r\n?|[\v\x85\u2028\u2029]", "\n", text))
    width = _width(lines)
    found: list[Piece] = []
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip() and not _RULE.fullmatch(line.strip()):
            group.append(line)
            continue
        made = _group(group, width)
        if made and line.strip() and len(group) == 1 and len(group[0].strip()) <= 120:
            made[-1] = replace(made[-1], kind=Kind.HEADING)  # underlined
        found += made
        group = []
    return found


def _without_running_heads(text: str) -> list[str]:
    """The lines; where form feeds part pages, without the lines that stand at the edge of several of them."""
    pages = [page.split("\n") for page in text.split("\f")]
    edges = [[line.strip().translate(_NO_FIGURES) for line in _edge(page)] for page in pages]
    counted = Counter(words for edge in edges for words in set(edge))
    lines = []
    for page in pages:
        edge = _edge(page)
        heads = {
            line
            for line in edge
            if len(pages) > 2
            and counted[line.strip().translate(_NO_FIGURES)] > 1
            and not is_marking(line.strip())
        }
        lines += [line for line in page if line not in heads]
    return lines


def _edge(page: list[str]) -> list[str]:
    written = [line for line in page if line.strip()]
    return [*written[:1], *written[-1:]] if len(written) > 2 else []


def _width(lines: list[str]) -> int:
    """Columns to which the text was broken by hand, 0 where it was not."""
    widths = sorted(_columns(line) for line in lines if line.strip())
    if len(widths) < 3:
        return 0
    width = widths[len(widths) * 95 // 100]
    return width if 30 <= width <= _WRAPPED_AT else 0


def _columns(line: str) -> int:
    line = line.rstrip()
    return len(line) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in line)


def _group(lines: list[str], width: int) -> list[Piece]:
    """The paragraphs of lines without a blank one between them."""
    if len(lines) > 1 and all("\t" in line.strip() for line in lines):
        return table(line.strip().split("\t") for line in lines)
    found: list[list[str]] = []
    for line in lines:
        if found and _runs_on(found[-1][-1], line, width):
            found[-1].append(line)
        else:
            found.append([line])
    return [_piece(paragraph) for paragraph in found]


def _runs_on(earlier: str, later: str, width: int) -> bool:
    """Whether a paragraph goes on from one line to the next."""
    if not width or _is_quoted(earlier) != _is_quoted(later):
        return False
    before, after = earlier.strip(), later.strip()
    full = _columns(earlier) + 1 + _columns(_first_word(after)) > width - 2
    if find_mark(after):
        return full and not _ENDS.search(before) and after[:1].isdigit()
    if full:
        return True
    return not _ENDS.search(before) and (after[:1].islower() or _columns(earlier) > width // 2)


def _first_word(line: str) -> str:
    word = line.partition(" ")[0]
    return word[:2] if unicodedata.east_asian_width(word[:1] or "x") in "WF" else word


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _piece(lines: list[str]) -> Piece:
    if _is_quoted(lines[0]):
        return Piece("\n".join(line.lstrip().lstrip("> ") for line in lines), Kind.QUOTE)
    return Piece("\n".join(lines))
