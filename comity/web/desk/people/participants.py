"""Everybody who takes part, or asks to: found, approved many at once, added, invited, given out as a list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.adapters import spreadsheets
from comity.meetings.models import Meeting
from comity.participants import registration, taking_in
from comity.participants.authority import Act
from comity.participants.models import Participant
from comity.participants.states import State
from comity.refusals import Refused
from comity.web.desk.people.forms import FilterForm, ParticipantForm
from comity.web.desk.people.place import meeting_of, rights_of
from comity.web.desk.programme.place import person
from comity.web.people import own_mails
from comity.web.shared.sending import sent, whole_number

PAGE = 100


@login_required
@never_cache
@require_safe
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    about = rights_of(request, meeting)
    form = FilterForm(request.GET)
    found = listed(meeting, form.wanted(), private=about["may"]["see_private"])
    query = request.GET.copy()
    query.pop("page", None)
    words = {
        **about,
        "form": form,
        "query": query.urlencode(),
        "page_of_list": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    with timezone.override(meeting.zone):
        return render(request, "desk/people/participants.html", words)


def listed(meeting: Meeting, wanted: dict[str, Any], *, private: bool) -> QuerySet[Participant]:
    """Who matches, those who wait first; addresses are sought through only by who sees them."""
    found = Participant.objects.filter(meeting=meeting).exclude(state=State.ERASED)
    if words := (wanted.get("q") or "").strip():
        about = (
            Q(name__icontains=words)
            | Q(affiliation__icontains=words)
            | Q(delegation__body__code=words.lower())
        )
        found = found.filter(about | Q(email__icontains=words) if private else about)
    for name in ("state", "kind", "category"):
        if value := wanted.get(name):
            found = found.filter(**{name: value})
    found = found.select_related("delegation__body", "body").order_by("name", "pk")
    return found.prefetch_related("delegation__body__former_names", "body__former_names")


@login_required
@never_cache
@require_safe
def pending(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits for a decision, the oldest first."""
    meeting = meeting_of(request, slug, Act.DECIDE)
    waiting = Participant.objects.filter(meeting=meeting, state=State.PENDING)
    found = waiting.select_related("delegation__body", "body").order_by("registered_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    words = {**rights_of(request, meeting), "page_of_list": page, "query": ""}
    with timezone.override(meeting.zone):
        return render(request, "desk/people/pending.html", words)


@login_required
@require_POST
def approve(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who are ticked, or everybody who waits."""
    meeting, at = meeting_of(request, slug, Act.DECIDE), timezone.now()
    waiting = Participant.objects.filter(meeting=meeting, state=State.PENDING)
    if "all" not in request.POST:
        chosen = [whole_number(one) for one in request.POST.getlist("chosen")]
        waiting = waiting.filter(pk__in=[one for one in chosen if one is not None])
    people = list(waiting.select_related("meeting", "delegation__body", "person"))
    if not people:
        messages.error(request, _("Choose somebody first."))
        return redirect("desk:pending", slug=slug)
    letter = own_mails.writer("approved", at=at)
    approved = registration.approve(people, by=person(request), at=at, letter=letter)
    messages.success(
        request,
        ngettext("%(number)d participant approved.", "%(number)d participants approved.", len(approved))
        % {"number": len(approved)},
    )
    if len(approved) < len(people):
        left = len(people) - len(approved)
        sentence = ngettext(
            "%(number)d could not be: decided about meanwhile, or no place in the delegation.",
            "%(number)d could not be: decided about meanwhile, or no place in the delegation.",
            left,
        )
        messages.warning(request, sentence % {"number": left})
    return redirect("desk:pending", slug=slug)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Register somebody at once, invite her to answer, or note her for a panel without writing yet."""
    meeting, at = meeting_of(request, slug, Act.DECIDE), timezone.now()
    form = ParticipantForm(sent(request), meeting=meeting, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = add(meeting, form, request, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is in the list.") % {"name": made})
            return redirect("desk:participant", slug=slug, pk=made.pk)
    words = {**rights_of(request, meeting), "form": form}
    return render(request, "desk/people/new.html", words, status=422 if form.errors else 200)


def add(meeting: Meeting, form: ParticipantForm, request: HttpRequest, *, at: Any) -> Participant:
    by, details = person(request), form.details()
    if "invite" in request.POST:
        letter = own_mails.writer("invited", at=at)
        return registration.invite(meeting, details, by=by, at=at, letter=letter)
    if "note" in request.POST:
        return registration.invite(meeting, details, by=by, at=at)
    letter = own_mails.writer("approved", at=at)
    return registration.enter(meeting, details, by=by, at=at, letter=letter)


@login_required
@never_cache
@require_safe
def give_out(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The list as a file, with addresses: for the secretariat."""
    meeting = meeting_of(request, slug, Act.LISTS)
    rows = taking_in.given_out(meeting, by=person(request))
    if kind == "csv":
        response = HttpResponse(spreadsheets.as_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(spreadsheets.as_xlsx(rows, meeting.slug), content_type=spreadsheets.XLSX)
    else:
        raise Http404
    response.headers["Content-Disposition"] = f'attachment; filename="participants-{meeting.slug}.{kind}"'
    return response
