"""The agenda as issued: each version on a page, beside another one, and as a file in six languages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.adapters.agenda import files
from comity.languages import reader_language
from comity.meetings import agenda as agendas
from comity.meetings import casting, differing
from comity.meetings.models import AgendaVersion
from comity.meetings.printed import printed
from comity.web.shared.files import downloads, made_file
from comity.web.site import chosen


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The last version of the meeting."""
    meeting, meetings = chosen.meetings(request, at=timezone.now())
    if meeting is None:
        return render(request, "site/no_meeting.html")
    versions = agendas.shown(meeting)
    if not versions:
        return render(request, "site/agenda/none.html", {"meeting": meeting, "meetings": meetings})
    return page(request, versions[0], versions)


@require_safe
def agenda(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version; an earlier one says that another followed."""
    version, versions = found(slug, number)
    return page(request, version, versions)


def found(slug: str, number: int) -> tuple[AgendaVersion, list[AgendaVersion]]:
    """The version and all that the public sees of the meeting, the newest first."""
    versions = agendas.shown(chosen.known(slug))
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    return version, versions


def page(request: HttpRequest, version: AgendaVersion, versions: list[AgendaVersion]) -> HttpResponse:
    others = [one for one in versions if one.pk != version.pk]
    return render(
        request,
        "site/agenda/agenda.html",
        {
            "meeting": version.meeting,
            "version": version,
            "newer": others[0] if others and others[0].number > version.number else None,
            "before": next((one for one in others if one.number < version.number), None),
            "others": others,
            "agenda": printed(version, named=named(version)),
            "downloads": downloads(files.TYPES, "site:agenda_file", version.meeting.slug, version.number),
        },
    )


def named(version: AgendaVersion) -> set[int]:
    """Whom of it the public may read by name now (RX-3)."""
    return casting.named(int(key) for key in version.people)


@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The version as a file in the language of the address."""
    version, _versions = found(slug, number)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    content = files.file(version, kind, language=language, named=named(version))
    return made_file(content, files.TYPES[kind], files.file_name(version, kind, language))


@require_safe
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side (R10-1)."""
    old, _versions = found(slug, before)
    new, _versions = found(slug, after)
    rows = differing.between(printed(old, named=named(old)), printed(new, named=named(new)))
    return render(
        request,
        "site/agenda/difference.html",
        {"meeting": new.meeting, "before": old, "after": new, "rows": rows},
    )
