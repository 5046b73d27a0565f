"""What a meeting declares: its own facts, its aspects, its rooms; each in the language that is edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES
from comity.meetings import authority
from comity.meetings import frame as verbs
from comity.meetings.authority import Act
from comity.meetings.models import Meeting
from comity.meetings.states import SOMEBODY_ELSE
from comity.refusals import NotNow, Refused
from comity.web.desk.page import mistakes
from comity.web.desk.programme.forms import AspectForm, FrameForm, RoomForm
from comity.web.desk.programme.place import (
    edited_language,
    last_act,
    may,
    meeting_of,
    person,
    put,
    seen_of,
    was_changed,
)
from comity.web.shared.sending import sent, written

ASPECT_TEXTS = ("titles", "scope_notes", "in_scope", "out_of_scope")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is called, where and when it is held, until when things are taken."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.EDIT, meeting=meeting)
    language = edited_language(request)
    with timezone.override(meeting.zone):
        form = FrameForm(sent(request), language=language, initial=frame_of(meeting, language))
        refusal = None
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            changes = {
                **{name: said[name] for name in verbs.FACTS if name in said},
                **{name: put(getattr(meeting, name), language, said[name]) for name in verbs.WORDS},
            }
            try:
                if was_changed(request, meeting, "revised"):
                    raise NotNow(SOMEBODY_ELSE)
                verbs.revise(meeting, changes, by=person(request), at=timezone.now())
                return done(request, _("The meeting is changed."), "desk:programme", slug)
            except Refused as refused:
                refusal = refused
        return edit(
            request,
            meeting,
            form,
            language=language,
            title=_("Facts of the meeting"),
            refusal=refusal,
            seen=last_act(meeting),
            start=frame_of(meeting, language),
        )


def frame_of(meeting: Meeting, language: str) -> dict[str, Any]:
    return {
        **{name: getattr(meeting, name) for name in verbs.FACTS},
        **{name: getattr(meeting, name).get(language, "") for name in verbs.WORDS},
    }


def done(request: HttpRequest, sentence: str, to: str, slug: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(to, slug=slug)


def edit(
    request: HttpRequest,
    meeting: Meeting,
    form: forms.Form,
    *,
    language: str,
    title: str,
    refusal: Refused | None,
    removable: bool = False,
    seen: int | None = None,
    start: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of one form whose texts are in one language at a time. Where somebody else was first, what stands there
    now (`start`) is shown beside what was written."""
    return render(
        request,
        "desk/programme/edit.html",
        {
            "meeting": meeting,
            "form": form,
            "form_title": title,
            "in_language": language,
            "in_languages": NATIVE_NAMES,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
            "removable": removable,
            "seen": seen,
            "stands": stands(form, start or {}) if isinstance(refusal, NotNow) else (),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


def sent_words(request: HttpRequest) -> QueryDict | None:
    """What was written; taking something out writes nothing."""
    return None if written(request, "remove") else sent(request)


def stands(form: forms.Form, start: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """(label, value) of the fields in which what was written differs from what stands there."""
    written_words = getattr(form, "cleaned_data", {})
    return [
        (form[name].label, start.get(name))
        for name in form.fields
        if name in start and written_words.get(name) != start[name] and start[name] not in (None, "")
    ]


@login_required
@never_cache
@require_safe
def aspects(request: HttpRequest, slug: str) -> HttpResponse:
    """The aspects and the rooms of the meeting."""
    meeting = meeting_of(request, slug)
    return render(
        request,
        "desk/programme/aspects.html",
        {
            "meeting": meeting,
            "aspects": meeting.aspects.all(),
            "rooms": meeting.rooms.all(),
            "may_edit": may(request, Act.EDIT, meeting),
        },
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def aspect(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Word an aspect, add one (without a code), or take it out."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.EDIT, meeting=meeting)
    found = get_object_or_404(meeting.aspects, code=code) if code else None
    language = edited_language(request)
    start = {name: getattr(found, name).get(language, "") for name in ASPECT_TEXTS} if found else {}
    form = AspectForm(sent_words(request), language=language, is_new=found is None, initial=start)
    refusal, seen, by, at = None, seen_of(request), person(request), timezone.now()
    try:
        if found is not None and written(request, "remove"):
            verbs.remove_aspect(found, seen=seen, by=by, at=at)
            return done(request, _("The aspect is taken out."), "desk:aspects", slug)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            words = {
                name: put(getattr(found, name) if found else {}, language, said[name])
                for name in ASPECT_TEXTS
            }
            verbs.write_aspect(
                meeting, found, code=said.get("code", ""), words=words, seen=seen, by=by, at=at
            )
            return done(request, _("The aspect is kept."), "desk:aspects", slug)
    except Refused as refused:
        refusal = refused
    title = str(found) if found else _("New aspect")
    return edit(
        request,
        meeting,
        form,
        language=language,
        title=title,
        refusal=refusal,
        removable=found is not None,
        seen=last_act(found) if found else None,
        start=start,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Name a room, add one (without a code), or take it out."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.EDIT, meeting=meeting)
    found = get_object_or_404(meeting.rooms, code=code) if code else None
    language = edited_language(request)
    start = {"names": found.names.get(language, ""), "capacity": found.capacity} if found else {}
    form = RoomForm(sent_words(request), language=language, is_new=found is None, initial=start)
    refusal, seen, by, at = None, seen_of(request), person(request), timezone.now()
    try:
        if found is not None and written(request, "remove"):
            verbs.remove_room(found, seen=seen, by=by, at=at)
            return done(request, _("The room is taken out."), "desk:aspects", slug)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            verbs.write_room(
                meeting,
                found,
                code=said.get("code", ""),
                names=put(found.names if found else {}, language, said["names"]),
                capacity=said["capacity"],
                seen=seen,
                by=by,
                at=at,
            )
            return done(request, _("The room is kept."), "desk:aspects", slug)
    except Refused as refused:
        refusal = refused
    title = str(found) if found else _("New room")
    return edit(
        request,
        meeting,
        form,
        language=language,
        title=title,
        refusal=refusal,
        removable=found is not None,
        seen=last_act(found) if found else None,
        start=start,
    )
