"""Whose press office one works in, and what one may do there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.press import authority
from comity.press.authority import Act
from comity.press.models import PressConference, ReleaseVersion
from comity.web.desk import chosen


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """Raises `NotAllowed` for who does not work for its press."""
    meeting = get_object_or_404(Meeting, slug=slug)
    authority.require(request.user, Act.SEE, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def picking_in(request: HttpRequest, slug: str) -> Meeting:
    """Highlights are seen by rapporteurs besides, who may pick them. Raises `NotAllowed`."""
    meeting = get_object_or_404(Meeting, slug=slug)
    if not authority.may(request.user, Act.SEE, meeting=meeting):
        authority.require(request.user, Act.PICK, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def version_of(request: HttpRequest, ref: str) -> ReleaseVersion:
    """The last version of the release."""
    versions = ReleaseVersion.objects.filter(release__ref=ref).select_related("release__meeting")
    version = get_object_or_404(versions.order_by("-number")[:1])
    authority.require(request.user, Act.SEE, meeting=version.meeting)
    return version


def conference_of(request: HttpRequest, ref: str) -> PressConference:
    found = get_object_or_404(PressConference.objects.select_related("meeting"), ref=ref)
    authority.require(request.user, Act.SEE, meeting=found.meeting)
    return found


def may(request: HttpRequest, meeting: Meeting) -> dict[str, bool]:
    """What the person may do, for the pages: name of the act in lower case -> whether."""
    return {act.name.lower(): authority.may(request.user, act, meeting=meeting) for act in Act}


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user
