"""The child process that sets a PDF: a book as JSON on its standard input, the file on its standard output.

Setting takes memory and time that grow with the book, so it has limits of its own and no page waits behind it in the
process of the server.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import Any

import typst

from comity.adapters.compendium.child import confined

LETTERS = {"ar": "شما", "zh": "中一", "ru": "Жи", "en": "Wi"}
"""Letters of different widths by which one sees whether any font has those of a script."""


def main() -> None:
    order = confined()
    own = bool(order["own_fonts_only"])
    missing = lacking(own=own)
    if order["book"]["language"] in missing:
        sys.exit(3)
    fonts = typst.Fonts(include_system_fonts=not own).families()
    inputs = {
        "book": json.dumps(order["book"], ensure_ascii=False),
        "missing": json.dumps(missing),
        "fonts": json.dumps([one.lower() for one in fonts]),
    }
    sys.stdout.buffer.write(
        set_in_type(template(order["template"]), inputs, own=own, issued_at=order["issued_at"])
    )


def set_in_type(written: bytes, inputs: dict[str, str], *, own: bool, issued_at: int) -> bytes:
    """PDF/UA-1 where every sign can be drawn, which that standard asks for; else tagged all the same."""
    settings: dict[str, Any] = {
        "format": "pdf",
        "ignore_system_fonts": own,
        "sys_inputs": inputs,
        "timestamp": issued_at,
    }
    try:
        return bytes(typst.compile(written, pdf_standards=["ua-1"], **settings))
    except typst.TypstError as fault:
        if "could not be displayed" not in str(fault):
            raise
        return bytes(typst.compile(written, **settings))


def template(name: str) -> bytes:
    """How a "compendium" or an "agenda" is set."""
    return files(f"comity.adapters.{name}").joinpath(f"{name}.typ").read_bytes()


def lacking(*, own: bool) -> list[str]:
    """Languages for whose letters no font is here: each letter is drawn as the same empty box, which is not square."""
    asked = "".join(
        f"{code}: ({', '.join(f'measure(text(size: 100pt)[{letter}]).width.pt()' for letter in letters)}),"
        for code, letters in LETTERS.items()
    )
    widths: dict[str, list[float]] = json.loads(
        typst.query(
            f"#context [#metadata(({asked})) <widths>]".encode(),
            "<widths>",
            field="value",
            one=True,
            ignore_system_fonts=own,
        )
    )
    return [code for code, found in widths.items() if len(set(found)) == 1 and found[0] != 100.0]


if __name__ == "__main__":
    main()
