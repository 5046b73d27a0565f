"""A framework as the pages show it: two editions, a node that is gone, words under seal, plans, and a third draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.framework import carrying, issuing, placing, planning, wording
from comity.framework.issuing import Letter
from comity.framework.models import FrameworkEdition, Node
from comity.participants.models import Person
from comity.practices.models import Excerpt, Practice
from tests.framework.makers import OPTION, WORK, an_instrument

SECRET = "Quetzalsealed"
"""In words whose source may not be told (shared_register.py)."""
DRAFT = "Xenodraft: what is only drafted"
"""Never issued."""


@dataclass(frozen=True, slots=True)
class Issued:
    """`gone` was in the first edition only; `draft` in none."""

    first: FrameworkEdition
    second: FrameworkEdition
    element: Node
    guideline: Node
    placed: Node
    gone: Node
    draft: Node


def a_settled(element: Node, title: str, texts: dict[str, str], *, by: Person, at: datetime) -> Node:
    """A guideline on paragraph 2 (f) of a resolution, settled."""
    node = placing.add_guideline(element, title=title, language="en", by=by, at=at)
    carrying.rest_on_instrument(node, an_instrument(), paragraph="2 (f)", by=by, at=at)
    for language, text in texts.items():
        named = title if language == "en" else f"{title} ({language})"
        wording.write(wording.latest(node), language=language, title=named, text=text, by=by, at=at)
    wording.settle(node, by=by, at=at)
    return node


def of(
    practice: Practice, *, drafter: Person, desk: Person, at: datetime, sealed: Excerpt | None = None
) -> Issued:
    """A framework of the meeting of a practice that is public and recommended."""
    by = drafter
    framework = placing.begin(
        practice.meeting, titles={"en": "Proposal for a framework", "ar": "مقترح إطار"}, by=by, at=at
    )
    element = placing.add_element(framework, title="Legal <measures>", language="en", by=by, at=at)
    wording.settle(element, by=by, at=at)
    guideline = placing.add_guideline(element, title="Answer at any hour", language="en", by=by, at=at)
    placed = placing.place(guideline, practice, by=by, at=at)
    text = "Requests should be answered at any hour [1]."
    if sealed is not None:
        carrying.rest_on_words(guideline, sealed, by=by, at=at)
        text = f"{text} A lamp should burn [2]."
    wording.write(
        wording.latest(guideline), language="en", title="Answer at any hour", text=text, by=by, at=at
    )
    wording.settle(guideline, by=by, at=at)
    gone = a_settled(
        element,
        "Keep a record",
        {"en": "A record should be kept [1].", "ar": "ينبغي الاحتفاظ بسجل [1]."},
        by=by,
        at=at,
    )
    planning.propose(framework, node=guideline, by=by, at=at, **OPTION)
    planning.plan(framework, owner="cted", practices=[practice], nodes=[guideline], by=by, at=at, **WORK)
    letter = Letter(dated_on=at.date(), signatory="The Chair")
    first = issuing.issue(framework, letter=letter, by=desk, at=at)
    placing.remove(gone, reason="Said <elsewhere>.", by=by, at=at)
    second = issuing.issue(framework, letter=letter, by=desk, at=at + timedelta(seconds=1))
    draft = placing.add_guideline(element, title=DRAFT, language="en", by=by, at=at)
    return Issued(first, second, element, guideline, placed, gone, draft)
