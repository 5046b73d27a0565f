"""A participant's own page, open to whoever holds the link: looking shows, only sending changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.communications import erasing
from comity.meetings import parts
from comity.meetings.models import Part
from comity.papers import erasing as papers
from comity.participants import agreements, links, privacy, registration, rights
from comity.participants.models import Participant
from comity.practices import queries
from comity.refusals import Refused
from comity.statements import presenting
from comity.web.people.closing import as_file
from comity.web.people.own_forms import AgreeForm, AnswerForm, OwnForm

SHOWN = (*parts.STANDING, Part.State.DECLINED)


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """What she is asked, what she may do, what she agrees to and what is kept of her."""
    return show(request, token, links.find(token))


def show(
    request: HttpRequest,
    token: str,
    participant: Participant,
    *,
    correcting: OwnForm | None = None,
    answering: tuple[int, AnswerForm] | None = None,
) -> HttpResponse:
    uses = agreements.of(participant)
    held = participant.parts.filter(state__in=[one for one in SHOWN if one != Part.State.PROPOSED])
    invitations = [
        (
            part,
            answering[1] if answering and answering[0] == part.pk else AnswerForm(prefix=f"part-{part.pk}"),
        )
        for part in held.select_related("session__room", "session__meeting").order_by("session__starts_at")
    ]
    wrong = bool(correcting and correcting.errors) or answering is not None
    with timezone.override(participant.meeting.zone):
        return render(
            request,
            "people/own/page.html",
            {
                "sending": [part.pk for part, _answer in invitations if presenting.may_send(part)],
                "meeting": participant.meeting,
                "participant": participant,
                "token": token,
                "parts": invitations,
                "asked": queries.confirmations_of_panellist(participant),
                "rights": rights.of(participant),
                "agree": AgreeForm(initial={"uses": [use.value for use in uses]}),
                "form": correcting or OwnForm(initial=own_fields(participant)),
                "purposes": privacy.PURPOSES,
                "kept_for": privacy.KEPT_FOR.days,
            },
            status=422 if wrong else 200,
        )


def own_fields(participant: Participant) -> dict[str, Any]:
    said = {name: getattr(participant, name) for name in registration.OWN_FIELDS}
    return {**said, "region": participant.region.code if participant.region else ""}


def back(request: HttpRequest, token: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("people:own", token=token)


@require_POST
def answer(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Accept or decline an invitation to a session."""
    participant = links.find(token)
    part = get_object_or_404(
        Part.objects.select_related("session__meeting", "participant__person"), pk=pk, participant=participant
    )
    form = AnswerForm(request.POST, prefix=f"part-{part.pk}")
    if not form.is_valid():
        return show(request, token, participant, answering=(part.pk, form))
    accepts = "accept" in request.POST
    parts.respond(part, accepts=accepts, words=form.cleaned_data["words"], by=None, at=timezone.now())
    if accepts:
        return back(
            request, token, _("Thank you: you have accepted. The secretariat confirms the programme to you.")
        )
    return back(request, token, _("You have declined. Thank you for the answer."))


@require_POST
def respond(request: HttpRequest, token: str) -> HttpResponse:
    """Accept or decline the invitation to the meeting."""
    accepts = "accept" in request.POST
    registration.respond(links.find(token), accepts=accepts, at=timezone.now())
    return back(request, token, _("You take part. Thank you.") if accepts else _("You have declined."))


@require_POST
def agree(request: HttpRequest, token: str) -> HttpResponse:
    participant, form = links.find(token), AgreeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose from the list."))
    presenting.answer(participant, form.agreed(), at=timezone.now())
    return back(request, token, _("Saved. What is public has followed."))


@require_POST
def correct(request: HttpRequest, token: str) -> HttpResponse:
    participant, form = links.find(token), OwnForm(request.POST)
    if not form.is_valid():
        return show(request, token, participant, correcting=form)
    said = {name: form.cleaned_data[name] for name in registration.OWN_FIELDS}
    registration.correct(participant, said, by=None, at=timezone.now())
    return back(request, token, _("Saved."))


@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    registration.withdraw(links.find(token), by=None, at=timezone.now())
    return back(request, token, _("You have withdrawn from the meeting."))


@never_cache
@require_safe
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is kept of the person, as a file."""
    return as_file(erasing.all_that_is_kept(links.find(token)))


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Asked once: it cannot be undone."""
    participant = links.find(token)
    meeting = participant.meeting
    words = {"meeting": meeting, "participant": participant, "token": token, "done": False}
    if request.method == "GET":
        named = papers.minutes_naming(participant.name, meeting=meeting)
        return render(request, "people/own/erase.html", {**words, "named": [*named]})
    named_still = erasing.erase(participant, by=None, at=timezone.now())
    return render(request, "people/own/erase.html", {**words, "named": named_still, "done": True})
