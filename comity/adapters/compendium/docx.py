"""The compendium as a DOCX file, written in a process of its own."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.adapters.compendium import child
from comity.adapters.compendium.book import Book


def file(book: Book, *, issued_at: datetime) -> bytes:
    """The file as bytes. Raises `child.Unavailable` where writing takes too long."""
    late = _("Writing the DOCX takes too long now. Try again later, or take the PDF file.")
    done = child.written("writing", book, late=late, issued_at=issued_at.isoformat())
    if done.returncode != 0:
        raise child.fault(done, "docx")
    return done.stdout
