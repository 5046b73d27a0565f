"""Security markings that a text bears (ST/SGB/2007/6, in six languages)."""

from __future__ import annotations

import re

from comity.texts.model import Reading

STRICTLY = re.compile(
    r"^\W*(STRICTLY CONFIDENTIAL|STRICTEMENT CONFIDENTIEL(LE)?|ESTRICTAMENTE CONFIDENCIAL|"
    r"СТРОГО КОНФИДЕНЦИАЛЬНО|سري للغاية|سرّي للغاية|绝密|極密)\W*$"
)
CLASSIFIED = re.compile(
    r"^\W*(CONFIDENTIAL|CONFIDENTIEL(LE)?|CONFIDENCIAL|КОНФИДЕНЦИАЛЬНО|سري|سرّي|机密|UN SECRET|TOP SECRET|SECRET)\W*$"
)
"""A marking stands alone on its line; the word inside a sentence is no marking."""


def strictly_confidential(reading: Reading) -> bool:
    return any(
        STRICTLY.match(line) for paragraph in reading.paragraphs for line in paragraph.text.splitlines()
    )


def classified(text: str) -> bool:
    """Whether a paragraph is a CONFIDENTIAL or SECRET marking."""
    return any(CLASSIFIED.match(line) for line in text.splitlines())
