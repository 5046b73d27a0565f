"""Files as they come from a browser: their names made harmless, each handed on to be read and kept."""

from __future__ import annotations

import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.languages import NATIVE_NAMES, isolated
from comity.participants.models import Person
from comity.statements import receipt
from comity.statements.models import LanguageVersion, Version

JOINERS = "\u200c\u200d"
"""Invisible, and part of how Persian or Hindi is written."""

INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Added:
    """A file that was taken; `gave_way` names the one of the same language whose place it took."""

    language: LanguageVersion
    gave_way: str

    @property
    def sentence(self) -> str:
        """What was read, for the person who sent it."""
        number = self.language.paragraphs.count()
        words = {
            "name": isolated(self.language.file_name),
            "language": isolated(NATIVE_NAMES.get(self.language.language) or _("another language")),
            "paragraphs": number,
            "earlier": isolated(self.gave_way),
        }
        read = ngettext(
            "“%(name)s” was read: %(language)s, %(paragraphs)d paragraph.",
            "“%(name)s” was read: %(language)s, %(paragraphs)d paragraphs.",
            number,
        )
        if not self.gave_way:
            return read % words
        replaced = _("It takes the place of “%(earlier)s”.")
        return f"{read % words} {replaced % words}"


def add(
    version: Version, upload: UploadedFile[Any], *, language: str | None, by: Person, at: datetime
) -> Added:
    """Read the file and keep it with the draft. Raises `Refused` with a sentence that names the file."""
    before = dict(version.languages.values_list("language", "file_name"))
    with tempfile.NamedTemporaryFile(prefix="comity-upload-") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        added = receipt.attach(
            version, Path(copy.name), name=harmless(upload.name or ""), language=language, by=by, at=at
        )
    return Added(added, before.get(added.language, ""))


def harmless(name: str) -> str:
    """The last part of a file's name without control characters and without those that turn the direction of
    writing, by which a programme may look like a document."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", last)
        if letter in JOINERS or unicodedata.category(letter) not in INVISIBLE
    ).strip()
    if len(kept) > 200:
        stem, ending = kept[:-12], kept[-12:]
        kept = f"{stem[:187]}…{ending}"
    return kept.lstrip(".") or "statement"
