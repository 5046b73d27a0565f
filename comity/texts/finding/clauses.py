"""Whether a paragraph of a resolution is preambular or operative, in six languages.

The preamble speaks in participles ("Recalling", "Rappelant", "ссылаясь", "وإذ يشير") and its paragraphs end with a
comma; operative ones are numbered, begin with a verb and end with a semicolon or a full stop. Chinese verbs have no
participles, so there the number, the end and lists of verbs that stand in one part alone must do.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Literal

Part = Literal["preambular", "operative", ""]

_NUMBER = re.compile(r"\s*[“\"«„]?\s*\(?(?:\d{1,3}|[٠-٩]{1,3}|[０-９]{1,3})\s*[.)\-–‐．、]+[\s\u200e\u200f]*")
_COMMA = re.compile(r"[,،，、][\s\u200e\u200f”»\"]*$")
_END = re.compile(r"[.;:؛。；：][\s\u200e\u200f”»\"]*$")
_LEADING = re.compile(r"^[\W_]+")


def part(text: str, language: str, number: str | None = None) -> Part:
    """The part a paragraph belongs to, "" for what looks like neither (a heading, a sentence of a speech).

    `number` is the printed one, where it does not stand in the text.
    """
    printed = _NUMBER.match(text)
    numbered = bool(number or printed)
    start = _LEADING.sub("", text[printed.end() :] if printed else text)
    if begins(start, language, "preambular") and not (numbered and language == "zh"):
        return "preambular"
    if language == "zh" and begins(start, language, "either") and not numbered:
        return "preambular" if _COMMA.search(text) else "operative" if _END.search(text) else ""
    return "operative" if begins(start, language, "operative") or begins(start, language, "either") else ""


def begins(start: str, language: str, which: str) -> bool:
    found = patterns().get(language, {}).get(which)
    return bool(found and found.match(start))


@cache
def patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    told = json.loads(files("comity.texts.finding").joinpath("clauses.json").read_text(encoding="utf-8"))
    return {
        language: {which: re.compile(written, re.IGNORECASE) for which, written in one.items()}
        for language, one in told.items()
    }
