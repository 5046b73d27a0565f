"""The public form of registration, and the way to a lost link. Both answer alike whoever is registered already."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.participants import links, privacy, registration
from comity.refusals import NotNow, Refused
from comity.web.people import own_mails
from comity.web.people.own_forms import ApplyForm, LinkForm
from comity.web.shared import limits
from comity.web.shared.sending import sent


def public_meeting(slug: str) -> Meeting:
    """One that was announced; of any other nobody learns that it exists."""
    meeting = get_object_or_404(Meeting, slug=slug)
    if not is_public(meeting):
        raise Http404
    return meeting


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at = public_meeting(slug), timezone.now()
    form = ApplyForm(sent(request), use_required_attribute=False)
    is_open = registration.is_open(meeting, at=at)
    if request.method == "POST" and form.is_valid():
        mailbox = form.cleaned_data["email"]
        too_often = limits.is_too_often(request, form, action="register", mailbox=mailbox)
        if not too_often and not form.cleaned_data["website"]:
            try:
                apply(meeting, form, at=at)
            except NotNow:
                raise
            except Refused as refused:
                form.add_error(None, str(refused))
        if not form.errors:
            return redirect("people:registered", slug=slug)
    words = {
        "meeting": meeting,
        "form": form,
        "is_open": is_open,
        "purposes": privacy.PURPOSES,
        "kept_for": privacy.KEPT_FOR.days,
    }
    page = render(request, "people/registering/form.html", words, status=422 if form.errors else 200)
    return limits.answered(page, form)


def apply(meeting: Meeting, form: ApplyForm, *, at: datetime) -> None:
    """A second registration of the same person answers with her link."""
    made = registration.apply(
        meeting, form.details(), agrees=form.agreed(), at=at, letter=own_mails.writer("applied", at=at)
    )
    if made is None:
        links.send_again(meeting, form.cleaned_data["email"], at=at, letter=own_mails.writer("link", at=at))


@never_cache
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "people/registering/done.html", {"meeting": public_meeting(slug)})


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the link to the own page again, to the address alone."""
    meeting, at = public_meeting(slug), timezone.now()
    form = LinkForm(sent(request))
    asked = request.method == "POST" and form.is_valid()
    if asked and limits.is_too_often(request, form, action="link", mailbox=form.cleaned_data["email"]):
        asked = False
    elif asked:
        links.send_again(meeting, form.cleaned_data["email"], at=at, letter=own_mails.writer("link", at=at))
    words = {"meeting": meeting, "form": form, "asked": asked}
    page = render(request, "people/registering/link.html", words, status=422 if form.errors else 200)
    return limits.answered(page, form)
