"""What a marking means for a paper: STRICTLY CONFIDENTIAL is refused, CONFIDENTIAL is not published (RX-5)."""

from __future__ import annotations

from comity.texts.markings import LONGEST as LONGEST_MARKING
from comity.texts.markings import is_marking, is_strict
from comity.texts.model import Reading

__all__ = ["LONGEST_MARKING", "classified", "strictly_confidential"]


def strictly_confidential(reading: Reading) -> bool:
    return any(is_strict(line) for paragraph in reading.paragraphs for line in paragraph.text.splitlines())


def classified(text: str) -> bool:
    """Whether a paragraph is a marking."""
    return any(is_marking(line) for line in text.splitlines())
