"""Whom a delegation sends: its focal point registers and withdraws, its delegates see."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.participants import authority, registration, roles, states
from comity.participants.models import Delegation, Participant
from comity.participants.registration import Details
from comity.refusals import NotAllowed, Refused
from comity.web.people import own_mails
from comity.web.people.own_forms import MemberForm
from comity.web.shared.sending import sent


def delegation_of(request: HttpRequest, pk: int) -> Delegation:
    """It does not exist for those who do not act for it."""
    found = get_object_or_404(Delegation.objects.select_related("meeting", "body"), pk=pk)
    if not roles.belongs(request.user, found):
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    delegation, at = delegation_of(request, pk), timezone.now()
    leads = roles.is_focal_point(request.user, delegation)
    form = MemberForm(sent(request))
    if request.method == "POST" and not leads:
        raise NotAllowed(authority.SENTENCES[authority.Act.REGISTER])
    if request.method == "POST" and form.is_valid():
        try:
            made = add(request.user, delegation, form.cleaned_data, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": made})
            return redirect("portal:people", pk=pk)
    members = delegation.participants.filter(state__in=states.STANDING)
    words = {
        "meeting": delegation.meeting,
        "delegation": delegation,
        "leads": leads,
        "form": form,
        "members": sorted(members, key=lambda one: (one.kind != Participant.Kind.HEAD, one.name.casefold())),
    }
    return render(request, "portal/people/page.html", words, status=422 if form.errors else 200)


def add(person: Any, delegation: Delegation, said: dict[str, Any], *, at: Any) -> Participant:
    details = Details(**said, category=delegation.body.category, delegation=delegation)
    letter = own_mails.writer("approved", at=at)
    return registration.enter(delegation.meeting, details, by=person, at=at, letter=letter)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    delegation = delegation_of(request, pk)
    found = get_object_or_404(
        Participant.objects.select_related("delegation"), pk=participant, delegation=delegation
    )
    registration.withdraw(found, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("%(name)s is withdrawn.") % {"name": found})
    return redirect("portal:people", pk=pk)
