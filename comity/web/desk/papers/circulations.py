"""To whom a version was sent, and whether the link of each still opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.papers import links
from comity.papers.models import Addressee, DocumentVersion, PaperCirculation


@dataclass(frozen=True, slots=True)
class Told:
    """`until` is when the link ends by itself, None where there is no link."""

    addressee: Addressee
    until: datetime | None
    ended: bool


def of(version: DocumentVersion, *, at: datetime) -> list[tuple[PaperCirculation, list[Told]]]:
    """Each circulation with its addressees, in two queries."""
    found = version.circulations.select_related("circulated_by").prefetch_related("addressees__letter")
    rows = []
    for sent in found:
        sent.version = version
        rows.append((sent, [told(one, sent, at) for one in sent.addressees.all()]))
    return rows


def told(addressee: Addressee, sent: PaperCirculation, at: datetime) -> Told:
    addressee.circulation = sent
    until = links.ends_at(addressee) if links.has_link(addressee) else None
    return Told(addressee, until, until is not None and links.is_over(addressee, at=at))
