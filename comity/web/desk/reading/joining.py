"""The candidates under which the words in hand may be put: proposed, on other words of the statement, all others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import proposing, states
from comity.practices.models import Excerpt, Practice, Proposal
from comity.practices.waiting import View
from comity.web.desk.reading.coding import KEYS

CANDIDATES = 400
NEARBY = 4


def joins(excerpt: Excerpt, seen: View, at: datetime) -> list[tuple[str, Proposal, int]]:
    found = proposing.joins(excerpt, seen.desk, at=at)
    return [(key, one, round(100 * one.score)) for key, one in zip(KEYS, found, strict=False)]


def nearby(
    excerpt: Excerpt, person: Person, proposed: Sequence[tuple[str, Proposal, int]]
) -> list[tuple[str, Practice]]:
    """Candidates that rest on other words of the same statement, the latest first: who speaks goes on about one thing.
    None that a seal hides, that the machine proposes anyway, or that was refused."""
    place = "supports__excerpt__paragraph__language_version__version__statement"
    open_words = Q(supports__excerpt__attribution="attributed") | Q(supports__excerpt__flagged_by=person)
    found = (
        Practice.objects.filter(
            open_words,
            supports__left_at=None,
            supports__excerpt__discarded_at=None,
            **{place: excerpt.paragraph.language_version.version.statement_id},
        )
        .exclude(state__in=states.CLOSED)
        .exclude(pk__in=[one.practice_id for _key, one, _percent in proposed if one.practice_id])
        .exclude(pk__in=excerpt.supports.filter(left_at=None).values("practice"))
        .exclude(pk__in=excerpt.refusals.values("practice"))
        .annotate(last=Max("supports__joined_at"))
        .order_by("-last", "pk")[:NEARBY]
    )
    return list(zip(KEYS[len(proposed) :], found, strict=False))


def candidates(meeting: Meeting) -> QuerySet[Practice]:
    return (
        Practice.objects.filter(meeting=meeting)
        .exclude(state__in=states.CLOSED)
        .order_by("working_title", "pk")[:CANDIDATES]
    )
