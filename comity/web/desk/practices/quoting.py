"""Words as the desk may show them: the seal is kept here, for every page that quotes loose excerpts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from comity.meetings.models import Meeting
from comity.participants import panellists
from comity.participants.models import Delegation
from comity.practices import seal
from comity.practices.models import Excerpt
from comity.statements.models import Paragraph

LOADED = (
    *("delegation__body", "delegation__meeting"),
    "paragraph__language_version__version__statement",
)
"""What `quoted` reads of each excerpt."""


@dataclass(frozen=True, slots=True)
class Quote:
    """`words` None: not open to the reader. `who` None and `address` "": under seal."""

    excerpt: Excerpt
    words: str | None
    who: Delegation | None
    address: str


def quoted(excerpts: Iterable[Excerpt], *, by: Any, meeting: Meeting, at: datetime) -> list[Quote]:
    found = list(excerpts)
    prefetch_related_objects(found, "delegation__body__former_names")
    panellists.load(one.delegation for one in found)
    readable = seal.readable(found, by=by, meeting=meeting.pk, at=at)
    return [told(one, opens=one.pk in readable, at=at) for one in found]


def told(excerpt: Excerpt, *, opens: bool, at: datetime) -> Quote:
    sealed = seal.is_sealed(excerpt)
    return Quote(
        excerpt,
        excerpt.text if opens else None,
        None if sealed else excerpt.delegation,
        "" if sealed else address_of(excerpt.paragraph, at=at),
    )


def address_of(paragraph: Paragraph, *, at: datetime) -> str:
    """Where the paragraph is read: the public page once it is public, the desk's before."""
    version = paragraph.language_version.version
    where = [version.statement.ref, version.number]
    page, before = ("site:version", "p-") if version.is_public(at) else ("desk:version", "")
    language = urlencode({"language": paragraph.language_version.language})
    return f"{reverse(page, args=where)}?{language}#{before}{paragraph.anchor}"
