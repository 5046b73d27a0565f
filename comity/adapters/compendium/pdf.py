"""The compendium as a tagged PDF (PDF/UA-1), set by typst in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comity.adapters.compendium.book import Book
from comity.adapters.compendium.typesetting import SECONDS, as_json
from comity.refusals import Refused

NO_LETTERS = 3
"""Exit code of the child where no font has the letters of the book's language."""


class Unavailable(Refused):
    """The machine cannot make the file now."""

    status = 503


def pdf(book: Book, *, issued_at: datetime, own_fonts_only: bool = False) -> bytes:
    """The file. Raises `Unavailable` where no font has the letters, or setting takes too long or too much.

    `own_fonts_only` leaves the fonts of the machine alone: then only Latin and Cyrillic letters are there.
    """
    order = {
        "book": asdict(book),
        "issued_at": int(issued_at.timestamp()),
        "own_fonts_only": own_fonts_only,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "comity.adapters.compendium.typesetting"],
            input=as_json(order),
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unavailable(
            _("Setting the PDF takes too long now. Try again later, or take the DOCX file.")
        ) from late
    if done.returncode == NO_LETTERS:
        raise Unavailable(
            _(
                "No font on this machine has the letters of this language, so there is no PDF in it. Install one (Noto "
                "Naskh Arabic for Arabic, Noto Serif CJK for Chinese), or take the DOCX file or the page."
            )
        )
    if done.returncode != 0:
        raise RuntimeError(f"typst: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout
