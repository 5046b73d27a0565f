"""One statement as the public may know it at an instant: its current version, its history line, or its tombstone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch

from comity.files.models import ReadParagraph
from comity.statements.models import Citation, LanguageVersion, Paragraph, Statement, Version
from comity.texts import quotes

LONGEST_SEARCHED = 20_000
"""Code points of a paragraph in which quoted words that moved are looked for."""


class Happened(StrEnum):
    """What the history line tells."""

    PUBLISHED = "published"
    CORRECTED = "corrected"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the history line; `version` is None for a withdrawal."""

    happened: Happened
    at: datetime
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """`version` is None where only the tombstone is left. `history` holds past events alone, the oldest first."""

    statement: Statement
    version: Version | None
    history: tuple[Event, ...]

    @property
    def withdrawn_at(self) -> datetime | None:
        return self.history[-1].at if self.version is None else None

    @property
    def first_published_at(self) -> datetime:
        return self.history[0].at

    def once_public(self, number: int) -> Version | None:
        """A version that the public can read now or could read once."""
        return next(
            (one.version for one in self.history if one.version and one.version.number == number), None
        )


EVENTS = {
    Version.Kind.ORIGINAL: Happened.PUBLISHED,
    Version.Kind.CORRECTION: Happened.CORRECTED,
    Version.Kind.REVISION: Happened.REVISED,
}


def find(ref: str, *, at: datetime) -> Shown | None:
    """What the public may know of a statement at the instant.

    None for what does not exist and, all the same, for what never was public: under embargo, in review, withdrawn
    before publication. Nothing of what lies ahead (a scheduled revision) is told.
    """
    statement = (
        Statement.objects.select_related(
            "meeting", "delegation__body", "delegation__meeting", "session", "on_behalf_of"
        )
        .prefetch_related("aspects", "delegation__body__former_names")
        .filter(ref=ref)
        .first()
    )
    if statement is None:
        return None
    versions = list(statement.versions.filter(public_from__lte=at).order_by("public_from", "number"))
    for version in versions:
        version.statement = statement
    return of(statement, versions, at=at) if versions else None


def of(statement: Statement, once_public: Iterable[Version], *, at: datetime) -> Shown:
    """The same for versions that are at hand: those with `public_from` not after the instant, in that order."""
    versions = list(once_public)
    history = [
        Event(EVENTS[Version.Kind(one.kind)], one.public_from, one)
        for one in versions
        if one.public_from is not None and (one.public_until is None or one.public_until > one.public_from)
    ]
    current = next((one for one in reversed(versions) if one.is_public(at)), None)
    if current is None:
        ended = statement.withdrawn_at or max(one.public_until for one in versions if one.public_until)
        history.append(Event(Happened.WITHDRAWN, ended))
    return Shown(statement, current, tuple(history))


def languages(version: Version) -> list[LanguageVersion]:
    """Its language versions with their files, the original first."""
    return list(version.languages.select_related("file"))


def paragraphs(language: LanguageVersion) -> list[Paragraph]:
    """In order, each with its citations and the instruments they mean."""
    cited = Prefetch("citations", Citation.objects.select_related("instrument"))
    return list(language.paragraphs.prefetch_related(cited))


@dataclass(frozen=True, slots=True)
class Claim:
    """A quote as a link carries it: where the words stood, and their SHA-256 instead of the words."""

    anchor: str
    start: int
    end: int
    sha256: str


def check(claim: Claim, read: Iterable[ReadParagraph]) -> quotes.Check:
    """Where the quoted words stand now: at their place, elsewhere in their paragraph, or no longer (R09-9)."""
    home = next((one for one in read if one.anchor == claim.anchor), None)
    if home is None:
        return checked(quotes.Verdict.GONE)
    if quotes.digest(home.text[claim.start : claim.end]) == claim.sha256:
        return checked(quotes.Verdict.VERIFIED, home.anchor, claim.start, claim.end)
    length = claim.end - claim.start
    searched = home.text[:LONGEST_SEARCHED]
    for start in range(len(searched) - length + 1):
        if quotes.digest(searched[start : start + length]) == claim.sha256:
            return checked(quotes.Verdict.MOVED, home.anchor, start, start + length)
    return checked(quotes.Verdict.CHANGED)


def checked(
    verdict: quotes.Verdict, anchor: str | None = None, start: int | None = None, end: int | None = None
) -> quotes.Check:
    return quotes.Check(verdict, quotes.SENTENCES[verdict], anchor, start, end)
