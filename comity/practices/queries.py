"""Reads for the desk and the portal; what the public sees is in `public.py` and `register.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comity.meetings.models import Meeting
from comity.participants import panellists
from comity.participants.models import DELEGATION_ROLES, Delegation, Participant, Person
from comity.practices import seal
from comity.practices.authority import Act, require
from comity.practices.circulating import today
from comity.practices.models import (
    Confirmation,
    Decision,
    Excerpt,
    Practice,
    PracticeVersion,
    Proposal,
    Support,
)
from comity.practices.models.excerpts import Attribution
from comity.practices.states import State
from comity.record.models import Act as Recorded


@dataclass(frozen=True, slots=True)
class DeskSource:
    """A source beside the draft. `who` is None where it is sealed (seal.read opens it); `words` None where they are not
    open to the reader (seal.readable)."""

    support: Support
    number: int
    stance: str
    words: str | None
    language: str
    kind: str
    attribution: str
    who: Delegation | None


@dataclass(frozen=True, slots=True)
class Step:
    """One of the recorded steps of a practice: collected, identified, recommended, shared (R03-2)."""

    name: str
    by: str
    at: datetime


def sources(practice: Practice, *, by: Person, at: datetime) -> list[DeskSource]:
    """What the practice rests on now, with the seal kept."""
    require(by, Act.SEE, meeting=practice.meeting_id)
    supports = list(
        practice.supports.live()
        .select_related(
            "excerpt__delegation__body",
            "excerpt__delegation__meeting",
            "excerpt__paragraph__language_version__version__statement",
        )
        .prefetch_related("excerpt__delegation__body__former_names")
    )
    panellists.load(one.excerpt.delegation for one in supports)
    words = seal.readable([one.excerpt for one in supports], by=by, meeting=practice.meeting_id, at=at)
    return [
        DeskSource(
            support=one,
            number=one.number,
            stance=one.stance,
            words=one.excerpt.text if one.excerpt_id in words else None,
            language=one.excerpt.language,
            kind=one.excerpt.kind,
            attribution=one.excerpt.attribution,
            who=None if seal.is_sealed(one.excerpt) else one.excerpt.delegation,
        )
        for one in supports
    ]


def board(meeting: Meeting) -> QuerySet[Practice]:
    """Every practice of the meeting that is not closed, with `live` words, `delegations` and `languages` counted."""
    live = Q(supports__left_at=None, supports__excerpt__discarded_at=None) & ~Q(
        supports__excerpt__attribution=Attribution.WITHDRAWN
    )
    return (
        Practice.objects.filter(meeting=meeting)
        .exclude(state=State.MERGED)
        .annotate(
            live=Count("supports", filter=live, distinct=True),
            delegations=Count("supports__excerpt__delegation", filter=live, distinct=True),
            languages=Count("supports__excerpt__language", filter=live, distinct=True),
        )
        .select_related("owner", "chapter")
        .order_by("-created_at", "-pk")
    )


def queues(meeting: Meeting, *, at: datetime) -> Mapping[str, QuerySet[Practice]]:
    """What waits for somebody, by what is to be done next."""
    practices = Practice.objects.filter(meeting=meeting).order_by("pk")
    wording = PracticeVersion.objects.filter(practice=OuterRef("pk"))
    open_wording = Exists(wording.filter(frozen_at=None))
    latest = Confirmation.objects.filter(version__practice=OuterRef("pk"), answer="")
    drafted = practices.filter(state=State.DRAFTED)
    confirming = practices.filter(state=State.CONFIRMING)
    ended = Q(versions__circulation__due_on__lt=today(meeting, at), versions__circulation__halted_at=None)
    return {
        "screen": practices.filter(state=State.CANDIDATE),
        "consolidate": practices.filter(state=State.SCREENED),
        "draft": practices.filter(Q(state=State.CONSOLIDATED) | Q(state=State.DRAFTED) & open_wording),
        "review safeguards": drafted.exclude(open_wording),
        "ask sources": practices.filter(state=State.REVIEWED),
        "wait for sources": confirming.filter(Exists(latest)),
        "circulate": confirming.exclude(Exists(latest)),
        "record decision": practices.filter(ended, state=State.CIRCULATED).distinct(),
        "publish": practices.filter(state__in=[State.RECOMMENDED, State.IDENTIFIED], public_from=None),
        "issue": practices.filter(state=State.RECOMMENDED, entries=None),
    }


def waiting(meeting: Meeting, *, at: datetime) -> int:
    """How many practices wait for somebody."""
    first, *others = (one.order_by().values("pk") for one in queues(meeting, at=at).values())
    return first.union(*others).count()


def confirmations_of(person: Any) -> QuerySet[Confirmation]:
    """What one's delegations are asked, the unanswered first."""
    own = Delegation.objects.filter(
        assignments__person=person, assignments__role__in=list(DELEGATION_ROLES)
    ).values("pk")
    return as_asked(Confirmation.objects.filter(delegation__in=own))


