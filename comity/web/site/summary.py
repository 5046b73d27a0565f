"""The Chair's summary as issued: each version on a page, beside another one, and as a file in six languages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from comity.adapters.summary import files
from comity.languages import page_language, reader_language
from comity.summary import clearing
from comity.summary.differing import between
from comity.summary.models import SummaryVersion
from comity.summary.printed import language_of, printed
from comity.web.shared.files import downloads, made_file
from comity.web.site import chosen


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The last version of the meeting."""
    meeting, meetings = chosen.meetings(request, at=timezone.now())
    if meeting is None:
        return render(request, "site/no_meeting.html")
    versions = clearing.shown_versions(meeting)
    if not versions:
        return render(request, "site/summary/none.html", {"meeting": meeting, "meetings": meetings})
    return page(request, versions[0], versions)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version; an earlier one says that another followed."""
    one, versions = found(slug, number)
    return page(request, one, versions)


def found(slug: str, number: int) -> tuple[SummaryVersion, list[SummaryVersion]]:
    """The version and all that the public sees of the meeting, the newest first."""
    versions = clearing.shown_versions(chosen.known(slug))
    one = next((one for one in versions if one.number == number), None)
    if one is None:
        raise Http404
    return one, versions


def page(request: HttpRequest, one: SummaryVersion, versions: list[SummaryVersion]) -> HttpResponse:
    others = [other for other in versions if other.pk != one.pk]
    language = language_of(one, reader_language())
    with override(page_language(language)):
        summary = printed(one, language)
    return render(
        request,
        "site/summary/summary.html",
        {
            "meeting": one.meeting,
            "version": one,
            "summary": summary,
            "reader": reader_language(),
            "newer": others[0] if others and others[0].number > one.number else None,
            "before": next((other for other in others if other.number < one.number), None),
            "others": others,
            "downloads": downloads(files.TYPES, "site:summary_file", one.meeting.slug, one.number),
        },
    )


@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The version as a file in the language of the address."""
    one, _versions = found(slug, number)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    content = files.file(one, kind, language=language)
    return made_file(content, files.TYPES[kind], files.file_name(one, kind, language))


@require_safe
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side."""
    old, _versions = found(slug, before)
    new, _versions = found(slug, after)
    rows = between(old, new, language_of(new, reader_language()))
    return render(
        request,
        "site/summary/difference.html",
        {"meeting": new.meeting, "before": old, "after": new, "rows": rows},
    )
