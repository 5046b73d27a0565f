"""The files of an agenda, made once and kept, under a name that tells version, audience, language and content.

What the public reads changes when somebody no longer agrees to be named: then the fingerprint is another, a new file is
made, and the old one is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from comity.adapters.agenda import word
from comity.adapters.compendium import pdf
from comity.adapters.compendium.files import forget, kept
from comity.languages import page_language
from comity.meetings.models import AgendaVersion
from comity.meetings.printed import Printed, nameless, printed

MADE = 1
"""Of the ways in which files are made: a higher number makes them all anew."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file(version: AgendaVersion, kind: str, *, language: str, named: AbstractSet[int] | None = None) -> bytes:
    """The version in one of the `TYPES`; `named` as `printed` takes it. Raises `Unavailable` where the machine cannot
    make it."""
    with override(page_language(language)):
        agenda = printed(version, named=named)
        audience = "desk" if named is None else "public"
        folder = f"agendas/{version.meeting.slug}/{version.number}"
        name = f"{audience}-{language}-{fingerprint(agenda)}.{kind}"
        if (held := kept(f"{folder}/{name}")) is not None:
            return held
        made = MAKERS[kind](agenda, version)
        default_storage.save(f"{folder}/{name}", ContentFile(made))
        forget(folder, f"{audience}-{language}-", f".{kind}", but=name)
    return made


def nameless_file(version: AgendaVersion, kind: str, *, language: str) -> bytes:
    """The version in one of the `TYPES`, naming nobody, made anew. Raises `Unavailable`."""
    with override(page_language(language)):
        return MAKERS[kind](nameless(printed(version)), version)


def fingerprint(agenda: Printed) -> str:
    """Of everything that a file may hold."""
    return sha256(repr((MADE, asdict(agenda))).encode()).hexdigest()[:20]


def file_name(version: AgendaVersion, kind: str, language: str) -> str:
    """As a reader saves it; never like a symbol of the Organization."""
    return f"agenda-{version.meeting.slug}-{version.number}-{language}.{kind}"


MAKERS: dict[str, Callable[[Printed, AgendaVersion], bytes]] = {
    "pdf": lambda agenda, version: pdf.pdf(agenda, issued_at=version.issued_at, template="agenda"),
    "docx": lambda agenda, version: word.docx(agenda, issued_at=version.issued_at),
}
