"""What keeps a release from going out: parts that are missing, quotations that are none, sources that do not stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES, localized
from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.meetings.times import at_venue
from comity.papers.models import Document
from comity.press.models import Highlight, HighlightWords, Quotation, ReleaseText, ReleaseVersion
from comity.refusals import NotNow

MARK = re.compile(r"\[(\d{1,3})\]")
"""Where a quotation stands in a text."""
NEEDED = ("headline", "dateline", "lead")
QUOTED = re.compile(r"“([^”“]+)”|„([^“”„]+)[“”]|«([^»«]+)»|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』")
"""What stands between quotation marks of the six languages."""
LONGEST_TERM = {"zh": 8}
"""Characters (Chinese) or words (others: three) up to which something between marks is a term and no quotation."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend, in words for whoever writes. `language`: of the text, "" for all of them."""

    sentence: str | Promise
    language: str = ""


def require_whole(version: ReleaseVersion, *, at: datetime) -> None:
    """Raises `NotNow` with everything that is to be mended before it may go out at the instant."""
    if found := faults(version, at=at):
        raise NotNow(" ".join(str(one.sentence) for one in found))


def faults(version: ReleaseVersion, *, at: datetime) -> list[Fault]:
    """What keeps it from going out at the instant."""
    texts = list(version.texts.all())
    quotations = list(version.quotations.select_related("highlight__statement__meeting"))
    found = [*of_meeting(version.meeting), *of_original(version, texts)]
    known = {one.number for one in quotations}
    titles = titles_of(version.meeting)
    for text in texts:
        found += [*of_parts(text), *of_marks(text, known), *of_typed(text, titles)]
    for one in quotations:
        found += of_quotation(one, at=at)
        found += unused(one, version, texts)
    return found


def of_meeting(meeting: Meeting) -> Iterator[Fault]:
    if not is_public(meeting):
        yield Fault(_("The meeting has not been announced yet: nothing is released before that."))


def of_original(version: ReleaseVersion, texts: list[ReleaseText]) -> Iterator[Fault]:
    language = version.original_language
    if language not in {text.language for text in texts}:
        yield Fault(
            _("The text in %(language)s is missing.") % {"language": NATIVE_NAMES[language]}, language
        )
    if version.is_correction and not version.corrections.get(language):
        yield Fault(_("A correction says what it puts right."), language)


def of_parts(text: ReleaseText) -> Iterator[Fault]:
    labels = {"headline": _("headline"), "dateline": _("dateline"), "lead": _("lead")}
    for name in NEEDED:
        if not getattr(text, name):
            words = {"part": labels[name], "language": NATIVE_NAMES[text.language]}
            yield Fault(_("The %(part)s in %(language)s is missing.") % words, text.language)


def of_marks(text: ReleaseText, known: set[int]) -> Iterator[Fault]:
    for number in sorted({*marks_in(text)} - known):
        words = {"number": number, "language": NATIVE_NAMES[text.language]}
        yield Fault(
            _("[%(number)s] in the text in %(language)s stands for no quotation.") % words, text.language
        )


def marks_in(text: ReleaseText) -> list[int]:
    return [int(found) for part in (text.lead, text.body) for found in MARK.findall(part)]


def unused(one: Quotation, version: ReleaseVersion, texts: list[ReleaseText]) -> Iterator[Fault]:
    original = [text for text in texts if text.language == version.original_language]
    if original and one.number not in marks_in(original[0]):
        yield Fault(
            _("Quotation %(number)s stands nowhere in the text: write [%(number)s] where it belongs.")
            % {"number": one.number},
            version.original_language,
        )


def of_typed(text: ReleaseText, titles: set[str]) -> Iterator[Fault]:
    """Words between quotation marks that nobody checked: quotations are taken from highlights, titles from papers."""
    whole = "\n".join((text.headline, text.lead, text.body, text.background))
    for match in QUOTED.finditer(whole):
        words = next(group for group in match.groups() if group).strip()
        if is_long(words, text.language) and words.rstrip(".,;:") not in titles:
            yield Fault(
                _(
                    "“%(words)s” is set between quotation marks, but was not taken from a published statement. "
                    "Quote a highlight."
                )
                % {"words": words[:80]},
                text.language,
            )


def is_long(words: str, language: str) -> bool:
    if language in LONGEST_TERM:
        return len(words) > LONGEST_TERM[language]
    return len(words.split()) > 3


def titles_of(meeting: Meeting) -> set[str]:
    """What else a release may set between quotation marks: titles of the meeting, its sessions and its papers."""
    papers = Document.objects.filter(meeting=meeting, versions__public_from__isnull=False)
    names = [meeting.titles, meeting.short_titles]
    names += [*papers.values_list("titles", flat=True), *meeting.sessions.values_list("titles", flat=True)]
    return {title for each in names for title in each.values()}


def of_quotation(one: Quotation, *, at: datetime) -> Iterator[Fault]:
    if reason := why_not(one.highlight, at=at):
        yield Fault(
            _("Quotation %(number)s: %(reason)s") % {"number": one.number, "reason": reason},
        )


def why_not(highlight: Highlight, *, at: datetime) -> str:
    """Why its words may not be told at the instant, in words; "" where they may."""
    if highlight.state == Highlight.State.DROPPED:
        return _("the highlight has been dropped.")
    every = list(highlight.words.select_related("paragraph__language_version__version__statement__meeting"))
    for words in every:
        if reason := why_not_words(words, at=at):
            return reason
    return (
        "" if highlight.state == Highlight.State.APPROVED else _("the highlight has not been approved yet.")
    )


def why_not_words(words: HighlightWords, *, at: datetime) -> str:
    version = words.version
    statement = version.statement
    if statement.withdrawn_at is not None:
        return _("the statement has been withdrawn.")
    if version.public_from is None:
        return _("the statement has not been published.")
    if version.public_from > at:
        until = at_venue(version.public_from, statement.meeting)
        return _("what it quotes is under embargo until %(until)s.") % {"until": until}
    if version.public_until is not None and version.public_until <= at:
        return _("the statement has been corrected since: choose the words in the version that stands.")
    if not HighlightWords.objects.standing(at).filter(pk=words.pk).exists():
        return _("its source has not been delivered, or does not agree to be named with these words.")
    return ""


def title(highlight: Highlight) -> str:
    """What it is called where its words do not stand beside it."""
    return localized(highlight.titles) or highlight.statement.whose
