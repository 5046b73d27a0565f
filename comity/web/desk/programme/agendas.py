"""The versions of the agenda at the desk: issued, adopted, read, compared, taken as files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.adapters.agenda import files
from comity.languages import reader_language
from comity.meetings import agenda as verbs
from comity.meetings import checking, differing
from comity.meetings.agenda import Stage
from comity.meetings.authority import Act
from comity.meetings.models import AgendaVersion, Meeting
from comity.meetings.printed import printed
from comity.papers import agendas as papers
from comity.papers import authority as papers_authority
from comity.refusals import Refused
from comity.web.desk.programme.place import may, meeting_of, person
from comity.web.shared.files import downloads, made_file
from comity.web.shared.sending import written


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def agendas(request: HttpRequest, slug: str) -> HttpResponse:
    """What was issued, what may be issued next, and what to look at before."""
    meeting = meeting_of(request, slug)
    refusal = None
    if request.method == "POST":
        stage, by, at = written(request, "stage"), person(request), timezone.now()
        if stage not in Stage.values:
            raise Http404
        try:
            if stage == Stage.ADOPTED:
                made = verbs.adopt(meeting, by=by, at=at)
            else:
                made = verbs.issue(meeting, Stage(stage), by=by, at=at)
            messages.success(request, _("Issued: %(agenda)s.") % {"agenda": made})
            return redirect("desk:agendas", slug=slug)
        except Refused as refused:
            refusal = refused
    return show(request, meeting, refusal)


def show(request: HttpRequest, meeting: Meeting, refusal: Refused | None) -> HttpResponse:
    """The findings are those of the furthest version that is made of the programme; adopting one looks at nothing."""
    at, last = timezone.now(), verbs.latest(meeting)
    stages = verbs.next_stages(meeting)
    of = checking.programme(meeting, at=at)
    offered = [
        (
            stage,
            checking.findings(meeting, stage=None if stage == Stage.ADOPTED else stage, at=at, of=of),
        )
        for stage in stages
        if may(request, Act.ADOPT_AGENDA if stage == Stage.ADOPTED else Act.ISSUE_AGENDA, meeting)
    ]
    looked_at = next((found for stage, found in reversed(offered) if stage != Stage.ADOPTED), None)
    if looked_at is None:
        looked_at = checking.findings(meeting, at=at, of=of)
    versions = list(
        meeting.agendas.select_related("issued_by", "meeting").defer("content", "people").order_by("-number")
    )
    there = papers.refs(meeting)
    handles = papers_authority.may(request.user, papers_authority.Act.HANDLE, meeting=meeting)
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/programme/agendas.html",
            {
                "meeting": meeting,
                "versions": [*zip(versions, [*versions[1:], None], strict=False)],
                "offered": [
                    (stage, any(one.blocks for one in found), stage == (last and last.stage))
                    for stage, found in offered
                ],
                "findings": looked_at,
                "changed": last is not None and verbs.has_changed(last, at=at, of=of),
                "last": last,
                "papers": there,
                "offered_as_papers": papers.offered(versions, there) if handles else set(),
                "refusal": refusal,
            },
            status=refusal.status if refusal else 200,
        )


def version_of(meeting: Meeting, number: int) -> AgendaVersion:
    version = get_object_or_404(meeting.agendas, number=number)
    version.meeting = meeting
    return version


@login_required
@never_cache
@require_safe
def agenda(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was issued, in the language of the page."""
    meeting = meeting_of(request, slug)
    version = version_of(meeting, number)
    return render(
        request,
        "desk/programme/agenda.html",
        {
            "meeting": meeting,
            "version": version,
            "agenda": printed(version),
            "downloads": downloads(files.TYPES, "desk:agenda_file", slug, number),
        },
    )


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The version as a file, in the language of the address."""
    version = version_of(meeting_of(request, slug), number)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    content = files.file(version, kind, language=language)
    return made_file(content, files.TYPES[kind], files.file_name(version, kind, language))


@login_required
@never_cache
@require_safe
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side, session by session."""
    meeting = meeting_of(request, slug)
    old, new = version_of(meeting, before), version_of(meeting, after)
    return render(
        request,
        "desk/programme/difference.html",
        {
            "meeting": meeting,
            "before": old,
            "after": new,
            "rows": differing.between(printed(old), printed(new)),
        },
    )
