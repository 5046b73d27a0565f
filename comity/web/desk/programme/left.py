"""What earlier meetings of the series left open, and this one: closed, opened again, let be public (R03-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import handing, still_open
from comity.framework.handing import Left
from comity.languages import NATIVE_NAMES, page_language
from comity.meetings import authority, following_up, queries
from comity.meetings.authority import Act
from comity.meetings.models import FollowUp, Meeting
from comity.meetings.states import CLOSED
from comity.refusals import Refused
from comity.web.desk.forms import NothingForm
from comity.web.desk.page import mistakes
from comity.web.desk.programme.forms import CloseForm, FollowUpForm, ReopenForm
from comity.web.desk.programme.place import edited_language, may, meeting_of, person, put
from comity.web.shared.deeds import carry_out
from comity.web.shared.sending import sent


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open, what was closed and where, and the form for another one."""
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
                    is_public=said["is_public"],
                    by=person(request),
                    at=timezone.now(),
                )
                messages.success(request, _("It is recorded."))
                return redirect("desk:left", slug=slug)
            except Refused as refused:
                refusal = refused
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, meeting, bound={"": form}, refusal=refusal, status=status)


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound, language = bound or {}, edited_language(request)
    today = timezone.now().astimezone(meeting.zone).date()
    rows = handing.left(meeting, on=today)
    still = [one for one in rows if one.item.closed_at is None]
    return render(
        request,
        "desk/programme/left.html",
        {
            "meeting": meeting,
            "open": [(one, close_form(one, bound, today)) for one in still],
            "closed": [(one, reopen_form(one, bound)) for one in reversed(rows) if one.item.closed_at],
            "mandates": handing.open_mandates(meeting),
            "requests": handing.open_requests(meeting),
            "form": bound.get("") or FollowUpForm(language=language),
            "in_language": language,
            "in_languages": NATIVE_NAMES,
            "may_record": may(request, Act.FOLLOW_UP, meeting),
            "proposes": may(request, Act.EDIT, meeting) and meeting.state not in CLOSED,
            "earlier": earlier(meeting, still),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=status,
    )


def close_form(one: Left, bound: Mapping[str, forms.Form], today: date) -> forms.Form:
    """What was just sent for it, else an empty one; each with ids of its own, since there are many on the page."""
    name = f"{one.kind}-{one.item.pk}"
    return bound.get(name) or CloseForm(initial={"on": today, "ended": "done"}, auto_id=f"{name}-%s")


def reopen_form(one: Left, bound: Mapping[str, forms.Form]) -> forms.Form:
    name = f"{one.kind}-{one.item.pk}"
    return bound.get(name) or ReopenForm(auto_id=f"{name}-%s")


def earlier(meeting: Meeting, still: list[Left]) -> list[Meeting]:
    """The other meetings of which something is open here, the latest first."""
    found = {one.item.left_by.pk: one.item.left_by for one in still if one.item.left_by.pk != meeting.pk}
    return [*reversed(found.values())]


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, kind: str, pk: int, name: str) -> HttpResponse:
    """Close it, open it again, or let the public read of it."""
    meeting = meeting_of(request, slug)
    back = reverse("desk:left", args=[slug])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    found = next((one for key, one in handing.items(meeting) if (key, one.pk) == (kind, pk)), None)
    if found is None:
        raise Http404
    form, verb = deed(request, meeting, found, name, ids=f"{kind}-{pk}-%s")

    def again(**context: Any) -> HttpResponse:
        return show(request, meeting, **context)

    return carry_out(request, f"{kind}-{pk}", form, verb, done=_("Recorded."), show=again, back=back)


def deed(
    request: HttpRequest, meeting: Meeting, found: Any, name: str, *, ids: str
) -> tuple[forms.Form, Any]:
    """The form that was sent, and what is done with what it says."""
    by, at = person(request), timezone.now()
    language = edited_language(request)
    if name == "close":
        return CloseForm(request.POST, auto_id=ids), lambda said: following_up.close(
            found,
            at_meeting=meeting,
            ended=said["ended"] or "done",
            outcomes=put({}, language, said["outcome"]),
            on=said["on"],
            by=by,
            at=at,
        )
    if name == "reopen":
        return ReopenForm(request.POST, auto_id=ids), lambda said: following_up.reopen(
            found, at_meeting=meeting, reason=said["reason"], by=by, at=at
        )
    if name in ("tell", "keep") and isinstance(found, FollowUp):
        return NothingForm(request.POST), lambda said: following_up.tell(
            found, name == "tell", at_meeting=meeting, by=by, at=at
        )
    raise Http404


def suggested(meeting: Meeting, slug: str, language: str, *, at: datetime) -> dict[str, str]:
    """Title and annotation of a session on what an earlier meeting of the series left open, as far as the public reads
    it. Somebody looks at it and adds the session, or does not: nothing comes into an agenda by itself."""
    if not slug:
        return {}
    origin = next((one for one in queries.of_series(meeting) if one.slug == slug), None)
    if origin is None or origin.pk == meeting.pk:
        return {}
    rows = still_open.of(meeting, at=at, language=language)
    named = [one.title for one in rows if one.is_open and one.left_by.pk == origin.pk]
    with override(page_language(language)):
        title = _("Follow-up to: %(meeting)s") % {"meeting": origin.short_title}
    return {"titles": title[:300], "annotations": "\n".join(f"– {one}" for one in named)[:4_000]}
