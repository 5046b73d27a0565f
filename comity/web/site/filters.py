"""The filters of a search: what they are called, what each value is called, and how many hits it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings import queries
from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.models import Stakeholder
from comity.statements import public

NAMES: dict[str, str | Promise] = {
    "form": _("Statement or document"),
    "meeting": _("Meeting"),
    "aspect": _("Aspect"),
    "session": _("Session"),
    "language": _("Language of the text"),
    "category": _("Category of participant"),
    "group": _("Regional or other group"),
    "delegation": _("Delegation"),
    "instrument": _("Instrument cited"),
    "kind": _("Kind of paragraph"),
}
"""In the order in which they are offered."""
FORMS: dict[str, str | Promise] = {"statement": _("statements"), "document": _("documents of the meeting")}
KINDS: dict[str, str | Promise] = {
    "heading": _("heading"),
    "paragraph": _("paragraph"),
    "item": _("item of a list"),
    "quote": _("quotation"),
    "table": _("table"),
    "note": _("note"),
}
AT_ONCE = 6
"""Values of a filter that are seen without unfolding."""
MOST = 60


@dataclass(frozen=True, slots=True)
class Value:
    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter; `first` is seen at once, `rest` when it is unfolded."""

    code: str
    name: str | Promise
    first: list[Value]
    rest: list[Value]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A chosen value, and the address of the search without it."""

    facet: str | Promise
    name: str
    without: str


def chosen(query: QueryDict) -> dict[str, list[str]]:
    """Filters in use: code -> values. A value with U+0000 is none: PostgreSQL takes no such string."""
    return {
        code: values
        for code in NAMES
        if (values := [one for one in query.getlist(code) if one and "\0" not in one])
    }


def facets(
    query: QueryDict,
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, list[str]],
    *,
    at: datetime,
) -> list[Facet]:
    """Filters that would change something, the most frequent values first; a chosen value is always there."""
    found = []
    for code, name in NAMES.items():
        held = dict(counts.get(code, {}))
        used = chosen.get(code, [])
        for value in used:
            held.setdefault(value, 0)
        if len(held) < 2 and not used:
            continue
        best = sorted(held, key=lambda value: (value not in used, -held[value], value))[:MOST]
        names = named(code, best, chosen.get("meeting", []), at=at)
        values = [Value(value, names.get(value, value), held[value], value in used) for value in best]
        found.append(Facet(code, name, values[:AT_ONCE], values[AT_ONCE:], bool(used)))
    return found


def taken(query: QueryDict, chosen: Mapping[str, list[str]], *, at: datetime) -> list[Taken]:
    found = []
    for code, values in chosen.items():
        names = named(code, values, chosen.get("meeting", []), at=at)
        for value in values:
            rest = query.copy()
            rest.pop("page", None)
            rest.setlist(code, [one for one in query.getlist(code) if one != value])
            found.append(Taken(NAMES[code], names.get(value, value), f"?{rest.urlencode()}"))
    return found


def named(code: str, values: Iterable[str], meetings: Iterable[str], *, at: datetime) -> dict[str, str]:
    """What values of a filter are called in the reader's language, at the meetings chosen.

    A meeting that is not announced yet tells nothing: neither its own name nor those of its sessions and aspects.
    Nor is a body or group named of which nothing was public there: whoever takes part is told by what is published.
    """
    values = list(values)
    held = announced(meetings)
    match code:
        case "delegation":
            return public.bodies_called(values, at=at, meetings=held)
        case "group":
            return public.groups_called(values, at=at, meetings=held)
        case "meeting":
            return {one.slug: one.short_title for one in announced(values)}
        case "session":
            sessions = Session.objects.filter(code__in=values, meeting__in=held)
            return {one.code: str(one) for one in sessions.order_by("meeting__opens_on")}
        case "aspect":
            aspects = Aspect.objects.filter(code__in=values, meeting__in=held)
            return {one.code: str(one) for one in aspects.order_by("meeting__opens_on")}
        case "category":
            return {code: str(label) for code, label in Stakeholder.choices}
        case "language":
            return NATIVE_NAMES
        case "form":
            return {form: str(name) for form, name in FORMS.items()}
        case "kind":
            return {kind: str(name) for kind, name in KINDS.items()}
    return {}


def announced(slugs: Iterable[str] = ()) -> QuerySet[Meeting]:
    """The meetings of these short names that the public sees; of all where none is named."""
    found = Meeting.objects.filter(queries.was_announced())
    wanted = list(slugs)
    return found.filter(slug__in=wanted) if wanted else found
