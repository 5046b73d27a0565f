"""A new meeting: by hand, from a concept note, each proposal beside the words it came from, or after one that was."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.files.examining import examine
from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings import authority, beginning, cloning
from comity.meetings.authority import Act
from comity.meetings.models import ConceptNote, Meeting
from comity.refusals import Refused
from comity.texts.model import Reading
from comity.web.desk.page import mistakes
from comity.web.desk.programme import noting
from comity.web.desk.programme.begin_form import HandForm
from comity.web.desk.programme.forms import CloneForm
from comity.web.desk.programme.noting import FileForm, NoteForm
from comity.web.desk.programme.place import may, meeting_of, person
from comity.web.portal.uploads import harmless
from comity.web.shared.middleware import takes_files
from comity.web.shared.sending import sent, written


@takes_files
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest) -> HttpResponse:
    """Notes that wait for somebody to accept or drop them, and reading another one."""
    authority.require(request.user, Act.BEGIN, meeting=None)
    form, refusal = FileForm(sent(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            reading = read(form.cleaned_data["file"])
            kept = beginning.read_note(reading, by=person(request), at=timezone.now())
            return redirect("desk:note", pk=kept.pk)
        except Refused as refused:
            refusal = refused
    waiting = ConceptNote.objects.filter(meeting=None, dropped_at=None).select_related("read_by")
    accepted = ConceptNote.objects.exclude(meeting=None).select_related("meeting")
    return render(
        request,
        "desk/programme/notes.html",
        {
            "waiting": waiting.order_by("-read_at"),
            "accepted": accepted.order_by("-read_at")[:10],
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


def read(upload: UploadedFile[Any]) -> Reading:
    """Read in a process of its own and not kept. Raises `Refused` with a sentence that names the file."""
    with tempfile.NamedTemporaryFile(prefix="comity-note-") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        return examine(Path(copy.name), harmless(upload.name or ""))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What a note proposes, for a person to accept, change or drop."""
    authority.require(request.user, Act.BEGIN, meeting=None)
    found = get_object_or_404(ConceptNote.objects.select_related("meeting"), pk=pk)
    if found.meeting is not None:
        return redirect("desk:programme", slug=found.meeting.slug)
    told = noting.told(found)
    form = NoteForm(sent(request), told=told, language=told.language, initial=noting.start(told))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = beginning.accept(
                found,
                form.accepted(),
                slug=form.cleaned_data["slug"],
                by=person(request),
                at=timezone.now(),
            )
            return begun(request, made)
        except Refused as refused:
            refusal = refused
    return render(
        request,
        "desk/programme/note.html",
        {
            "note": found,
            "told": told,
            "form": form,
            "fields": [(form[name], told.sources(name)) for name in form.fields],
            "remarks": told.remarks(),
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


def begun(request: HttpRequest, made: Meeting) -> HttpResponse:
    """On to the programme; whoever is not the meeting's secretariat invites it first."""
    if may(request, Act.SEE, made):
        messages.success(request, _("The meeting is begun, as a concept that only you and its desk see."))
        return redirect("desk:programme", slug=made.slug)
    messages.success(
        request, _("The meeting is begun, as a concept. Invite its secretariat now: it goes on.")
    )
    return redirect("people:meeting", slug=made.slug)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A meeting written by hand."""
    authority.require(request.user, Act.BEGIN, meeting=None)
    here = reader_language()
    language = written(request, "language")
    form = HandForm(
        sent(request),
        language=language if language in NATIVE_NAMES else here,
        initial={"language": here, "time_zone": Meeting().time_zone, "technical": True, "sessions": True},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = beginning.plan(
                form.accepted(),
                slug=form.cleaned_data["slug"],
                language=form.language,
                by=person(request),
                at=timezone.now(),
            )
            return begun(request, made)
        except Refused as refused:
            refusal = refused
    return render(
        request,
        "desk/programme/begin.html",
        {"form": form, "refusal": refusal, "mistakes": mistakes({"": form})},
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ConceptNote, pk=pk)
    beginning.drop(found, by=person(request), at=timezone.now())
    messages.success(request, _("The note is dropped. Nothing was made of it."))
    return redirect("desk:notes")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def clone(request: HttpRequest, slug: str) -> HttpResponse:
    """A new meeting after the model of this one."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.BEGIN, meeting=None)
    form: forms.Form = CloneForm(sent(request))
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = cloning.clone(meeting, **form.cleaned_data, by=person(request), at=timezone.now())
            return begun(request, made)
        except Refused as refused:
            refusal = refused
    return render(
        request,
        "desk/programme/clone.html",
        {"meeting": meeting, "form": form, "refusal": refusal, "mistakes": mistakes({"": form})},
        status=refusal.status if refusal else 422 if form.errors else 200,
    )
