"""A table of what a visit or a survey found: sent, looked at line by line, taken in or dropped."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.adapters import spreadsheets
from comity.framework import lists, naming, taking_in
from comity.framework.models import Progress, ProgressList
from comity.refusals import NotAllowed, Refused
from comity.web.desk.framework.place import around, person
from comity.web.desk.outcome.following import place_of
from comity.web.portal.uploads import harmless
from comity.web.shared.middleware import takes_files
from comity.web.shared.outcome import ProgressListForm

SHOWN_AT_MOST = 200


@takes_files
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = place_of(request, slug)
    form = ProgressListForm(request.POST, request.FILES) if request.method == "POST" else ProgressListForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = spreadsheets.read(file.read(spreadsheets.LARGEST + 1))
            name = harmless(file.name or "")
            kept = taking_in.keep(
                meeting, name, table, given=form.given(), by=person(request), at=timezone.now()
            )
            return redirect("desk:progress_list", slug=slug, pk=kept.pk)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error("file", str(refused))
    words = {
        **around(request, meeting),
        "form": form,
        "columns": lists.COLUMNS,
        "statuses": Progress.Status.choices,
        "sources": [one.value for one in lists.FROM_A_LIST],
    }
    return render(request, "desk/outcome/import.html", words, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What each line would record; sending takes it in as shown, or drops it."""
    meeting, at = place_of(request, slug), timezone.now()
    listed = get_object_or_404(ProgressList.objects.select_related("meeting"), pk=pk, meeting=meeting)
    if request.method == "POST" and "drop" in request.POST:
        taking_in.drop(listed, by=person(request), at=at)
        messages.success(request, _("The list is dropped; nothing was taken in."))
        return redirect("desk:follow_up", slug=slug)
    if request.method == "POST":
        sums = taking_in.take_in(listed, seen=request.POST.get("seen", ""), by=person(request), at=at)
        numbers = {"new": sums.new, "left": sums.left_out}
        messages.success(request, _("Taken in: %(new)d new, %(left)d left out.") % numbers)
        return redirect("desk:follow_up", slug=slug)
    taking_in.require_open(listed)
    return render(request, "desk/outcome/preview.html", {**around(request, meeting), **shown(listed)})


def shown(listed: ProgressList) -> dict[str, Any]:
    """The lines that would record something, first of all those with a fault, each with the title of its node and the
    words of its status."""
    lines = lists.preview(listed)
    told = sorted((one for one in lines if one.fate != "same"), key=lambda one: one.fate != "wrong")
    titles = naming.titles({one.node.pk for one in told if one.node})
    statuses = dict(Progress.Status.choices)
    return {
        "listed": listed,
        "lines": [
            (one, titles.get(one.node.pk, "") if one.node else "", statuses.get(one.status, ""))
            for one in told[:SHOWN_AT_MOST]
        ],
        "more": max(0, len(told) - SHOWN_AT_MOST),
        "sums": Counter(one.fate for one in lines),
        "seen": lists.fingerprint(lines),
    }
