"""The files of an edition of the framework, made once and kept under a name that tells all that they may hold.

What may be told changes when a source is withdrawn or a practice is superseded: then the fingerprint is another, a new
file is made, and the old one is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import engines
from django.utils.translation import override

from comity.adapters.compendium import pdf
from comity.adapters.compendium.files import forget, kept
from comity.adapters.framework import tables, word
from comity.adapters.framework.paper import Paper, printed
from comity.framework import public
from comity.framework.models import FrameworkEdition
from comity.framework.showing import Edition
from comity.languages import page_language

MADE = 3
"""Of the ways in which files are made: a higher number makes them all anew."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


def file(edition: FrameworkEdition, kind: str, *, language: str, at: datetime) -> bytes:
    """The edition in one of the `TYPES`. Raises `Unavailable` where the machine cannot make it."""
    with override(page_language(language)):
        content = public.of(edition, at=at, language=language)
        paper = printed(content, edition)
        folder = f"frameworks/{edition.meeting.slug}/{edition.number}"
        name = f"{language}-{fingerprint(content, paper)}.{kind}"
        if (held := kept(f"{folder}/{name}")) is not None:
            return held
        made = MAKERS[kind](content, paper, edition.issued_at)
        default_storage.save(f"{folder}/{name}", ContentFile(made))
        forget(folder, f"{language}-", f".{kind}", but=name)
    return made


def fingerprint(content: Edition, paper: Paper) -> str:
    """Of everything that a file may hold."""
    return sha256(repr((MADE, asdict(content), asdict(paper))).encode()).hexdigest()[:20]


def file_name(edition: FrameworkEdition, kind: str, language: str) -> str:
    """As a reader saves it; never like a symbol of the Organization."""
    return f"framework-{edition.meeting.slug}-{edition.number}-{language}.{kind}"


def html(paper: Paper) -> bytes:
    """A page that stands alone: one file, its own style, no script."""
    written = files("comity.adapters.framework").joinpath("framework.html").read_text(encoding="utf-8")
    return engines["django"].from_string(written).render({"paper": paper}).encode()


MAKERS: dict[str, Callable[[Edition, Paper, datetime], bytes]] = {
    "pdf": lambda content, paper, at: pdf.pdf(paper, issued_at=at, template="framework"),
    "docx": lambda content, paper, at: word.docx(paper, issued_at=at),
    "html": lambda content, paper, at: html(paper),
    "json": lambda content, paper, at: tables.as_json(content, paper, issued_at=at),
}
