"""Picking words of published statements, approving them once, dropping them again (R13-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices.flagging import trimmed
from comity.press.authority import Act, require
from comity.press.models import Highlight, HighlightWords
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import authority as statements
from comity.statements.models import LanguageVersion, Paragraph, Statement, Version
from comity.texts import quotes

State = Highlight.State


def pick(
    paragraph: Paragraph,
    start: int,
    end: int,
    *,
    titles: Mapping[str, str],
    by: Person,
    at: datetime,
) -> Highlight:
    """Keep the words `paragraph.text[start:end]` (code points; blanks at the ends fall away) as a highlight.

    Raises `NotNow` where the words are not published, not delivered, or may not be told by name; `NotAllowed` for what
    has not appeared yet, unless the person may read it.
    """
    version = paragraph.language_version.version
    statement = version.statement
    require(by, Act.PICK, meeting=statement.meeting)
    require_quotable(version, by=by, at=at)
    with transaction.atomic():
        highlight = Highlight.objects.create(
            meeting=statement.meeting,
            statement=statement,
            titles={language: words.strip() for language, words in titles.items() if words.strip()},
            picked_by=by,
            picked_at=at,
        )
        words = keep(highlight, paragraph, start, end, is_original=True)
        require_told_by_name(words, at=at)
        trail.note(highlight, "picked a highlight", by=by, at=at, sha256=words.sha256)
    return highlight


def add_words(
    highlight: Highlight, paragraph: Paragraph, start: int, end: int, *, by: Person, at: datetime
) -> HighlightWords:
    """The same passage in another language in which the statement was published, to the letter. Of an approved
    highlight it is public at once, so that whoever adds it must be one who approves. Raises `Refused` for words of
    another statement, or of a language that the highlight has."""
    approved = highlight.state == State.APPROVED
    require(by, Act.APPROVE if approved else Act.PICK, meeting=highlight.meeting)
    if highlight.state == State.DROPPED:
        raise NotNow(_("This highlight has been dropped."))
    version = paragraph.language_version.version
    if version.statement_id != highlight.statement_id:
        raise Refused(_("Choose the words in another language of the same statement."))
    require_quotable(version, by=by, at=at)
    try:
        with transaction.atomic():
            words = keep(highlight, paragraph, start, end, is_original=False)
            require_told_by_name(words, at=at)
            trail.note(
                highlight,
                "added words to a highlight",
                by=by,
                at=at,
                language=words.language,
                sha256=words.sha256,
            )
    except IntegrityError as error:
        raise Refused(_("The highlight has words in this language already.")) from error
    return words


def further(found: Iterable[Highlight], *, at: datetime) -> dict[int, list[LanguageVersion]]:
    """Highlight -> the further languages in which its statement stands before the public, and of which it has no words
    yet; one query however many, where their words are loaded."""
    found = list(found)
    there = LanguageVersion.objects.filter(
        version__in=Version.objects.public(at), version__statement__in=[one.statement_id for one in found]
    )
    by_statement: dict[int, list[LanguageVersion]] = {}
    for one in there.select_related("version").order_by("language"):
        by_statement.setdefault(one.version.statement_id, []).append(one)
    return {
        one.pk: [
            each
            for each in by_statement.get(one.statement_id, [])
            if each.language not in {words.language for words in one.words.all()}
        ]
        for one in found
    }


def facing(highlight: Highlight, version: LanguageVersion) -> Paragraph | None:
    """The paragraph that stands where the words stand in theirs: by its printed number where both have one, else by its
    place. Whoever adds words looks whether it is the same passage."""
    home = highlight.words.select_related("paragraph").get(is_original=True).paragraph
    numbered = [*version.paragraphs.filter(number=home.number)[:2]] if home.number else []
    if len(numbered) == 1:
        return numbered[0]
    nearest = version.paragraphs.filter(position__lte=home.position).order_by("-position")
    return nearest.first()


def standing_in(
    version: LanguageVersion, words: str, *, near: Paragraph | None = None
) -> tuple[Paragraph, int]:
    """Where the words stand to the letter in the text, first in the paragraph `near`: the paragraph and the first
    character. Raises `Refused` where they do not stand there like this."""
    for one in sorted(version.paragraphs.all(), key=lambda one: (one != near, one.position)):
        if (start := one.text.find(words)) >= 0 and words:
            return one, start
    raise Refused(_("These words do not stand in the text in this language. Take them as they are."))


def keep(
    highlight: Highlight, paragraph: Paragraph, start: int, end: int, *, is_original: bool
) -> HighlightWords:
    start, end = trimmed(paragraph.text, start, end)
    words = paragraph.text[start:end]
    return HighlightWords.objects.create(
        highlight=highlight,
        paragraph=paragraph,
        start=start,
        end=end,
        text=words,
        sha256=quotes.digest(words),
        language=paragraph.language,
        is_original=is_original,
    )


def require_quotable(version: Version, *, by: Person, at: datetime) -> None:
    """Raises `NotNow` in words for what nobody quotes by name."""
    statement = version.statement
    if statement.form == Statement.Form.INTERVENTION:
        raise NotNow(
            _("The record of an intervention is not published. Quote the delegation's own statement.")
        )
    if version.state != Version.State.PUBLISHED or version.public_from is None:
        raise NotNow(_("Highlights are picked from published statements only."))
    if version.public_from > at:
        statements.require(by, statements.Act.READ_UNPUBLISHED, statement=statement)
    if not statement.consent_to_quote:
        raise NotNow(_("The delegation has not agreed to be quoted."))
    if statement.delivery == Statement.Delivery.DELIVERED and (
        statement.delivered_at is None or statement.delivered_at > at
    ):
        raise NotNow(_("This statement has not been delivered yet. Check it against delivery first."))


def require_told_by_name(words: HighlightWords, *, at: datetime) -> None:
    """Raises `NotNow` where the source, or a rapporteur for it, keeps its name from these words."""
    instant = max(at, words.version.public_from or at)
    if not HighlightWords.objects.standing(instant).filter(pk=words.pk).exists():
        raise NotNow(_("The source of these words has not agreed to be named with them."))


def describe(highlight: Highlight, titles: Mapping[str, str], *, by: Person, at: datetime) -> None:
    """Say in a few words what it is about, by language."""
    require(by, Act.PICK, meeting=highlight.meeting)
    kept = {language: words.strip() for language, words in titles.items() if words.strip()}
    with transaction.atomic():
        if not Highlight.objects.filter(pk=highlight.pk).exclude(state=State.DROPPED).update(titles=kept):
            raise NotNow(_("This highlight has been dropped."))
        trail.note(highlight, "described a highlight", by=by, at=at, titles=kept)
    highlight.refresh_from_db()


def approve(highlight: Highlight, *, by: Person, at: datetime) -> None:
    """Once; from then on summary, releases and pages use it. Raises `NotNow` where its source fell away meanwhile."""
    require(by, Act.APPROVE, meeting=highlight.meeting)
    with transaction.atomic():
        original = highlight.words.select_related("paragraph__language_version__version__statement").get(
            is_original=True
        )
        require_quotable(original.version, by=by, at=at)
        require_told_by_name(original, at=at)
        picked = Highlight.objects.filter(pk=highlight.pk, state=State.PICKED)
        if not picked.update(state=State.APPROVED, approved_by=by, approved_at=at):
            raise NotNow(_("This highlight has been approved or dropped already."))
        trail.note(highlight, "approved a highlight", by=by, at=at)
    highlight.refresh_from_db()


def drop(highlight: Highlight, *, reason: str, by: Person, at: datetime) -> None:
    """Use it no longer. What was released with it stays as it was; a draft that quotes it has to let it go."""
    require(by, Act.APPROVE, meeting=highlight.meeting)
    with transaction.atomic():
        standing = Highlight.objects.filter(pk=highlight.pk).exclude(state=State.DROPPED)
        if not standing.update(state=State.DROPPED, dropped_at=at, reason=reason[:500]):
            raise NotNow(_("This highlight has been dropped already."))
        trail.note(highlight, "dropped a highlight", by=by, at=at, reason=reason[:500])
    highlight.refresh_from_db()


def public(meeting: Meeting, *, at: datetime) -> list[Highlight]:
    """What anybody may read, the latest approved first; three queries however many."""
    found = Highlight.objects.public(at).filter(meeting=meeting)
    return list(
        found.select_related("statement__meeting", "statement__delegation__body")
        .prefetch_related(
            "words__paragraph__language_version__version", "statement__delegation__body__former_names"
        )
        .order_by("-approved_at", "-pk")
    )
