"""Follow-up at the desk: what sources say of States, whom to ask, the policy, and mandates with their deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.framework import authority, following, mandates, naming
from comity.framework.authority import Act
from comity.framework.models import ReportRequest
from comity.meetings.models import Meeting
from comity.refusals import Refused
from comity.web.desk.framework.place import around, meeting_of, person
from comity.web.desk.page import mistakes
from comity.web.shared.deeds import carry_out
from comity.web.shared.outcome import AskForm, FulfilForm, MandateForm, PolicyForm, ProgressForm, ReasonForm
from comity.web.shared.sending import whole_number, written


def place_of(request: HttpRequest, slug: str) -> Meeting:
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.FOLLOW, meeting=meeting)
    return meeting


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, place_of(request, slug))


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """Deadlines first, then what was asked and not answered, then the records."""
    bound, at = bound or {}, timezone.now()
    records = list(following.records(meeting, at=at, person=request.user))
    asked = list(
        ReportRequest.objects.filter(node__framework__meeting=meeting, closed_at=None).select_related(
            "node", "delegation__body"
        )
    )
    titles = naming.titles({*(one.node_id for one in records), *(one.node_id for one in asked)})
    policy = following.policy_of(meeting)
    reminded = policy.reminder_days or following.REMINDED
    today = at.astimezone(meeting.zone).date()
    return render(
        request,
        "desk/outcome/follow_up.html",
        {
            **around(request, meeting),
            "mandates": [
                (one, mandates.days_left(one, today)) for one in meeting.mandates.select_related("instrument")
            ],
            "asked": [(one, titles.get(one.node_id, ""), following.is_overdue(one, today)) for one in asked],
            "records": [
                (one, titles.get(one.node_id, ""), one.public_from is not None and one.public_from <= at)
                for one in records
            ],
            "can_follow": bool(naming.followed(meeting)),
            "progress_form": bound.get("record") or ProgressForm(meeting=meeting, initial={"as_of": today}),
            "ask_form": bound.get("ask") or AskForm(meeting=meeting),
            "policy_form": bound.get("policy")
            or PolicyForm(
                initial={
                    "observation_days": policy.observation_days,
                    "report_months": policy.report_months,
                    "reminder_days": ", ".join(str(one) for one in reminded),
                }
            ),
            "mandate_form": bound.get("mandate") or MandateForm(meeting=meeting),
            "fulfil_form": bound.get("fulfil") or FulfilForm(initial={"done_on": today}),
            "reason_form": bound.get("withdraw") or ReasonForm(),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=status,
    )


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Do one thing of the page."""
    meeting = place_of(request, slug)
    back = reverse("desk:follow_up", args=[slug])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    form, verb = deed(request, meeting, name)

    def again(**context: Any) -> HttpResponse:
        return show(request, meeting, **context)

    return carry_out(request, name, form, verb, done=_("Recorded."), show=again, back=back)


def deed(request: HttpRequest, meeting: Meeting, name: str) -> tuple[forms.Form, Any]:
    """The form that was sent, and what is done with what it says."""
    by, at = person(request), timezone.now()
    key = whole_number(written(request, "key")) or 0
    sent = request.POST
    if name == "record":

        def record(said: dict[str, Any]) -> None:
            node, delegation, status = (said.pop(one) for one in ("node", "delegation", "status"))
            following.record(node, delegation, status, by=by, at=at, **said)

        return ProgressForm(sent, meeting=meeting), record
    if name == "ask":
        return AskForm(sent, meeting=meeting), lambda said: following.ask(
            said["node"], said["delegations"], due_on=said["due_on"], by=by, at=at
        )
    if name == "policy":
        return PolicyForm(sent), lambda said: following.set_policy(meeting, by=by, at=at, **said)
    if name == "mandate":
        return MandateForm(sent, meeting=meeting), lambda said: mandates.record(meeting, by=by, at=at, **said)
    if name == "fulfil":
        mandate = get_object_or_404(meeting.mandates, pk=key)
        return FulfilForm(sent), lambda said: mandates.fulfil(mandate, by=by, at=at, **said)
    if name == "withdraw":
        progress = get_object_or_404(following.records(meeting, at=at, person=by), pk=key)
        return ReasonForm(sent), lambda said: following.withdraw(
            progress, reason=said["reason"], by=by, at=at
        )
    raise Http404
