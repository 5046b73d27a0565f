"""Security markings as they stand on papers (ST/SGB/2007/6), in the six languages."""

from __future__ import annotations

import re

_STRICTLY = (
    r"(?:STRICTLY CONFIDENTIAL|STRICTEMENT CONFIDENTIEL(?:LE)?|ESTRICTAMENTE CONFIDENCIAL"
    r"|СТРОГО КОНФИДЕНЦИАЛЬНО|سري للغاية|سرّي للغاية|绝密|絕密|極密)"
)
_CLASSIFIED = (
    r"(?:CONFIDENTIAL|(?:TOP )?SECRET|CONFIDENTIEL(?:LE)?|CONFIDENCIAL|КОНФИДЕНЦИАЛЬНО|سري|سرّي|机密|機密)"
)
_BY = r"\W*(?:(?:UN|UNITED NATIONS|ONU)\W+)?"
_REST = r"\W*(?:[-–—:/|,(]\s*.{0,50})?"
LONGEST = 80
"""Letters of a line that may be a marking."""

STRICTLY = re.compile(rf"{_BY}{_STRICTLY}{_REST}", re.IGNORECASE)
CLASSIFIED = re.compile(rf"{_BY}{_CLASSIFIED}\W*", re.IGNORECASE)
"""A marking stands alone on its line; the word inside a sentence is no marking."""
IN_CAPITALS = re.compile(rf"\b{_STRICTLY}\b")
"""Within other words it is one where it stands in capitals and they do not: a reader has joined two lines."""


def is_strict(line: str) -> bool:
    """Whether the line is, or holds, a STRICTLY CONFIDENTIAL marking."""
    alone = len(line) <= LONGEST and STRICTLY.fullmatch(line) is not None
    return alone or (IN_CAPITALS.search(line) is not None and not line.isupper())


def is_marking(line: str) -> bool:
    """Whether the line is a marking of any level above UNCLASSIFIED."""
    return len(line) <= LONGEST and (CLASSIFIED.fullmatch(line) is not None or is_strict(line))
