"""The one way in which an act of the table is carried out, and the answer to a change request."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.practices import seal
from comity.refusals import NotNow, Refused
from comity.statements import authority, changes
from comity.statements.models import ChangeRequest
from comity.web.desk.acts import ACTS, seen
from comity.web.desk.forms import AnswerForm
from comity.web.desk.page import show, shown_version


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Carry out one act on the version that the page showed, or show the page again with what was written."""
    if name not in ACTS:
        raise Http404
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:statement", ref=ref)
    chosen, at = ACTS[name], timezone.now()
    version = shown_version(request, ref, number=None)
    authority.require(request.user, chosen.needs, statement=version.statement)
    with timezone.override(version.meeting.zone):
        form = chosen.form(request.POST, prefix=name)
        if not form.is_valid():
            return show(request, version, at=at, bound={name: form}, status=422)
        try:
            with transaction.atomic():
                if request.POST.get("seen") != seen(version):
                    raise NotNow(_("Somebody else was first: the statement has changed since you opened it."))
                chosen.carry_out(version, form.cleaned_data, request.user, at)  # type: ignore[arg-type]
        except Refused as refusal:
            return show(request, version, at=at, bound={name: form}, refusal=refusal)
    messages.success(request, str(chosen.done))
    return redirect("desk:statement", ref=ref)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def open_seal(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell who made an intervention, on this one page. The reading goes on record before it is told."""
    version, at = shown_version(request, ref, number=None), timezone.now()
    if request.method == "GET":
        return redirect("desk:statement", ref=ref)
    try:
        seal.open_record(version.statement, reason=request.POST.get("reason", ""), by=request.user, at=at)  # type: ignore[arg-type]
    except Refused as refusal:
        return show(request, version, at=at, refusal=refusal)
    return show(request, version, at=at, opened=True)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or decline what a delegation asked for."""
    asked, at = get_object_or_404(ChangeRequest.objects.select_related("statement"), pk=pk), timezone.now()
    version = shown_version(request, asked.statement.ref, number=None)
    if request.method == "GET":
        return redirect("desk:statement", ref=asked.statement.ref)
    name = f"request-{asked.pk}"
    form = AnswerForm(request.POST, prefix=name)
    if not form.is_valid():
        return show(request, version, at=at, bound={name: form}, status=422)
    words = form.cleaned_data
    try:
        changes.decide(
            asked,
            grant=words["decision"] == "grant",
            answer=words["answer"],
            by=request.user,  # type: ignore[arg-type]
            at=at,
        )
    except Refused as refusal:
        return show(request, version, at=at, bound={name: form}, refusal=refusal)
    messages.success(request, _("The delegation is told by mail."))
    return redirect("desk:statement", ref=asked.statement.ref)
