"""The questionnaire: kept as it is written, sent once; two colleagues never overwrite each other unseen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.languages import reader_language
from comity.participants.models import Delegation
from comity.practices import questionnaire
from comity.practices.models import AnswersKept
from comity.refusals import Refused
from comity.statements.models import Receipt
from comity.web.portal.practices.forms import QuestionnaireForm
from comity.web.portal.practices.views import acting, own_delegation
from comity.web.shared.sending import without_null, written


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The ten questions. Whatever is sent is kept first, so that a refusal loses nothing."""
    delegation, at, refusal = own_delegation(request, pk), timezone.now(), None
    form = form_of(request, delegation)
    if request.method == "POST":
        try:
            questionnaire.keep(delegation, as_sent(request), over=began(request), by=acting(request), at=at)
            if "keep" in request.POST:
                messages.success(request, _("Kept. Go on whenever you like; nothing has been sent yet."))
                return redirect("portal:questionnaire", pk=pk)
            if form.is_valid():
                return redirect("portal:receipt", number=send(request, delegation, form, at).number)
        except Refused as refused:
            refusal = refused
    kept = questionnaire.kept(delegation, by=acting(request))
    words = {
        "delegation": delegation,
        "meeting": delegation.meeting,
        "form": form,
        "kept": kept,
        "seen": kept.kept_at.isoformat() if kept else "",
        "refusal": refusal,
        "theirs": theirs(form, kept, as_sent(request)) if kept and refusal else [],
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "portal/practices/questionnaire.html", words, status=status)


def form_of(request: HttpRequest, delegation: Delegation) -> QuestionnaireForm:
    """What is only to be kept may have gaps: nothing is asked of it."""
    if request.method == "POST" and "keep" not in request.POST:
        return QuestionnaireForm(request.POST, meeting=delegation.meeting)
    kept = questionnaire.kept(delegation, by=acting(request))
    start = kept.answers if kept else {"language": reader_language()}
    return QuestionnaireForm(meeting=delegation.meeting, initial=as_sent(request) or start)


def began(request: HttpRequest) -> datetime | None:
    """When the answers were kept with which the page was opened; None where there were none."""
    try:
        found = datetime.fromisoformat(request.POST.get("kept", ""))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 <= found.year < 3000 else None


def send(request: HttpRequest, delegation: Delegation, form: QuestionnaireForm, at: datetime) -> Receipt:
    return questionnaire.submit(
        delegation,
        form.answers(),
        may_quote=form.cleaned_data[questionnaire.MAY_QUOTE] == "yes",
        language=form.cleaned_data["language"],
        aspects=form.cleaned_data["aspects"],
        by=acting(request),
        at=at,
        kept_at=at,
    )


def theirs(form: QuestionnaireForm, kept: AnswersKept, own: dict[str, Any]) -> list[tuple[str, str]]:
    """(question, what a colleague keeps there) where it is not what was just sent."""
    return [
        (str(form.fields[one.code].label), kept.answers[one.code])
        for one in questionnaire.fields()
        if one.code != questionnaire.MAY_QUOTE
        and kept.answers.get(one.code, "") not in ("", own.get(one.code))
    ]


def as_sent(request: HttpRequest) -> dict[str, Any]:
    """What stands in the fields, to be shown in them again; empty where the page was only asked for."""
    if request.method != "POST":
        return {}
    names = ["language", "may_publish", *(one.code for one in questionnaire.fields())]
    said = {name: written(request, name)[:20_000] for name in names if name in request.POST}
    return {**said, "aspects": [without_null(one) for one in request.POST.getlist("aspects")[:20]]}
