"""What was cleared and issued: by the Chair, by the secretariat; read, compared, taken as files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.adapters.summary import files
from comity.languages import page_language, reader_language
from comity.refusals import Refused
from comity.summary import clearing
from comity.summary.differing import between
from comity.summary.models import SummaryVersion
from comity.summary.printed import Printed, language_of, printed
from comity.web.desk.summary import draft
from comity.web.desk.summary.place import may, person, summary_of
from comity.web.shared.files import downloads, made_file


@login_required
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest, slug: str) -> HttpResponse:
    """The Chair stands for the draft as it is."""
    summary = summary_of(request, slug)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:summary", slug=slug)
    try:
        version = clearing.clear(summary, by=person(request), at=timezone.now())
    except Refused as refusal:
        return draft.show(request, summary.meeting, refusal)
    messages.success(request, _("Cleared. The secretariat can issue it now."))
    return redirect("desk:summary_version", slug=slug, number=version.number)


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make the version public."""
    version = version_of(request, slug, number)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:summary_version", slug=slug, number=number)
    try:
        clearing.issue(version, by=person(request), at=timezone.now())
    except Refused as refusal:
        version.refresh_from_db()
        return show(request, version, refusal)
    messages.success(request, _("Issued. It is public now."))
    return redirect("desk:summary_version", slug=slug, number=number)


def version_of(request: HttpRequest, slug: str, number: int) -> SummaryVersion:
    summary = summary_of(request, slug)
    version = get_object_or_404(summary.versions.select_related("cleared_by", "issued_by"), number=number)
    version.summary = summary
    return version


@login_required
@never_cache
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was cleared."""
    return show(request, version_of(request, slug, number))


def show(request: HttpRequest, version: SummaryVersion, refusal: Refused | None = None) -> HttpResponse:
    return render(
        request,
        "desk/summary/version.html",
        {
            "meeting": version.meeting,
            "version": version,
            "before": version.number - 1 if version.number > 1 else None,
            "is_last": not version.summary.versions.filter(number__gt=version.number).exists(),
            "printed": in_language(version),
            "downloads": downloads(
                files.TYPES, "desk:summary_version_file", version.meeting.slug, version.number
            ),
            "may": may(request, version.meeting),
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )


def in_language(version: SummaryVersion) -> Printed:
    """In the reader's language where it has words in it, else in the original, with labels of that language."""
    language = language_of(version, reader_language())
    with override(page_language(language)):
        return printed(version, language)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The version as a file, in the language of the address."""
    version = version_of(request, slug, number)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    content = files.file(version, kind, language=language)
    return made_file(content, files.TYPES[kind], files.file_name(version, kind, language))


@login_required
@never_cache
@require_safe
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side, sentence by sentence."""
    old, new = version_of(request, slug, before), version_of(request, slug, after)
    return render(
        request,
        "desk/summary/difference.html",
        {
            "meeting": new.meeting,
            "before": old,
            "after": new,
            "rows": between(old, new, language_of(new, reader_language())),
        },
    )
