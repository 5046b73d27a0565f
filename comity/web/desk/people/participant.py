"""One participant at the desk: what is known, agreed to and done, and what one may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.communications import erasing
from comity.languages import semicolon
from comity.meetings.models import Meeting
from comity.participants import agreements, links, registration, rights, states
from comity.participants.authority import Act
from comity.participants.models import Participant, Use
from comity.participants.states import State
from comity.record import trail
from comity.refusals import Refused
from comity.statements import presenting
from comity.web.desk.people.forms import ParticipantForm, ReasonForm
from comity.web.desk.people.place import meeting_of, participant_of, rights_of
from comity.web.desk.programme.place import person
from comity.web.people import own_mails
from comity.web.shared.sending import sent

CORRECTED = (
    *("name", "honorific", "email", "kind", "category", "body", "delegation", "affiliation", "job_title"),
    "language",
)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def participant(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page; sending the form corrects what is known."""
    meeting = meeting_of(request, slug, Act.DECIDE if request.method == "POST" else Act.SEE)
    found = participant_of(meeting, pk)
    form = ParticipantForm(sent(request), meeting=meeting, initial=known(found))
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in CORRECTED}
        try:
            registration.correct(found, changes, by=person(request), at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:participant", slug=slug, pk=pk)
    return show(request, meeting, found, form=form)


def show(
    request: HttpRequest,
    meeting: Meeting,
    found: Participant,
    *,
    form: ParticipantForm,
    refusing: ReasonForm | None = None,
) -> HttpResponse:
    uses = agreements.of(found)
    moves = states.MOVES[State(found.state)]
    words = {
        **rights_of(request, meeting),
        "participant": found,
        "form": form,
        "refusing": refusing or ReasonForm(),
        "uses": [(use, use in uses) for use in Use],
        "rights": rights.of(found),
        "parts": found.parts.select_related("session").order_by("session__starts_at"),
        "may_approve": State.APPROVED in moves and found.state != State.INVITED,
        "may_refuse": State.REFUSED in moves,
        "may_withdraw": State.WITHDRAWN in moves,
        "history": trail.of(found)[:50],
    }
    wrong = bool(form.errors) or bool(refusing and refusing.errors)
    with timezone.override(meeting.zone):
        return render(request, "desk/people/participant.html", words, status=422 if wrong else 200)


def known(found: Participant) -> dict[str, Any]:
    said = {name: getattr(found, name) for name in CORRECTED if name not in ("body", "delegation")}
    return {**said, "body": found.comes_from.code if found.comes_from else ""}


@login_required
@require_POST
def act(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Approve, refuse, withdraw, send a new link, take an agreement back."""
    meeting = meeting_of(request, slug, Act.DECIDE)
    found, at, by = participant_of(meeting, pk), timezone.now(), person(request)
    if name == "refuse":
        form = ReasonForm(request.POST)
        if not form.is_valid():
            editing = ParticipantForm(meeting=meeting, initial=known(found))
            return show(request, meeting, found, form=editing, refusing=form)
        letter = own_mails.writer("refused", at=at)
        registration.refuse(found, reason=form.cleaned_data["reason"], by=by, at=at, letter=letter)
    elif name == "approve":
        letter = own_mails.writer("approved", at=at)
        if not registration.approve([found], by=by, at=at, letter=letter):
            raise Refused(
                _("This is not possible now: decided about meanwhile, or no place in the delegation.")
            )
    elif name == "withdraw":
        registration.withdraw(found, by=by, at=at)
    elif name == "link":
        links.renew(found, by=by, at=at, letter=own_mails.writer("link", at=at))
    elif name == "take-back" and request.POST.get("use") in Use.values:
        presenting.take_back(found, Use(request.POST["use"]), by=by, at=at)
    else:
        raise Http404
    messages.success(request, _("Done."))
    return redirect("desk:participant", slug=slug, pk=pk)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """At the person's wish. Asked once: it cannot be undone."""
    meeting = meeting_of(request, slug, Act.DECIDE)
    found = participant_of(meeting, pk)
    if request.method == "GET":
        return render(
            request, "desk/people/erase.html", {**rights_of(request, meeting), "participant": found}
        )
    named = erasing.erase(found, by=person(request), at=timezone.now())
    messages.success(request, _("The personal data have been erased."))
    if named:
        messages.warning(
            request,
            _(
                "Minutes still give the name: %(sessions)s. A mail says in which lines, so that they can be corrected."
            )
            % {"sessions": semicolon().join(str(one.session) for one, _lines in named)},
        )
    return redirect("desk:participants", slug=slug)
