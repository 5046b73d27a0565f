"""Markdown read into blocks by the CommonMark rules, with tables."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from comity.texts.encodings import decoded
from comity.texts.html import pieces as html_pieces
from comity.texts.model import Extract, Kind, refuse_empty
from comity.texts.shaping import Findings, Piece, shaped, table

MEDIA_TYPE = "text/markdown"


def extract(content: bytes) -> Extract:
    """The blocks of a Markdown text. Raises Unreadable "empty"."""
    refuse_empty(content)
    text = decoded(content)
    findings = Findings()
    findings.look_at(text)
    blocks = shaped(pieces(text, findings))
    return Extract(blocks, MEDIA_TYPE, warnings=findings.warnings(blocks))


def pieces(text: str, findings: Findings) -> list[Piece]:
    """The paragraphs of a Markdown text."""
    return _Walk(findings).pieces(MarkdownIt("commonmark").enable("table").parse(text))


class _Walk:
    """Follows the tokens: which lists, quotes and tables are open."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._found: list[Piece] = []
        self._lists: list[int | None] = []
        self._label = ""
        self._quotes = 0
        self._heading = 0
        self._rows: list[list[str]] | None = None

    def pieces(self, tokens: Sequence[Token]) -> list[Piece]:
        for token in tokens:
            if step := getattr(self, f"_on_{token.type}", None):
                step(token)
        return self._found

    def _on_heading_open(self, token: Token) -> None:
        self._heading = int(token.tag[1])

    def _on_heading_close(self, token: Token) -> None:
        self._heading = 0

    def _on_blockquote_open(self, token: Token) -> None:
        self._quotes += 1

    def _on_blockquote_close(self, token: Token) -> None:
        self._quotes -= 1

    def _on_bullet_list_open(self, token: Token) -> None:
        self._lists.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrGet("start") or 1) if token.attrGet("start") != 0 else 0)

    def _on_bullet_list_close(self, token: Token) -> None:
        self._lists.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        number = self._lists[-1]
        self._label = "•" if number is None else f"{number}."
        if number is not None:
            self._lists[-1] = number + 1

    def _on_list_item_close(self, token: Token) -> None:
        self._label = ""

    def _on_table_open(self, token: Token) -> None:
        self._rows = []

    def _on_table_close(self, token: Token) -> None:
        self._found += table(self._rows or [])
        self._rows = None

    def _on_tr_open(self, token: Token) -> None:
        assert self._rows is not None
        self._rows.append([])

    def _on_inline(self, token: Token) -> None:
        text = _text(token.children or ())
        if self._rows:
            self._rows[-1].append(text)
        else:
            self._add(text)

    def _on_fence(self, token: Token) -> None:
        self._add(token.content)

    _on_code_block = _on_fence

    def _on_html_block(self, token: Token) -> None:
        self._found += html_pieces(token.content, self._findings)

    def _add(self, text: str) -> None:
        kind, level = None, max(len(self._lists) - 1, 0)
        if self._heading:
            kind, level = Kind.HEADING, self._heading - 1
        elif self._quotes:
            kind = Kind.QUOTE
        self._found.append(Piece(text, kind, level, self._label))
        self._label = ""


def _text(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_text(token.children or ()))
        elif token.type in ("text", "code_inline"):
            parts.append(token.content)
    return "".join(parts)
