"""The files of an edition, made once and kept: under a name that tells edition, language, format and content.

What an edition shows changes when a source is withdrawn or a practice is superseded. Then its fingerprint is another,
a new file is made, and the old one, which holds words that may no longer be told, is deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from comity.adapters.compendium import book, docx, pdf, tables
from comity.adapters.compendium.book import Book
from comity.languages import page_language
from comity.practices import compendium
from comity.practices.compendium import Compendium
from comity.practices.models import Edition

VERSION = 2
"""Of the ways in which files are made: a higher number makes them all anew."""
_MAKING = threading.Lock()
"""One file at a time: setting takes a core, and whoever waits for the same file finds it made."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


def file(edition: Edition, kind: str, *, language: str, at: datetime) -> bytes:
    """The file of an edition in one of the `TYPES`. Raises `pdf.Unavailable` where the machine cannot make it."""
    with override(page_language(language)):
        content = compendium.of(edition, at=at, language=language)
        day = edition.issued_at.astimezone(edition.meeting.zone).date()
        written = book.book(content, edition.meeting, day)
        folder = f"compendium/{edition.meeting.slug}/{edition.number}"
        name = f"{language}-{fingerprint(content, written)}.{kind}"
        if (held := kept(f"{folder}/{name}")) is not None:
            return held
        with _MAKING:
            if (held := kept(f"{folder}/{name}")) is None:
                held = MAKERS[kind](content, written, edition.issued_at)
                default_storage.save(f"{folder}/{name}", ContentFile(held))
                forget(folder, f"{language}-", f".{kind}", but=name)
    return held


def kept(name: str) -> bytes | None:
    """The file of that name; None where there is none, or another process has just deleted it."""
    try:
        with default_storage.open(name) as held:
            found: bytes = held.read()
    except FileNotFoundError:
        return None
    return found


def fingerprint(content: Compendium, written: Book) -> str:
    """Of everything that a file may hold."""
    return sha256(repr((VERSION, asdict(content), asdict(written))).encode()).hexdigest()[:20]


def forget(folder: str, begins: str, ends: str, *, but: str) -> None:
    """Delete the files that this one takes the place of."""
    _folders, names = default_storage.listdir(folder)
    for name in names:
        if name.startswith(begins) and name.endswith(ends) and name != but:
            with suppress(FileNotFoundError):
                default_storage.delete(f"{folder}/{name}")


def file_name(edition: Edition, kind: str, language: str) -> str:
    """As a reader saves it; never like a symbol of the Organization."""
    return f"compendium-{edition.meeting.slug}-{edition.number}-{language}.{kind}"


Maker = Callable[[Compendium, Book, datetime], bytes]
MAKERS: dict[str, Maker] = {
    "pdf": lambda content, written, issued_at: pdf.pdf(written, issued_at=issued_at),
    "docx": lambda content, written, issued_at: docx.file(written, issued_at=issued_at),
    "json": lambda content, written, issued_at: tables.as_json(content, written, issued_at=issued_at),
    "csv": lambda content, written, issued_at: tables.as_csv(content),
}
