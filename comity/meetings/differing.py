"""Two versions of an agenda side by side: which sessions came, went, moved or say something else (R10-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from comity.meetings.printed import Item, Printed


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What one field said and says; "" where it said nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """A session in both versions, by its code."""

    kind: Kind
    code: str
    title: str
    changes: tuple[Change, ...]


def between(before: Printed, after: Printed) -> list[Row]:
    """Every session of either, in the order of the later version; those that are gone come last. One language."""
    old, new = fields(before), fields(after)
    rows = [row(code, old.get(code), new[code]) for code in new]
    return rows + [row(code, old[code], None) for code in old if code not in new]


def fields(agenda: Printed) -> dict[str, dict[str, str]]:
    """Code of a session -> label -> what it says; the title under ""."""
    return {
        one.code: {label: words for label, words in said(one, day.title) if words}
        for day in agenda.days
        for one in day.sessions
    }


def said(one: Item, day: str) -> Iterator[tuple[str, str]]:
    yield "", one.title
    yield _("Day"), day
    yield _("Time"), one.when
    yield _("Room"), one.room
    if one.cancelled is not None:
        yield _("Cancelled"), one.cancelled or _("yes")
    for line in one.lines:
        yield line.label, "\n".join(line.words)


def row(code: str, before: dict[str, str] | None, after: dict[str, str] | None) -> Row:
    title = (after or before or {}).get("", "")
    if before is None or after is None:
        return Row(Kind.ADDED if before is None else Kind.REMOVED, code, title, ())
    changes = tuple(
        Change(label or _("Title"), before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys([*after, *before])
        if before.get(label) != after.get(label)
    )
    return Row(Kind.CHANGED if changes else Kind.SAME, code, title, changes)
