"""The compendium as a tagged PDF (PDF/UA-1), set by typst in a process of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.adapters.compendium import child
from comity.adapters.compendium.child import Unavailable

NO_LETTERS = 3
"""Exit code of the child where no font has the letters of the book's language."""


def pdf(
    book: Any,
    *,
    issued_at: datetime,
    own_fonts_only: bool = False,
    template: str = "compendium",
) -> bytes:
    """The file. Raises `Unavailable` where no font has the letters, or setting takes too long or too much.

    `book` is the frozen value that the `template` prints: "compendium", "framework", "agenda" or "minutes".
    `own_fonts_only` leaves the fonts of the machine alone: then only Latin and Cyrillic letters are there.
    """
    done = child.written(
        "typesetting",
        book,
        late=_("Setting the PDF takes too long now. Try again later, or take the DOCX file."),
        issued_at=int(issued_at.timestamp()),
        own_fonts_only=own_fonts_only,
        template=template,
    )
    if done.returncode == NO_LETTERS:
        raise Unavailable(
            _(
                "No font on this machine has the letters of this language, so there is no PDF in it. Install one (Noto "
                "Naskh Arabic for Arabic, Noto Serif CJK for Chinese), or take the DOCX file or the page."
            )
        )
    if done.returncode != 0:
        raise child.fault(done, "typst")
    return done.stdout
