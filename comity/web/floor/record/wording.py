"""Words of the record's pages: filters of its templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from comity.floor import named
from comity.floor.durations import Durations, Share
from comity.floor.models.speakers import Kind
from comity.floor.told import Asked
from comity.meetings.models import Attribution, Meeting

register = template.Library()
register.filter(named.called)
register.filter("person_named", named.person)


@register.filter
def kind_named(kind: str) -> str:
    return str(Kind(kind).label)


@register.filter
def mode_named(mode: str) -> str:
    return str(Attribution(mode).label)


@register.filter
def lasted(seconds: int) -> str:
    """In minutes and seconds; hours where it took one."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


@register.filter
def titles(codes: Iterable[str], meeting: Meeting) -> list[str]:
    """Of aspects."""
    known = aspects(meeting)
    return [known.get(code, code) for code in codes]


def aspects(meeting: Meeting) -> dict[str, str]:
    """Code -> title, asked once for a page."""
    found: dict[str, str] | None = getattr(meeting, "_titles_of_aspects", None)
    if found is None:
        found = {one.code: str(one) for one in meeting.aspects.all()}
        meeting._titles_of_aspects = found  # type: ignore[attr-defined]
    return found


@register.filter
def by_aspect(questions: Iterable[Asked], meeting: Meeting) -> list[tuple[str, list[Asked]]]:
    """A question on several stands under the first of them."""
    groups: dict[str, list[Asked]] = {title: [] for title in aspects(meeting).values()}
    for one in questions:
        first = titles(one.aspects[:1], meeting)
        groups.setdefault(first[0] if first else "", []).append(one)
    return [(title, some) for title, some in groups.items() if some]


@register.filter
def tables(found: Durations) -> list[tuple[str, str, tuple[Share, ...]]]:
    """(title, key, rows) of those that tell anything."""
    every = (
        (_("Delegation"), "delegation", found.delegations),
        (_("Category"), "category", found.categories),
        (_("Region"), "region", found.regions),
        (_("Part of the session"), "part", found.parts),
    )
    return [one for one in every if one[2]]
