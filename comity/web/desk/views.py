"""The queue, the statement under review, two versions side by side, and the files as received."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.meetings.models import Meeting
from comity.papers import authority as papers
from comity.papers import overdue
from comity.participants import authority as people
from comity.participants import letters
from comity.participants.models import Role
from comity.practices import authority as register
from comity.practices import queries as practices
from comity.practices import waiting
from comity.record.models import Act
from comity.refusals import NotAllowed
from comity.statements import authority, clearance, queries
from comity.statements import difference as differences
from comity.statements.models import LanguageVersion, Version
from comity.web.desk.acts import seen
from comity.web.desk.listing import FilterForm, listed, with_open_requests
from comity.web.desk.many import ACTS
from comity.web.desk.page import (
    FOR_THE_DESK,
    chosen_language,
    meeting_of,
    require_seal,
    sent_versions,
    show,
    show_closed,
    shown_version,
)
from comity.web.shared.files import attachment

State = Version.State
SHOWN_AT_MOST = 10
"""Rows of one part of the queue; the list has the rest."""
PAGE = 50


@login_required
@never_cache
@require_safe
def home(request: HttpRequest, slug: str = "") -> HttpResponse:
    """What waits for me first, then for anybody at the desk, then for others."""
    meeting, meetings = meeting_of(request, slug)
    queued = list(queries.queue(meeting))
    reviewers = reviewers_of(meeting, queued)
    requests, published = list(queries.open_requests(meeting)), recently_published(meeting)
    roles = held(request.user, meeting)
    mine = [one for one in queued if one.state == State.IN_REVIEW and reviewers.get(one.pk) == request.user]
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/home.html",
            {
                "meeting": meeting,
                "meetings": meetings,
                "requests": requests,
                "mine": mine,
                "received": of_state(queued, State.RECEIVED),
                "others": [
                    (one, reviewers.get(one.pk))
                    for one in of_state(queued, State.IN_REVIEW)
                    if one not in mine
                ],
                "accepted": of_state(queued, State.ACCEPTED),
                "embargoed": of_state(queued, State.EMBARGOED),
                "returned": of_state(queued, State.RETURNED),
                "published": published,
                "closed": queries.closed(
                    request.user,
                    [
                        *(one.statement for one in (*queued, *published)),
                        *(one.statement for one in requests),
                    ],
                ),
                "shown_at_most": SHOWN_AT_MOST,
                "enters": authority.BY_ROLE[authority.Act.SUBMIT] & roles,
                "to_read": unseen(request.user, meeting) if Role.RAPPORTEUR in roles else None,
                "sums": register.BY_ROLE[register.Act.SEE] & roles,
                "register_waits": practices.waiting(meeting, at=timezone.now()),
                "invites": Role.SECRETARIAT in roles,
                "sees_people": people.BY_ROLE[people.Act.SEE] & roles,
                "registrations": meeting.participants.filter(state="pending").count(),
                "papers_overdue": len(overdue.overdue(meeting, at=timezone.now())),
                "reads_minutes": papers.BY_ROLE[papers.Act.READ_MINUTES] & roles,
                "letters": letters.troubled(meeting) if Role.SECRETARIAT in roles else (),
                "now": timezone.now(),
            },
        )


def unseen(person: Any, meeting: Meeting) -> int:
    """How many paragraphs wait for somebody who reads."""
    return len(waiting.view(meeting, person, at=timezone.now()).unseen())


@login_required
@never_cache
@require_safe
def statements(request: HttpRequest, slug: str) -> HttpResponse:
    """Every statement that was sent, to be found and acted on, many at once."""
    meeting, meetings = meeting_of(request, slug)
    form = FilterForm(request.GET, meeting=meeting)
    page = Paginator(listed(meeting, form.wanted(), person=request.user), PAGE).get_page(
        request.GET.get("page")
    )
    versions = list(page.object_list)
    query = request.GET.copy()
    query.pop("page", None)
    acts = [
        (name, act)
        for name, act in ACTS.items()
        if authority.BY_ROLE[act.needs] & held(request.user, meeting)
    ]
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/list.html",
            {
                "meeting": meeting,
                "meetings": meetings,
                "form": form,
                "page_of_list": page,
                "rows": [(one, f"{one.pk}|{seen(one)}") for one in versions],
                "asking": with_open_requests(versions),
                "closed": queries.closed(request.user, [one.statement for one in versions]),
                "acts": acts,
                "query": query.urlencode(),
                "now": timezone.now(),
            },
        )


def held(person: Any, meeting: Meeting) -> set[Role]:
    return {Role(role) for role in person.assignments.filter(meeting=meeting).values_list("role", flat=True)}


def of_state(versions: list[Version], state: Version.State) -> list[Version]:
    return [one for one in versions if one.state == state]


def reviewers_of(meeting: Meeting, versions: list[Version]) -> dict[int, Any]:
    """Version -> who took it into review last, by the record."""
    in_review = {(str(one.statement_id), one.number): one.pk for one in of_state(versions, State.IN_REVIEW)}
    taken = (
        Act.objects.filter(
            meeting=meeting,
            verb="taken into review",
            object_type="statement",
            object_id__in=[statement for statement, _number in in_review],
        )
        .order_by("at", "id")
        .select_related("by")
    )
    found: dict[int, Any] = {}
    for one in taken:
        pk = in_review.get((one.object_id, one.details["version"]))
        if pk is not None:
            found[pk] = one.by
    return found


def recently_published(meeting: Meeting) -> list[Version]:
    return list(
        Version.objects.filter(statement__meeting=meeting, state=State.PUBLISHED)
        .order_by("-public_from")
        .select_related("statement__delegation__body", "statement__meeting", "statement__session", "receipt")
        .prefetch_related("languages", "statement__delegation__body__former_names")[:20]
    )


@login_required
@never_cache
@require_safe
def statement(request: HttpRequest, ref: str, number: int | None = None) -> HttpResponse:
    try:
        version = shown_version(request, ref, number=number)
    except authority.Closed as refusal:
        return show_closed(request, ref, refusal)
    return show(request, version, at=timezone.now())


@login_required
@never_cache
@require_safe
def difference(request: HttpRequest, ref: str, before: int, after: int) -> HttpResponse:
    """What changed between two versions in one language, paragraph by paragraph and word by word."""
    later = shown_version(request, ref, number=after)
    clearance.note_opening(later.statement, by=request.user, at=timezone.now(), version=after)
    sent = {one.number: one for one in sent_versions(later.statement)}
    if before not in sent:
        raise Http404
    old, new = (list(one.languages.all()) for one in (sent[before], later))
    both = [one for one in new if any(one.language == other.language for other in old)]
    shown = chosen_language(both, request.GET.get("language", ""))
    rows = []
    if shown is not None:
        partner = next(one for one in old if one.language == shown.language)
        rows = differences.between(list(partner.paragraphs.all()), list(shown.paragraphs.all()))
    with timezone.override(later.meeting.zone):
        return render(
            request,
            "desk/difference.html",
            {
                "meeting": later.meeting,
                "statement": later.statement,
                "before": sent[before],
                "after": later,
                "languages": both,
                "shown": shown,
                "rows": rows,
            },
        )


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as received, as a download."""
    language = get_object_or_404(
        LanguageVersion.objects.select_related("file", "version__statement__delegation").exclude(
            version__state=State.DRAFT
        ),
        pk=pk,
    )
    statement = language.version.statement
    if not authority.may(request.user, authority.Act.READ_UNPUBLISHED, delegation=statement.delegation):
        raise NotAllowed(FOR_THE_DESK)  # the usual sentence would tell whose it is
    authority.require(request.user, authority.Act.READ_UNPUBLISHED, statement=statement)
    require_seal(request.user, statement)
    clearance.note_opening(
        statement,
        by=request.user,
        at=timezone.now(),
        version=language.version.number,
        language=language.language,
    )
    return attachment(language)
