"""PDF files set for the tests by typst, so that what stands on each page is known."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import typst

HEAD = '#set page(width: 210mm, height: 297mm, margin: 25mm)\n#set text(size: 11pt, font: ("Noto Serif", "Noto Naskh Arabic"))\n'


@cache
def pdf(body: str, head: str = HEAD) -> bytes:
    """A PDF of what typst makes of `body`."""
    made = typst.compile((head + body).encode())
    assert isinstance(made, bytes)
    return made


@cache
def scan(body: str, *, turn: int = 0) -> bytes:
    """A PDF whose only page is a picture of what typst makes of `body`, turned by so many degrees."""
    png = typst.compile((HEAD + body).encode(), format="png", ppi=200)
    assert isinstance(png, bytes)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "page.png").write_bytes(png)
        source = Path(folder, "page.typ")
        source.write_text(
            "#set page(width: 210mm, height: 297mm, margin: 0mm)\n"
            f'#rotate({turn}deg, image("page.png", width: 100%))\n'
        )
        made = typst.compile(str(source))
        assert isinstance(made, bytes)
        return made
