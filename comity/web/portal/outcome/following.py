"""What is said of a State, what it was asked to report, and its own words."""

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

from comity.framework import following, naming
from comity.framework.models import Progress
from comity.languages import reader_language
from comity.participants.models import DELEGATION_ROLES, Delegation, Person, Stakeholder
from comity.refusals import Refused
from comity.web.desk.forms import NothingForm
from comity.web.desk.page import mistakes
from comity.web.portal.people import delegation_of
from comity.web.shared.deeds import carry_out
from comity.web.shared.outcome import ReportForm, WordsForm
from comity.web.shared.sending import whole_number, written


@login_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """To the page of the person's own delegation, the one of the latest meeting."""
    found = (
        Delegation.objects.filter(
            assignments__person=request.user.pk,
            assignments__role__in=DELEGATION_ROLES,
            body__category=Stakeholder.MEMBER_STATE,
        )
        .order_by("-meeting__opens_on")
        .first()
    )
    if found is None:
        return redirect("portal:home")
    return redirect("portal:follow_up", pk=found.pk)


def state_of(request: HttpRequest, pk: int) -> Delegation:
    """The person's own delegation, of a State."""
    delegation = delegation_of(request, pk)
    if delegation.body.category != Stakeholder.MEMBER_STATE:
        raise Http404
    return delegation


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of the State, with its own comments, and what it was asked."""
    return show(request, state_of(request, pk))


def show(
    request: HttpRequest,
    delegation: Delegation,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound, at, meeting = bound or {}, timezone.now(), delegation.meeting
    records = list(following.records(meeting, at=at, person=request.user).filter(delegation=delegation))
    asked = list(delegation.report_requests.filter(closed_at=None).select_related("node"))
    titles = naming.titles({*(one.node_id for one in records), *(one.node_id for one in asked)})
    return render(
        request,
        "portal/outcome/follow_up.html",
        {
            "meeting": meeting,
            "delegation": delegation,
            "records": [
                (one, titles.get(one.node_id, ""), one.public_from is not None and one.public_from <= at)
                for one in records
            ],
            "asked": [
                (one, titles.get(one.node_id, ""), following.is_overdue(one, at.date())) for one in asked
            ],
            "report_form": bound.get("report") or ReportForm(meeting=meeting, initial={"as_of": at.date()}),
            "words_form": bound.get("comment") or WordsForm(),
            "can_report": bool(naming.followed(meeting)),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=status,
    )


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Report, comment, or let a record be public."""
    delegation = state_of(request, pk)
    back = reverse("portal:follow_up", args=[pk])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    by, at = request.user, timezone.now()
    assert isinstance(by, Person)

    def again(**context: Any) -> HttpResponse:
        return show(request, delegation, **context)

    def report(said: dict[str, Any]) -> None:
        node = said.pop("node")
        following.record(
            node, delegation, said.pop("status"), source=Progress.Source.STATE, by=by, at=at, **said
        )

    if name == "report":
        form: forms.Form = ReportForm(request.POST, meeting=delegation.meeting)
        return carry_out(
            request, name, form, report,
            done=_("Your report is public now."), show=again, back=back,
        )  # fmt: skip
    if name not in ("comment", "release"):
        raise Http404
    found = get_object_or_404(delegation.progress, pk=whole_number(written(request, "key")) or 0)
    if name == "release":
        return carry_out(
            request, name, NothingForm(request.POST), lambda said: following.release(found, by=by, at=at),
            done=_("It is public now."), show=again, back=back,
        )  # fmt: skip
    return carry_out(
        request, name, WordsForm(request.POST),
        lambda said: following.observe(found, said["words"], language=reader_language(), by=by, at=at),
        done=_("Your comment stands beside it."), show=again, back=back,
    )  # fmt: skip
