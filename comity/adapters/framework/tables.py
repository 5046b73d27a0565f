"""An edition for programmes: JSON with every field."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from comity.adapters.framework.paper import Paper
from comity.framework.showing import Carrier, Edition, Element, Guideline, Words
from comity.practices.machine_readable import of_card, of_source, plain, whole


def as_json(content: Edition, paper: Paper, *, issued_at: datetime) -> bytes:
    written = {
        "title": content.title,
        "meeting": {"code": content.meeting, "title": paper.meeting},
        "edition": content.number,
        "newer_edition": content.newer or None,
        "issued_at": issued_at.isoformat(),
        "language": paper.language,
        "sample": bool(paper.sample),
        "sha256": content.sha256,
        "letter": {**asdict(content.letter), "heading": paper.letter.heading},
        "notes": [*paper.note],
        "elements": [of_element(one) for one in content.elements],
        "options": [asdict(one) for one in content.options],
        "future_work": [
            {**asdict(one), "practices": [of_card(card) for card in one.practices]}
            for one in content.future_work
        ],
        "campaigns": [exact(asdict(one)) for one in content.campaigns],
        "numbers_no_longer_in_use": [asdict(one) for one in content.gone],
    }
    return (json.dumps(plain(written), ensure_ascii=False, indent=1) + "\n").encode()


def of_element(one: Element) -> dict[str, Any]:
    return {**of_words(one.words), "guidelines": [of_guideline(each) for each in one.guidelines]}


def of_guideline(one: Guideline) -> dict[str, Any]:
    return {
        **of_words(one.words),
        "practices": [
            {
                "number": placed.number,
                "address": placed.address,
                "status": placed.status,
                "practice": whole(placed.page),
            }
            for placed in one.practices
        ],
    }


def of_words(words: Words) -> dict[str, Any]:
    said = asdict(words)
    for name in ("rests", "ref", "strength_label", "status_label"):
        said.pop(name)
    return {**said, "rests_on": [of_carrier(one) for one in words.rests]}


def of_carrier(one: Carrier) -> dict[str, Any]:
    if one.practice is not None:
        return {"number": one.number, "practice": of_card(one.practice)}
    if one.cited is not None:
        return {
            "number": one.number,
            "instrument": one.cited.symbol,
            "paragraph": one.cited.paragraph or None,
        }
    assert one.source is not None
    return {"number": one.number, "words": of_source(one.source)}


def exact(value: Any) -> Any:
    """Decimals as words: a reader of JSON may not keep them exact."""
    if isinstance(value, dict):
        return {name: exact(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [exact(one) for one in value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
