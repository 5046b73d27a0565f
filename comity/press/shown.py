"""Releases as readers see them: which version when, in which language, with its quotations in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.languages import isolated, page_language
from comity.meetings.models import Meeting
from comity.meetings.printed import LANGUAGE_NAMES
from comity.press.checking import MARK
from comity.press.models import Highlight, HighlightWords, PressRelease, ReleaseText, ReleaseVersion
from comity.press.models.highlights import may_be_quoted, told_otherwise

State = ReleaseVersion.State
BLANK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words with the name of who said them; `words` "" where the source has taken them back since, or where they are
    not before the public yet. `ref` and `anchor`: of the source; `is_foreign`: the words are in another language than
    was asked for, since the statement has none in it. Nothing is ever translated here."""

    number: int
    words: str
    language: str
    speaker: str
    ref: str
    anchor: str
    in_writing: bool
    is_foreign: bool = False

    @property
    def language_name(self) -> str:
        """What the language is called in the reader's."""
        return str(LANGUAGE_NAMES.get(self.language, self.language))


Piece = str | Quoted


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: text and quotations by turns; `is_quote` where it is one quotation alone."""

    pieces: list[Piece]

    @property
    def is_quote(self) -> bool:
        return len(self.pieces) == 1 and not isinstance(self.pieces[0], str)

    @property
    def plain(self) -> str:
        """With the quotations in their places, as a line of text."""
        return "".join(one if isinstance(one, str) else labelled(one) for one in self.pieces)


@dataclass(frozen=True, slots=True)
class Shown:
    """A version in one language as it is read."""

    version: ReleaseVersion
    text: ReleaseText
    languages: list[str]
    lead: list[Block]
    body: list[Block]
    background: list[str]
    contacts: list[str]
    correction: str
    history: list[ReleaseVersion] = field(default_factory=list)

    @property
    def release(self) -> PressRelease:
        return self.version.release

    @property
    def opening(self) -> str:
        """The lead as plain text: what feeds and preview cards show."""
        return " ".join(block.plain for block in self.lead)


MARKS = {
    "fr": ("«\u00a0", "\u00a0»"),
    "ru": ("«", "»"),
    "es": ("«", "»"),
    "ar": ("«", "»"),
    "zh": ("“", "”"),
}


def in_marks(one: Quoted) -> str:
    """The words between the quotation marks of their language, for plain text."""
    if not one.words:
        return taken_back()
    opens, closes = MARKS.get(one.language, ("“", "”"))
    return isolated(f"{opens}{one.words}{closes}")


def labelled(one: Quoted) -> str:
    """As `in_marks`, with the name of the language where it is another one."""
    return f"{in_marks(one)} [{one.language_name}]" if one.is_foreign else in_marks(one)


def taken_back() -> str:
    return _("[quotation taken back by its source]")


def public(at: datetime) -> QuerySet[ReleaseVersion]:
    """Public versions of meetings, the latest first; with all that a list shows in two queries more."""
    return (
        ReleaseVersion.objects.public(at)
        .select_related("release__meeting")
        .prefetch_related("texts")
        .order_by("-public_from", "-pk")
    )


def latest(meeting: Meeting, *, at: datetime) -> ReleaseVersion | None:
    return public(at).filter(release__meeting=meeting).first()


def find(ref: str, *, at: datetime, number: int | None = None) -> ReleaseVersion | None:
    """What stands of the release at the instant, or what stood of it (`number`) once it was public; None for what
    nobody has seen."""
    if number is None:
        return public(at).filter(release__ref=ref).first()
    once = ReleaseVersion.objects.filter(
        release__ref=ref,
        release__withdrawn_at__isnull=True,
        number=number,
        public_until__lte=at,
        state=State.SUPERSEDED,
    )
    return public(at).filter(release__ref=ref, number=number).first() or (
        once.select_related("release__meeting").prefetch_related("texts").first()
    )


def withdrawn(ref: str) -> PressRelease | None:
    """A release that was before the public and was withdrawn."""
    found = PressRelease.objects.filter(
        ref=ref, withdrawn_at__isnull=False, versions__public_from__isnull=False
    )
    return found.select_related("meeting").distinct().first()


def history(release: PressRelease, *, at: datetime) -> list[ReleaseVersion]:
    """Versions that are or were public at the instant, the latest first."""
    now = [*ReleaseVersion.objects.public(at).filter(release=release)]
    once = release.versions.filter(state=State.SUPERSEDED, public_until__lte=at)
    return sorted({*now, *once}, key=lambda one: -one.number)


def chosen(texts: Iterable[ReleaseText], original: str, language: str) -> ReleaseText:
    """The text in the language, or the original."""
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get(original) or next(iter(by_language.values()))


def page(version: ReleaseVersion, language: str, *, at: datetime, draft: bool = False) -> Shown:
    """A version as it is read in the language. `draft`: whoever works on it sees quotations whose source is published
    already and otherwise what they are about."""
    texts = list(version.texts.all())
    text = chosen(texts, version.original_language, language)
    with override(page_language(text.language)):  # who said it is named in the language of the text
        quoted = quotations(version, text.language, at=at)
    return Shown(
        version=version,
        text=text,
        languages=[one.language for one in texts],
        lead=blocks(text.lead, quoted),
        body=blocks(text.body, quoted),
        background=paragraphs(text.background),
        contacts=[line.strip() for line in text.contacts.splitlines() if line.strip()],
        correction=version.corrections.get(text.language)
        or version.corrections.get(version.original_language, ""),
        history=[] if draft else history(version.release, at=at),
    )


def paragraphs(words: str) -> list[str]:
    return [" ".join(part.split()) for part in BLANK.split(words.replace("\r", "")) if part.strip()]


def blocks(words: str, quoted: dict[int, Quoted]) -> list[Block]:
    return [Block(pieces(part, quoted)) for part in paragraphs(words)]


def pieces(words: str, quoted: dict[int, Quoted]) -> list[Piece]:
    found: list[Piece] = []
    for place, part in enumerate(MARK.split(words)):
        if place % 2 == 0:
            found += [part] if part else []
        else:
            found.append(quoted.get(int(part), f"[{part}]"))
    return found


def quotations(version: ReleaseVersion, language: str, *, at: datetime) -> dict[int, Quoted]:
    """Number -> what stands there; three queries however many."""
    rows = list(
        version.quotations.select_related(
            "highlight__statement__meeting", "highlight__statement__delegation__body"
        ).prefetch_related("highlight__statement__delegation__body__former_names")
    )
    told = may_be_shown([one.highlight for one in rows], at=at)
    return {
        one.number: quoted(one.number, one.highlight, told.get(one.highlight_id, []), language)
        for one in rows
    }


def may_be_shown(highlights: list[Highlight], *, at: datetime) -> dict[int, list[HighlightWords]]:
    """Highlight -> its words that were published and whose source lets them be told by name. Of a text that was
    corrected since they are still what was said."""
    version = "paragraph__language_version__version__"
    found = HighlightWords.objects.filter(
        ~told_otherwise(),
        may_be_quoted(f"{version}statement__", at),
        **{f"{version}public_from__lte": at, "highlight__in": highlights},
    ).select_related("paragraph")
    told: dict[int, list[HighlightWords]] = {}
    for words in found.order_by("-is_original", "language"):
        told.setdefault(words.highlight_id, []).append(words)
    return told


def quoted(number: int, highlight: Highlight, told: list[HighlightWords], language: str) -> Quoted:
    """In the language, where the statement was published in it; else as it was picked."""
    words = next((one for one in told if one.language == language), told[0] if told else None)
    statement = highlight.statement
    return Quoted(
        number=number,
        words=words.text if words else "",
        language=words.language if words else language,
        speaker=statement.whose,
        ref=statement.ref,
        anchor=words.paragraph.anchor if words else "",
        in_writing=statement.delivery == statement.Delivery.WRITTEN_ONLY,
        is_foreign=words is not None and words.language != language,
    )


def highlight_page(highlight: Highlight, language: str, *, at: datetime) -> Quoted:
    return quoted(0, highlight, may_be_shown([highlight], at=at).get(highlight.pk, []), language)
