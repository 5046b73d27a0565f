"""Which meeting's register one stands in, and whether one works there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import authority
from comity.practices.authority import BY_ROLE, Act
from comity.practices.models import Practice
from comity.refusals import NotAllowed
from comity.web.desk import chosen


def meetings_of(person: Any) -> list[Meeting]:
    """Meetings on whose register the person works, the latest first."""
    held = {"assignments__person": person.pk, "assignments__role__in": [*BY_ROLE[Act.SEE]]}
    return list(Meeting.objects.filter(**held).distinct().order_by("-opens_on"))


def meeting_of(request: HttpRequest, slug: str = "") -> Meeting:
    """The one that is named, else the one last used, else the latest. Raises `NotAllowed` for who works on no
    register of it."""
    if slug:
        meeting = get_object_or_404(Meeting, slug=slug)
        authority.require(request.user, Act.SEE, meeting=meeting)
        chosen.remember(request, meeting)
        return meeting
    meetings = meetings_of(request.user)
    if not meetings:
        raise NotAllowed(
            _("The register is worked on by rapporteurs, reviewers, the Chair and the secretariat.")
        )
    return chosen.last_used(request, meetings)


def practice_of(request: HttpRequest, ref: str) -> Practice:
    practice = get_object_or_404(
        Practice.objects.select_related(
            *("meeting", "owner", "chapter", "practice_type", "level", "legal_basis"),
            *("merged_into", "split_from", "superseded_by"),
        ),
        ref=ref,
    )
    authority.require(request.user, Act.SEE, meeting=practice.meeting)
    return practice


def may(request: HttpRequest, act: Act, meeting: Meeting) -> bool:
    return authority.may(request.user, act, meeting=meeting)


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user
