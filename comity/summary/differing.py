"""Two versions of the summary side by side: which sentences came, went, or say something else."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES
from comity.meetings.differing import Change, Kind, Row
from comity.summary.models import Sentence, SummaryVersion

Said = dict[int, tuple[str, dict[str, str]]]


def between(before: SummaryVersion, after: SummaryVersion, language: str) -> list[Row]:
    """Every sentence of either by its number, in the order of the later version; those that are gone come last.
    Titles in the language, what changed in each."""
    old, new = said(before), said(after)
    return [row(number, old.get(number), new.get(number), language) for number in dict.fromkeys([*new, *old])]


def said(version: SummaryVersion) -> Said:
    """Number -> part and words by language."""
    return {
        one["number"]: (part["part"], one["texts"])
        for part in version.content["parts"]
        for one in part["sentences"]
    }


def row(
    number: int,
    before: tuple[str, dict[str, str]] | None,
    after: tuple[str, dict[str, str]] | None,
    language: str,
) -> Row:
    part, texts = after or before or ("", {})
    label = str(Sentence.Part(part).label)
    title = f"{label}: {texts.get(language) or next(iter(texts.values()), '')}"
    if before is None or after is None:
        return Row(Kind.ADDED if before is None else Kind.REMOVED, f"s{number}", title, ())
    changes = [
        Change(NATIVE_NAMES[code], before[1].get(code, ""), after[1].get(code, ""))
        for code in NATIVE_NAMES
        if before[1].get(code, "") != after[1].get(code, "")
    ]
    if before[0] != after[0]:
        changes.append(Change(_("Part"), str(Sentence.Part(before[0]).label), label))
    return Row(Kind.CHANGED if changes else Kind.SAME, f"s{number}", title, tuple(changes))
