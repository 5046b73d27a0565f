"""Press releases as a search reads them: what stands of each at the instant, quotations in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from comity.meetings.models import Meeting
from comity.press import shown
from comity.press.checking import MARK
from comity.press.models import Quotation, ReleaseText, ReleaseVersion

LEFT_OUT = "…"
"""In the place of words that were said in another language, or that their source has taken back since."""


def public(at: datetime) -> QuerySet[ReleaseVersion]:
    return ReleaseVersion.objects.public(at)


def worded(meetings: Iterable[Meeting], *, at: datetime) -> Iterator[tuple[ReleaseVersion, ReleaseText, str]]:
    """(version, its text in one language, what it says below the headline); four queries however many."""
    versions = list(shown.public(at).filter(release__meeting__in=meetings))
    quoted = quotations(versions, at=at)
    for version in versions:
        for text in version.texts.all():
            opens, closes = shown.MARKS.get(text.language, ("“", "”"))
            said = {
                number: f"{opens}{words}{closes}"
                for (key, number, language), words in quoted.items()
                if (key, language) == (version.pk, text.language)
            }
            parts = (text.lead, text.body, text.background)
            yield version, text, "\n".join(filled(part, said) for part in parts if part)


def quotations(versions: list[ReleaseVersion], *, at: datetime) -> dict[tuple[int, int, str], str]:
    """(version, number, language) -> words that may be shown."""
    rows = list(Quotation.objects.filter(version__in=versions).select_related("highlight"))
    told = shown.may_be_shown([one.highlight for one in rows], at=at) if rows else {}
    return {
        (one.version_id, one.number, words.language): words.text
        for one in rows
        for words in told.get(one.highlight_id, [])
    }


def filled(text: str, said: dict[int, str]) -> str:
    return " ".join(MARK.sub(lambda mark: said.get(int(mark[1]), LEFT_OUT), text).split())
