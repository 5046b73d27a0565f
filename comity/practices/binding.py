"""Words by which a text binds. A good practice binds nobody: it says should, are encouraged to, may consider.

They are pointed out to whoever drafts, not refused: a text may tell of a duty that stands elsewhere.
"""

from __future__ import annotations

import re

from comity.practices.models import PracticeText

WORDS = {
    "en": re.compile(r"\bshall\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:doit|doivent)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:deberán?|deben?)\b", re.IGNORECASE),
    "ru": re.compile(r"\b(?:обязан[аоы]?|должен|должн[аоы])\b", re.IGNORECASE),
    "ar": re.compile(r"(?:يجب|يتعين) على"),
    "zh": re.compile(r"必须"),
}


def words(text: PracticeText | None) -> list[str]:
    """Those of the title and of what is done, once each, in the order in which they stand."""
    if text is None:
        return []
    return list(dict.fromkeys(WORDS[text.language].findall(f"{text.title}\n{text.what}")))
