"""Beginning a document, what it says of itself, and the files of its draft."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.languages import NATIVE_NAMES, isolated
from comity.meetings.models import Meeting
from comity.papers import authority, drafting
from comity.papers.authority import Act
from comity.papers.models import Document, DocumentLanguage
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.papers.document import show
from comity.web.desk.papers.forms import FactsForm, UploadForm
from comity.web.desk.papers.place import meeting_of, newest, open_document, person
from comity.web.portal.uploads import harmless


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a document; its files come next."""
    meeting = meeting_of(request, slug, Act.HANDLE)
    with timezone.override(meeting.zone):
        form = FactsForm(request.POST if request.method == "POST" else None, meeting=meeting)
        refusal = None
        if form.is_bound and form.is_valid():
            try:
                made = drafting.begin(meeting, by=person(request), at=timezone.now(), **form.said())
                messages.success(request, _("Begun. Now add its file in each language."))
                return redirect("desk:paper", ref=made.document.ref)
            except Refused as refused:
                refusal = refused
        return form_page(request, meeting, form, refusal)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what a document says of itself."""
    document = open_document(request, ref)
    authority.require_with(request.user, Act.HANDLE, document=document)
    with timezone.override(document.meeting.zone):
        form = FactsForm(
            request.POST if request.method == "POST" else None,
            meeting=document.meeting,
            initial=FactsForm.of(document),
        )
        refusal = None
        if form.is_bound and form.is_valid():
            try:
                drafting.amend(document, by=person(request), at=timezone.now(), **form.said())
                messages.success(request, _("Saved."))
                return redirect("desk:paper", ref=ref)
            except Refused as refused:
                refusal = refused
        return form_page(request, document.meeting, form, refusal, document)


def form_page(
    request: HttpRequest,
    meeting: Meeting,
    form: FactsForm,
    refusal: Refused | None,
    document: Document | None = None,
) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(
        request,
        "desk/papers/facts.html",
        {
            "meeting": meeting,
            "document": document,
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
        },
        status=status,
    )


@login_required
@require_POST
def add_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a file into the draft: read at once, so that one sees what everybody will read."""
    document = open_document(request, ref)
    form = UploadForm(request.POST, request.FILES, prefix="upload")
    if not form.is_valid():
        return show(request, document, bound={"upload": form}, status=422)
    upload = form.cleaned_data["file"]
    try:
        with tempfile.NamedTemporaryFile(prefix="comity-upload-") as copy:
            for chunk in upload.chunks():
                copy.write(chunk)
            copy.flush()
            added = drafting.attach(
                newest(document),
                Path(copy.name),
                name=harmless(upload.name or ""),
                language=form.cleaned_data["language"] or None,
                by=person(request),
                at=timezone.now(),
            )
    except Refused as refusal:
        return show(request, document, refusal=refusal)
    messages.success(
        request,
        _("“%(name)s” was read: %(language)s, %(number)d paragraphs.")
        % {
            "name": isolated(added.file_name),
            "language": isolated(NATIVE_NAMES.get(added.language) or _("another language")),
            "number": added.paragraphs.count(),
        },
    )
    return redirect("desk:paper", ref=ref)


@login_required
@require_POST
def change_file(request: HttpRequest, ref: str, pk: int, name: str) -> HttpResponse:
    """Take a file out of the draft, or make it the original."""
    document = open_document(request, ref)
    language = get_object_or_404(
        DocumentLanguage.objects.select_related("version__document__meeting"),
        pk=pk,
        version__document=document,
    )
    verbs = {"take-out": drafting.detach, "original": drafting.mark_original}
    if name not in verbs:
        raise Http404
    try:
        verbs[name](language, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, document, refusal=refusal)
    return redirect("desk:paper", ref=ref)
