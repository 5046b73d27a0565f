"""Challenges with what answers them, and initiatives (R03-3, R06-2, R06-3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.practices import machine_readable, register
from comity.practices.models import Challenge, Initiative
from comity.practices.showing import ChallengeCard, InitiativeCard, Label, Option
from comity.web.site import chosen
from comity.web.site.register import linked_data, telling
from comity.web.site.register.frame import GONE, around, as_json


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """What delegations find hard, and what answers it."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    cards = register.challenges([meeting], at=at, language=reader_language())
    return render(
        request,
        "site/register/challenges.html",
        {
            **around(meeting, meetings, at),
            "challenges": [(one, telling.sources(one.sources)) for one in cards],
            "open": sum(not one.answered_by for one in cards),
        },
    )


@require_safe
def challenges_data(request: HttpRequest) -> HttpResponse:
    meeting, _every = chosen.meetings(request, at=(at := timezone.now()))
    if meeting is None:
        raise Http404
    cards = register.challenges([meeting], at=at, language=reader_language())
    return as_json([linked_data.challenge(one, meeting) for one in cards])


def challenge_of(ref: str) -> tuple[ChallengeCard, Meeting]:
    at = timezone.now()
    home = get_object_or_404(
        Challenge.objects.select_related("meeting"), ref=ref, public_from__lte=at
    ).meeting
    if home not in queries.public():
        raise Http404
    cards = register.challenges([home], at=at, language=reader_language())
    return next(one for one in cards if one.ref == ref), home


@require_safe
def challenge(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = challenge_of(ref)
    return render(
        request,
        "site/register/challenge.html",
        {
            "challenge": card,
            "meeting": meeting,
            "sources": telling.sources(card.sources),
            "address": machine_readable.permanent(ref),
        },
    )


@require_safe
def challenge_data(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = challenge_of(ref)
    return as_json(linked_data.challenge(card, meeting))


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """Named programmes: local, national, regional and global (R06-2, R06-3)."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    level, region = request.GET.get("level", ""), request.GET.get("region", "")
    every = register.initiatives([meeting], at=at)
    filters = [
        ("level", _("Level"), counted([one.level for one in every], level)),
        ("region", _("Regional group"), counted([one.region for one in every if one.region], region)),
    ]
    return render(
        request,
        "site/register/initiatives.html",
        {
            **around(meeting, meetings, at),
            "initiatives": [
                one
                for one in every
                if (not level or one.level.code == level)
                and (not region or (one.region is not None and one.region.code == region))
            ],
            "of_all": len(every),
            "filters": [one for one in filters if one[2]],
            "filtered": bool(level or region),
        },
    )


@require_safe
def initiatives_data(request: HttpRequest) -> HttpResponse:
    meeting, _every = chosen.meetings(request, at=(at := timezone.now()))
    if meeting is None:
        raise Http404
    return as_json([linked_data.initiative(one, meeting) for one in register.initiatives([meeting], at=at)])


def counted(labels: Sequence[Label], chosen: str) -> list[Option]:
    """Each label once with how often it occurs, by title."""
    return [
        Option(one.code, one.title, labels.count(one), one.code == chosen)
        for one in sorted(set(labels), key=lambda one: one.title)
    ]


def initiative_of(ref: str) -> tuple[InitiativeCard, Meeting]:
    card = register.initiative(ref, at=timezone.now())
    home = get_object_or_404(Initiative.objects.select_related("meeting"), ref=ref).meeting
    if card is None or home not in queries.public():
        raise Http404
    return card, home


@require_safe
def initiative(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = initiative_of(ref)
    return render(
        request,
        "site/register/initiative.html",
        {"initiative": card, "meeting": meeting, "address": machine_readable.permanent(ref)},
        status=GONE if card.is_withdrawn else 200,
    )


@require_safe
def initiative_data(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = initiative_of(ref)
    return as_json(linked_data.initiative(card, meeting), status=GONE if card.is_withdrawn else 200)
