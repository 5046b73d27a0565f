"""The steps of a submission: place, files, conditions, check. A draft is kept from the first step on."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.participants.models import Delegation
from comity.refusals import Refused
from comity.statements import authority, findings, receipt
from comity.statements.models import Version
from comity.web.portal.forms import ConditionsForm, FileForm, PlaceForm
from comity.web.portal.views import own_statement

STEPS = ("place", "files", "conditions", "check")
CONDITIONS = tuple(ConditionsForm.base_fields)


def open_draft(request: HttpRequest, ref: str) -> Version:
    """The draft of one's own statement. Without one there is nothing to edit."""
    statement = own_statement(request, ref)
    found = statement.versions.filter(state=Version.State.DRAFT).order_by("-number").first()
    if found is None:
        raise Http404
    found.statement = statement
    return found


def page(request: HttpRequest, version: Version, step: str, **words: Any) -> HttpResponse:
    status = 422 if any(getattr(word, "errors", None) for word in words.values()) else 200
    described = version.statement.versions.filter(public_from__isnull=False).exists()
    steps = [name for name in STEPS if not (described and name in {"place", "conditions"})]
    context = {"version": version, "statement": version.statement, "step": step, "steps": steps, **words}
    return render(request, f"portal/{step}.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Step one without a draft: whose statement it is and where it belongs."""
    delegation = get_object_or_404(Delegation.objects.select_related("meeting", "body"), pk=pk)
    if not authority.may(request.user, authority.Act.SUBMIT, delegation=delegation):
        raise Http404
    form = PlaceForm(request.POST or None, delegation=delegation)
    if request.method == "POST" and form.is_valid():
        version = receipt.draft(delegation, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("portal:files", ref=version.statement.ref)
    context = {
        "form": form,
        "delegation": delegation,
        "meeting": delegation.meeting,
        "step": "place",
        "steps": STEPS,
    }
    return render(request, "portal/place.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, ref: str) -> HttpResponse:
    version = open_draft(request, ref)
    statement = version.statement
    initial = {
        "on_behalf_of": statement.on_behalf_of_id,
        "session": statement.session_id,
        "aspects": list(statement.aspects.values_list("pk", flat=True)),
    }
    form = PlaceForm(request.POST or None, initial=initial, delegation=statement.delegation)
    if request.method == "POST" and form.is_valid():
        receipt.amend(version, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        return redirect("portal:files", ref=ref)
    return page(
        request, version, "place", form=form, delegation=statement.delegation, meeting=statement.meeting
    )


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, ref: str) -> HttpResponse:
    """Add files; what was read from each is shown at once."""
    version = open_draft(request, ref)
    form = FileForm(request.POST or None, request.FILES or None, limit=settings.UPLOAD_LIMIT)
    if request.method == "POST" and form.is_valid():
        try:
            add(version, form.cleaned_data["file"], form.cleaned_data["language"] or None, request)
        except Refused as refusal:
            form.add_error("file", str(refusal.sentence))
        else:
            return redirect("portal:files", ref=ref)
    return page(request, version, "files", form=form, languages=preview(version))


def add(version: Version, upload: UploadedFile, language: str | None, request: HttpRequest) -> None:
    name = Path(upload.name or "statement").name
    with tempfile.NamedTemporaryFile(prefix="comity-upload-", suffix=Path(name).suffix) as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        receipt.attach(
            version,
            Path(copy.name),
            name=name,
            language=language,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )


def preview(version: Version) -> list[Any]:
    """The language versions with their paragraphs, citations and what a reviewer would notice."""
    noticed = findings.of(version)
    found = list(version.languages.select_related("file").prefetch_related("paragraphs__citations"))
    for one in found:
        one.findings = [finding for finding in noticed if finding.language == one.language]  # type: ignore[attr-defined]
    return found


@login_required
@require_POST
def file(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Take a file out, or say that it is the original."""
    version = open_draft(request, ref)
    one = get_object_or_404(version.languages, pk=pk)
    if request.POST.get("act") == "original":
        receipt.mark_original(one, by=request.user)  # type: ignore[arg-type]
    else:
        receipt.detach(one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("“%(name)s” is taken out.") % {"name": one.file_name})
    return redirect("portal:files", ref=ref)


@login_required
@require_http_methods(["GET", "POST"])
def conditions(request: HttpRequest, ref: str) -> HttpResponse:
    version = open_draft(request, ref)
    statement = version.statement
    # Times are entered and shown in the meeting's zone.
    with timezone.override(statement.meeting.zone):
        form = ConditionsForm(
            request.POST or None, initial={name: getattr(statement, name) for name in CONDITIONS}
        )
        if request.method == "POST" and form.is_valid():
            receipt.amend(version, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
            return redirect("portal:check", ref=ref)
        return page(request, version, "conditions", form=form)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything once more; then it is sent, and the receipt shown only when all is stored."""
    version = open_draft(request, ref)
    problem = ""
    if request.method == "POST":
        try:
            issued = receipt.submit(version, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except Refused as refusal:
            problem = str(refusal.sentence)
        else:
            return redirect("portal:receipt", number=issued.number)
    response = page(
        request, version, "check", languages=preview(version), findings=findings.of(version), problem=problem
    )
    response.status_code = 422 if problem else 200
    return response


@login_required
@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    version = open_draft(request, ref)
    receipt.discard(version)
    messages.success(request, _("The draft is discarded."))
    return redirect("portal:home")
