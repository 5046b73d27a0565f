"""How many spoke, in words: the ladder of quantifiers from "one speaker" to "participants agreed" (DOMAIN.md A.2).

A ladder is a list of rungs, the weakest first: `{"least": speakers or null, "share": per cent or null, "by_choice":
bool, "words": {language: words}}`. A rung holds where so many speakers, or such a share of those who spoke on the same
aspects, stand behind a sentence; one "by choice" never holds by itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.record import trail
from comity.refusals import Refused
from comity.summary.authority import Act, require
from comity.summary.models import Summary

FEWEST_FOR_SHARE = 5
"""Two of five are 40 per cent and not "many": below it a share tells nothing."""
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Rung:
    """See the module. `place`: from 0, the weakest."""

    place: int
    least: int | None
    share: int | None
    by_choice: bool
    words: dict[str, str]

    def holds(self, speakers: int, of: int) -> bool:
        """Whether so many speakers, of so many who spoke on the matter, are enough."""
        if self.by_choice:
            return False
        if self.least is not None and speakers >= self.least:
            return True
        return (
            self.share is not None
            and of > 0
            and speakers >= FEWEST_FOR_SHARE
            and speakers * 100 >= self.share * of
        )


@cache
def shipped() -> list[dict[str, Any]]:
    """The ladder that comes with the programme."""
    text = files("comity.summary").joinpath("ladder.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def of(summary: Summary) -> list[Rung]:
    return rungs(summary.ladder or shipped())


def rungs(rows: Sequence[dict[str, Any]]) -> list[Rung]:
    return [
        Rung(place, row["least"], row["share"], row["by_choice"], row["words"])
        for place, row in enumerate(rows)
    ]


def proposed(ladder: Sequence[Rung], speakers: int, of: int) -> Rung | None:
    """The strongest rung that holds; None where nobody spoke."""
    return next((one for one in reversed(ladder) if one.holds(speakers, of)), None)


def claimed(ladder: Sequence[Rung], text: str, language: str) -> Rung | None:
    """The strongest rung whose words stand in the text."""
    folded = f" {' '.join(text.split()).casefold()}"
    joint = "" if language == "zh" else " "
    return next(
        (
            one
            for one in reversed(ladder)
            if (words := one.words.get(language, "").casefold()) and f"{joint}{words}" in folded
        ),
        None,
    )


def with_front(front: str, text: str, language: str) -> str:
    """The text with a quantifier in front; "" for none."""
    return f"{front}{'' if language == 'zh' else ' '}{text}" if front else text


def without_front(text: str, ladder: Sequence[Rung], language: str) -> str:
    """The text without the quantifier that stands in front of it."""
    for one in sorted((one.words.get(language, "") for one in ladder), key=len, reverse=True):
        if one and text.casefold().startswith(one.casefold()):
            return text[len(one) :].lstrip()
    return text


def change(summary: Summary, rows: Sequence[dict[str, Any]], *, by: Person, at: datetime) -> None:
    """Another ladder, from now on; no row at all brings back the one that came with the programme.

    Raises `Refused` where a rung has no condition or no words, or the rungs do not rise.
    """
    require(by, Act.SET_LADDER, meeting=summary.meeting)
    kept = checked(rows)
    Summary.objects.filter(pk=summary.pk).update(ladder=kept)
    trail.note(summary, "changed the ladder", by=by, at=at, rungs=kept)
    summary.ladder = kept


def checked(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = []
    for number, row in enumerate(rows, start=1):
        words = {code: said.strip()[:LONGEST] for code, said in row["words"].items() if said.strip()}
        if not words:
            raise Refused(_("Rung %(number)d has no words.") % {"number": number})
        if row["least"] is None and row["share"] is None and not row["by_choice"]:
            raise Refused(
                _("Say from how many speakers rung %(number)d holds, from which share, or that it is chosen.")
                % {"number": number}
            )
        kept.append(
            {"least": row["least"], "share": row["share"], "by_choice": row["by_choice"], "words": words}
        )
    for name in ("least", "share"):
        given = [row[name] for row in kept if row[name] is not None and not row["by_choice"]]
        if given != sorted(set(given)):
            raise Refused(_("Each rung must ask for more than the one before it."))
    return kept