def confirmations_of_panellist(participant: Participant) -> QuerySet[Confirmation]:
    """What a panellist is asked who speaks for no delegation, the unanswered first."""
    return as_asked(Confirmation.objects.filter(delegation__panellist=participant))


def as_asked(found: QuerySet[Confirmation]) -> QuerySet[Confirmation]:
    return (
        found.select_related("version__practice__meeting", "delegation__body", "delegation__meeting")
        .prefetch_related("delegation__body__former_names")
        .order_by("answer", "due_at", "pk")
    )


def excerpts_of(meeting: Meeting, kind: Excerpt.Kind | None = None) -> QuerySet[Excerpt]:
    """What was flagged, the newest first: claims for example, which are figures that somebody reports of itself."""
    found = Excerpt.objects.live().filter(meeting=meeting)
    if kind is not None:
        found = found.filter(kind=kind)
    return found.select_related("paragraph", "flagged_by").order_by("-flagged_at", "-pk")


def loose(meeting: Meeting) -> QuerySet[Excerpt]:
    """Flagged words that stand under no practice, challenge or initiative yet."""
    inside = Support.objects.live().values("excerpt")
    return excerpts_of(meeting).exclude(pk__in=inside).filter(challenges=None, initiatives=None)


def proposals(meeting: Meeting, kind: Proposal.Kind) -> list[Proposal]:
    """What engines proposed and is not obsolete, the best first; pairs that a person refused are left out."""
    refused = Exists(Practice.objects.filter(pk=OuterRef("practice"), refusals__excerpt=OuterRef("excerpt")))
    found = (
        Proposal.objects.filter(paragraph__language_version__version__statement__meeting=meeting, kind=kind)
        .exclude(refused)
        .select_related("excerpt", "practice", "paragraph__language_version__version")
    )
    return [one for one in found if not one.obsolete]


def steps(practice: Practice) -> list[Step]:
    """Who did each of the steps that the mandate tells apart, and when, in order; those that were not done yet miss."""
    first = practice.supports.order_by("excerpt__flagged_at").select_related("excerpt__flagged_by").first()
    found = [Step("collected", str(first.excerpt.flagged_by), first.excerpt.flagged_at)] if first else []
    decision = Decision.objects.filter(version__practice=practice, outcome="recommended").first()
    for name, verb in (("identified", "screened"), ("shared", "published")):
        act = (
            Recorded.objects.filter(object_type="practice", object_id=str(practice.pk), verb=verb)
            .order_by("at", "pk")
            .first()
        )
        if act is not None:
            found.append(Step(name, str(act.by), act.at))
    if decision is not None:
        found.append(Step("recommended", str(decision.recorded_by), decision.recorded_at))
    order = ["collected", "identified", "recommended", "shared"]
    return sorted(found, key=lambda one: order.index(one.name))
