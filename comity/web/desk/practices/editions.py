"""Editions and addenda of the compendium: what would be issued, and issuing it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.meetings.models import Meeting
from comity.practices import authority, issuing
from comity.practices.authority import Act
from comity.practices.models import Edition, Practice
from comity.practices.states import State
from comity.refusals import Refused
from comity.web.desk.practices.place import may, meeting_of, person


class IssueForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is issued?"),
        choices=[
            (Edition.Kind.EDITION, _("An edition: every recommended practice")),
            (Edition.Kind.ADDENDUM, _("An addendum: only what no edition has in its present wording")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an edition or an addendum.")},
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    if request.method == "GET":
        return show(request, meeting, IssueForm())
    authority.require(request.user, Act.ISSUE, meeting=meeting)
    form = IssueForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, form, status=422)
    try:
        issuing.issue(meeting, kind=form.cleaned_data["kind"], by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, meeting, form, refusal=refusal)
    messages.success(request, _now("Issued. Every practice in it is public."))
    return redirect("desk:editions", slug=slug)


def show(
    request: HttpRequest,
    meeting: Meeting,
    form: IssueForm,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    recommended = Practice.objects.filter(meeting=meeting, state=State.RECOMMENDED)
    return render(
        request,
        "desk/practices/editions.html",
        {
            "meeting": meeting,
            "form": form,
            "refusal": refusal,
            "editions": meeting.editions.order_by("-number").prefetch_related("entries__practice"),
            "fresh": recommended.filter(entries=None)
            .select_related("chapter")
            .order_by("chapter__position", "pk"),
            "may_issue": may(request, Act.ISSUE, meeting),
        },
        status=refusal.status if refusal else status,
    )
