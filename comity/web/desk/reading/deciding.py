"""Carrying out one act of the table, and undoing the last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import slug_re
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.meetings.models import Meeting
from comity.practices import waiting
from comity.practices.authority import Act, require
from comity.refusals import NotNow, Refused
from comity.statements.models import Paragraph
from comity.web.desk.page import meeting_of
from comity.web.desk.reading import memory
from comity.web.desk.reading.acts import ACTS, UNDO, Done
from comity.web.desk.reading.forms import FlagForm
from comity.web.desk.reading.marking import sentences
from comity.web.desk.reading.page import address, paragraph_of, show

SCRIPT = "X-Reading"
"""Header by which the page's script asks for the next page itself instead of a redirection to it."""


@login_required
@require_POST
def act(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Carry out one act and go on, or show the paragraph again with what was written."""
    meeting, _meetings = meeting_of(request, slug)
    if name not in ACTS:
        raise Http404
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    paragraph, way, at = paragraph_of(meeting, pk, person=person), way_of(request), timezone.now()
    form = form_of(name, request, paragraph)
    try:
        if not form.is_valid():
            return again(request, meeting, paragraph, way, at, form=form)
        with transaction.atomic():
            done = ACTS[name].carry_out(paragraph, form, person, at)
            if is_drawn(meeting, person, pk, at):
                waiting.note_drawn(paragraph, by=person)
    except Refused as refusal:
        return again(request, meeting, paragraph, way, at, form=form, refusal=refusal)
    memory.remember(request, meeting, {**done.back, "paragraph": pk, "way": way})
    return onward(request, meeting, paragraph, way, done, at)


def form_of(name: str, request: HttpRequest, paragraph: Paragraph) -> forms.Form:
    kind = ACTS[name].form
    if kind is FlagForm:
        return FlagForm(request.POST, sentences=[(one.start, one.end) for one in sentences(paragraph.text)])
    return kind(request.POST)


def way_of(request: HttpRequest) -> str:
    """The way asked for; what cannot be the name of one is the queue."""
    way = (request.POST.get("way") or request.GET.get("way") or "")[:40]
    return way if slug_re.match(way) else waiting.QUEUE


def is_drawn(meeting: Meeting, person: Any, pk: int, at: datetime) -> bool:
    place = waiting.bookmark(meeting, person, at=at)
    return place.paragraph_id == pk and place.drawn


def again(
    request: HttpRequest,
    meeting: Meeting,
    paragraph: Paragraph,
    way: str,
    at: datetime,
    *,
    form: forms.Form,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The same paragraph as it is now, with what was written."""
    seen = waiting.view(meeting, request.user, at=at)  # type: ignore[arg-type]
    drawn = is_drawn(meeting, request.user, paragraph.pk, at)
    return show(request, seen, paragraph, way, at=at, drawn=drawn, form=form, refusal=refusal)


def onward(
    request: HttpRequest, meeting: Meeting, paragraph: Paragraph, way: str, done: Done, at: datetime
) -> HttpResponse:
    """The next paragraph after a decision, the same after a flag."""
    person: Any = request.user
    seen, drawn, there = waiting.view(meeting, person, at=at), False, paragraph.pk
    if done.moves:
        found = memory.following(request, seen, way, after=paragraph.pk)
        there, drawn = (found.pk, found.drawn) if found else (None, False)  # type: ignore[assignment]
    else:
        drawn = is_drawn(meeting, person, paragraph.pk, at)
    waiting.keep_place(waiting.bookmark(meeting, person, at=at), there, way=way, drawn=drawn, at=at)
    if request.headers.get(SCRIPT):
        shown = paragraph_of(meeting, there, person=person) if there else None
        return show(request, seen, shown, way, at=at, drawn=drawn, excerpt=done.excerpt, said=str(done.said))
    if done.said:
        messages.success(request, str(done.said))
    target = address(meeting, there, way)
    return redirect(
        f"{target}{'&' if '?' in target else '?'}excerpt={done.excerpt}" if done.excerpt else target
    )


@login_required
@require_POST
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Undo the last act of this session and go back to where it was done."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    entry, at = memory.last(request, meeting), timezone.now()
    if entry is None:
        raise NotNow(_("There is nothing to undo in this session."))
    paragraph, way = paragraph_of(meeting, entry["paragraph"], person=person), entry["way"]
    refusal = None
    try:
        with transaction.atomic():
            UNDO[entry["verb"]](entry, paragraph, person, at)
    except Refused as error:
        refusal = error
    memory.drop_last(request, meeting)  # what cannot be undone must not stand before what can
    if refusal is not None:
        seen = waiting.view(meeting, person, at=at)
        return show(request, seen, paragraph, way, at=at, refusal=refusal)
    return onward(request, meeting, paragraph, way, Done(_("Undone."), {}), at)
