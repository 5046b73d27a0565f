"""The files of an agenda, made once and kept, under a name that tells version, audience, language and content.

What the public reads changes when somebody no longer agrees to be named: then the fingerprint is another, a new file is
made, and the old one is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import override

from comity.adapters.agenda import word
from comity.adapters.compendium import pdf
from comity.adapters.compendium.files import forget, kept
from comity.languages import page_language
from comity.meetings.models import AgendaVersion
from comity.meetings.printed import Printed, nameless, printed
from comity.texts.model import LANGUAGES

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


def nameless_files(
    version: AgendaVersion, folder: Path, *, languages: Sequence[str] = LANGUAGES
) -> dict[str, dict[str, Path]]:
    """The version as files in the folder that name nobody: kind -> language -> path, made beside each other on the
    cores that are there. Raises `Unavailable`."""
    agendas = {}
    for language in languages:
        with override(page_language(language)):
            agendas[language] = nameless(printed(version))

    def made(kind: str, language: str) -> Path:
        path = folder / f"{language}.{kind}"
        with override(page_language(language)):
            path.write_bytes(MAKERS[kind](agendas[language], version))
        return path

    with ThreadPoolExecutor() as pool:
        waiting = {
            kind: {language: pool.submit(made, kind, language) for language in languages} for kind in TYPES
        }
        return {
            kind: {language: one.result() for language, one in there.items()}
            for kind, there in waiting.items()
        }


def fingerprint(agenda: Printed) -> str:
    """Of everything that a file may hold."""
    return sha256(repr((MADE, asdict(agenda))).encode()).hexdigest()[:20]


def file_name(version: AgendaVersion, kind: str, language: str) -> str:
    """As a reader saves it; never like a symbol of the Organization."""
    return f"{stem(version)}-{language}.{kind}"


def stem(version: AgendaVersion) -> str:
    """What the names of its files begin with."""
    return f"agenda-{version.meeting.slug}-{version.number}"


MAKERS: dict[str, Callable[[Printed, AgendaVersion], bytes]] = {
    "pdf": lambda agenda, version: pdf.pdf(agenda, issued_at=version.issued_at, template="agenda"),
    "docx": lambda agenda, version: word.docx(agenda, issued_at=version.issued_at),
}
