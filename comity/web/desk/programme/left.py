"""What earlier meetings of the series left to be done, and this one (R03-1)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.languages import NATIVE_NAMES
from comity.meetings import authority, following_up, queries
from comity.meetings.authority import Act
from comity.meetings.models import Meeting
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.programme.forms import FollowUpForm
from comity.web.desk.programme.place import edited_language, may, meeting_of, person, put
from comity.web.shared.sending import sent, written


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, slug: str) -> HttpResponse:
    """The open ones, those that this meeting closed, and the form for another one."""
    meeting = meeting_of(request, slug)
    language = edited_language(request)
    form = FollowUpForm(sent(request), language=language)
    refusal = None
    if request.method == "POST":
        authority.require(request.user, Act.FOLLOW_UP, meeting=meeting)
        if form.is_valid():
            said = form.cleaned_data
            try:
                following_up.record(
                    meeting,
                    titles=put({}, language, said["titles"]),
                    interlocutors=put({}, language, said["interlocutors"]),
                    due_on=said["due_on"],
                    by=person(request),
                    at=timezone.now(),
                )
                messages.success(request, _("It is recorded."))
                return redirect("desk:left", slug=slug)
            except Refused as refused:
                refusal = refused
    return show(request, meeting, form, language=language, refusal=refusal)


def show(
    request: HttpRequest,
    meeting: Meeting,
    form: FollowUpForm,
    *,
    language: str,
    refusal: Refused | None = None,
) -> HttpResponse:
    return render(
        request,
        "desk/programme/left.html",
        {
            "meeting": meeting,
            "open": queries.open_follow_ups(meeting),
            "closed": meeting.follow_ups_closed.select_related("meeting"),
            "form": form,
            "in_language": language,
            "in_languages": NATIVE_NAMES,
            "may_record": may(request, Act.FOLLOW_UP, meeting),
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@require_POST
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """It is done: the words say how."""
    meeting = meeting_of(request, slug)
    found = get_object_or_404(queries.open_follow_ups(meeting), pk=pk)
    language = edited_language(request)
    try:
        following_up.close(
            found,
            at_meeting=meeting,
            outcomes=put({}, language, written(request, "outcome")),
            by=person(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        form = FollowUpForm(language=language)
        return show(request, meeting, form, language=language, refusal=refusal)
    messages.success(request, _("It is closed."))
    return redirect("desk:left", slug=slug)
