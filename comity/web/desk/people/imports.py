"""A list of participants from a file: sent, looked at line by line, taken in or dropped."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.adapters import spreadsheets
from comity.participants import lists, privacy, taking_in
from comity.participants.authority import Act
from comity.participants.models import ParticipantList
from comity.refusals import NotAllowed, Refused
from comity.web.desk.people.forms import ListForm
from comity.web.desk.people.place import meeting_of, rights_of
from comity.web.desk.programme.place import person
from comity.web.people import own_mails
from comity.web.portal.uploads import harmless
from comity.web.shared.middleware import takes_files

SHOWN_AT_MOST = 200


@takes_files
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug, Act.LISTS)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = spreadsheets.read(file.read(spreadsheets.LARGEST + 1))
            name = harmless(file.name or "")
            kept = taking_in.keep(meeting, name, table, by=person(request), at=timezone.now())
            return redirect("desk:participants_list", slug=slug, pk=kept.pk)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error("file", str(refused))
    words = {**rights_of(request, meeting), "form": form, "columns": lists.COLUMNS}
    return render(request, "desk/people/import.html", words, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What each line would do; sending takes it in as shown, or drops it."""
    meeting, at = meeting_of(request, slug, Act.LISTS), timezone.now()
    listed = get_object_or_404(ParticipantList.objects.select_related("meeting"), pk=pk, meeting=meeting)
    if request.method == "POST" and "drop" in request.POST:
        taking_in.drop(listed, by=person(request), at=at)
        messages.success(request, _("The list is dropped; nothing was taken in."))
        return redirect("desk:participants", slug=slug)
    if request.method == "POST":
        sums = taking_in.take_in(
            listed,
            seen=request.POST.get("seen", ""),
            approved="approved" in request.POST,
            by=person(request),
            at=at,
            letter=own_mails.writer("approved", at=at),
        )
        numbers = {"new": sums.new, "changed": sums.changed, "left": sums.left_out}
        messages.success(
            request, _("Taken in: %(new)d new, %(changed)d changed, %(left)d left out.") % numbers
        )
        return redirect("desk:participants", slug=slug)
    privacy.require_open(listed)
    lines = lists.preview(listed)
    shown = [one for one in lines if one.fate != "same"]
    words = {
        **rights_of(request, meeting),
        "listed": listed,
        "lines": sorted(shown, key=lambda one: one.fate != "wrong")[:SHOWN_AT_MOST],
        "more": max(0, len(shown) - SHOWN_AT_MOST),
        "sums": Counter(one.fate for one in lines),
        "total": len(lines),
        "seen": lists.fingerprint(lines),
    }
    return render(request, "desk/people/preview.html", words)
