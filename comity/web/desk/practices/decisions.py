"""Recording one decision of the Committee about several practices: all, or none and why."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.languages import reader_language
from comity.meetings.models import Meeting
from comity.practices import authority, circulating, deciding, pending
from comity.practices.authority import Act
from comity.practices.models import Practice
from comity.refusals import NotNow, Refused
from comity.web.desk.page import mistakes
from comity.web.desk.practices.gate_forms import DecisionForm
from comity.web.desk.practices.place import may, meeting_of, person

AT_MOST = 500


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at, refusal = meeting_of(request, slug), timezone.now(), None
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        initial={"decided_on": circulating.today(meeting, at)},
    )
    chosen = request.POST.getlist("chosen")[:AT_MOST]
    if request.method == "POST":
        authority.require(request.user, Act.RECORD_DECISION, meeting=meeting)
        try:
            practices = wanted(meeting, chosen, at)
            if form.is_valid():
                deciding.decide_each(practices, **form.cleaned_data, by=person(request), at=at)
                done = ngettext(
                    "The decision about %(number)d practice is on record.",
                    "The decision about %(number)d practices is on record.",
                    len(practices),
                )
                messages.success(request, done % {"number": len(practices)})
                return redirect("desk:board", slug=slug)
        except Refused as refused:
            refusal = refused
    rows = pending.before_committee(meeting, at=at, language=reader_language())
    words = {
        "meeting": meeting,
        "rows": rows,
        "form": form,
        "chosen": {one.partition("|")[0] for one in chosen},
        "refusal": refusal,
        "acted": "before",
        "mistakes": mistakes({"": form}),
        "may_decide": may(request, Act.RECORD_DECISION, meeting),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "desk/practices/decisions.html", words, status=status)


def wanted(meeting: Meeting, chosen: list[str], at: datetime) -> list[Practice]:
    """The practices that were chosen, as the page showed them: a mark is `ref|state|wording`. Raises `NotNow` where one
    of them is otherwise now, `Refused` where none is chosen."""
    marks = {ref: seen for ref, _bar, seen in (mark.partition("|") for mark in chosen)}
    if not marks:
        raise Refused(_("Choose the practices about which the Committee decided."))
    rows = {
        one.practice.ref: one
        for one in pending.before_committee(meeting, at=at, language=reader_language())
        if one.practice.ref in marks
    }
    for ref, seen in marks.items():
        if ref not in rows or rows[ref].seen != seen:
            title = rows[ref].practice.working_title if ref in rows else ref
            raise NotNow(
                _(
                    "Nothing was recorded. “%(title)s” has changed since you opened the page. Look at it again."
                )
                % {"title": title}
            )
    return [one.practice for one in rows.values()]
