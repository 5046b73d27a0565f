"""What the reviewer of a campaign is asked: ethics, and doing no harm. Every question is put so that "yes" is good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from comity.languages import localized


@dataclass(frozen=True, slots=True)
class Question:
    """`titles` and `questions` in six languages."""

    code: str
    titles: dict[str, str]
    questions: dict[str, str]

    def __str__(self) -> str:
        return localized(self.titles)

    @property
    def words(self) -> str:
        return localized(self.questions)


@cache
def questions() -> tuple[Question, ...]:
    """In the order in which they are asked (DOMAIN.md 4.7; articles 17 and 19 of the Covenant)."""
    text = files("comity.framework.campaigns").joinpath("questions.json").read_text(encoding="utf-8")
    return tuple(Question(**one) for one in json.loads(text))
