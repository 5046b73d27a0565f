"""Sentences by which a delegation takes another's statement for its own, in six languages.

"... aligns itself with the statement made by X on behalf of the Group of Y": support by alignment, which is counted
apart from a delegation's own words.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from comity.texts.languages import identify
from comity.texts.model import LANGUAGES

_OTHERS = re.compile(
    r"[,，،]?\s+(?:and|et|y|и|و)\s*(?=(?:adds?|wish|wishes|would|will|add|makes?|ajoute|souhaite|voudrait|désea|desea|"
    r"añade|agrega|quisiera|добавля|хотел|выступа|[يتنأ]ود|[يتنأ]ضيف)\w*)"
    r"|[,،，]?\s+(?:and|et|y|и)\s+(?:by|par|por|that|those|ceux|las?|celle)\b.*"
    r"|\s+(?:in\s+its\s+national|à\s+titre\s+national|en\s+su\s+capacidad\s+nacional|а\s+также\s+выступа).*"
    r"|[,，،]\s+(?:and|which|who|whose|but|we|et|qui|mais|y\s|que|quien|pero|а|но|которы|والتي|الذي)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = re.compile(
    r"^(?:par\s+(?:le|la|les|l['’])|por\s+(?:el|la|los|las)|the|du|des|de\s+la|de\s+l['’]|del|de\s+los|de\s+las|"
    r"de|d['’])\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """`text[start:end]` is the clause from its verb to the name; offsets in code points."""

    start: int
    end: int
    name: str
    """Whose statement it is, as printed and without its article: a group, a region, a State."""


def alignments(text: str, language: str | None = None) -> list[Alignment]:
    """Every alignment of a text, by place; [] in a language that is none of the six."""
    known = language if language in LANGUAGES else identify(text)[0]
    found: list[Alignment] = []
    for pattern in patterns().get(known, ()):
        for match in pattern.finditer(text):
            end = match.start("name") + len(_OTHERS.split(match["name"], maxsplit=1)[0].rstrip(" ,،，"))
            name = " ".join(_BEFORE.sub("", text[match.start("name") : end]).split())
            if name and not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Alignment(match.start(), max(end, match.start("name") + 1), name))
    return sorted(found, key=lambda one: one.start)


@cache
def patterns() -> dict[str, list[re.Pattern[str]]]:
    told = json.loads(files("comity.texts.finding").joinpath("alignments.json").read_text(encoding="utf-8"))
    return {
        language: [re.compile(one, re.IGNORECASE) for one in written] for language, written in told.items()
    }
