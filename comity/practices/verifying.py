"""Every quote of the register against its source, for `comity check`: what the gates keep, seen to have been kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.practices.models import Excerpt
from comity.texts.quotes import common, digest

TOGETHER = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A quote that is not the words of its source. `position`: of the first character that differs, from the start of
    the quote; None where only the hash is wrong. `quoted` and `source`: what stands there, "" past an end."""

    excerpt: int
    address: str
    position: int | None
    quoted: str = ""
    source: str = ""

    def __str__(self) -> str:
        if self.position is None:
            return f"excerpt {self.excerpt} ({self.address}): the hash is not that of its words"
        return (
            f"excerpt {self.excerpt} ({self.address}): character {self.position + 1} is {self.quoted!r}, "
            f"in the source {self.source!r}"
        )


def quotes() -> Iterator[Fault | None]:
    """One for each excerpt, discarded ones too: None where it is right to the byte."""
    excerpts = Excerpt.objects.select_related("paragraph__language_version__version__statement").order_by(
        "pk"
    )
    for one in excerpts.iterator(TOGETHER):
        yield fault(one)


def fault(excerpt: Excerpt) -> Fault | None:
    source = excerpt.paragraph.text[excerpt.start : excerpt.end]
    address = str(excerpt.paragraph)
    if excerpt.text != source:
        place = common(excerpt.text, source)
        return Fault(excerpt.pk, address, place, excerpt.text[place : place + 1], source[place : place + 1])
    if digest(excerpt.text) != excerpt.sha256:
        return Fault(excerpt.pk, address, None)
    return None
