"""Names of States in a text: whether it names the delegation it is sent for, and names that the UN does not use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from comity.participants.matching import STATES, plain, spellings
from comity.participants.models import Body
from comity.texts.states import unofficial

SHORTEST = 4
"""Letters of a name from which it is looked for among other words."""


def states() -> list[Body]:
    return list(Body.objects.filter(category__in=STATES).prefetch_related("former_names"))


def named_at_its_head(head: str, body: Body, others: Iterable[Body]) -> Body | None:
    """Another State, where the head of the text names that one and not the body for which it was sent."""
    text = f" {plain(head)} "
    if names(text, body):
        return None
    return next((other for other in others if other.pk != body.pk and names(text, other)), None)


def names(text: str, body: Body) -> bool:
    """`text` is plain, with a blank at both ends. Chinese and Arabic names stand without blanks or with prefixes."""
    return any(
        (f" {name} " if name.isascii() else name) in text for name in spellings(body) if len(name) >= SHORTEST
    ) or any(plain(body.names.get(language, "")) in text for language in ("zh",) if body.names.get(language))


def not_in_un_form(text: str, day: date, bodies: Iterable[Body]) -> Iterator[tuple[str, Body]]:
    """(the words, the State): everyday names, and names of before a State was renamed."""
    for body in bodies:
        former = {
            name
            for one in body.former_names.all()
            if one.until_on <= day
            for language, name in one.names.items()
            if language not in ("ar", "zh") and name not in body.names.values()
        }
        for name in (*unofficial().get(body.code, ()), *sorted(former)):
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield name, body
