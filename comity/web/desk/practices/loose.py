"""Flagged words that stand under no practice yet, each with the practices that it may join. A person joins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import authority, flagging, grouping, helping, proposing, queries, states
from comity.practices.authority import Act
from comity.practices.models import Excerpt, Practice, Proposal, Support
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.desk.practices.quoting import LOADED, Quote, quoted
from comity.web.shared import fields
from comity.web.shared.sending import written

PAGE = 12


class JoinForm(forms.Form):
    """Under which practice the words go: one that is there, or a new one."""

    practice = fields.PracticeChoice(label=_("Practice"), required=False, empty_label=_("choose"))
    stance = forms.ChoiceField(
        label=_("The words"), choices=Support.Stance.choices, initial=Support.Stance.SUPPORTS
    )
    working_title = forms.CharField(
        label=_("Working title of a new practice"), max_length=200, required=False
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = Practice.objects.filter(meeting=meeting).exclude(state__in=states.CLOSED)
        self.fields["practice"].queryset = open_ones.order_by("working_title")  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Row:
    """A loose excerpt with the machine's proposals and the form that a person uses."""

    quote: Quote
    proposals: list[Proposal]
    form: JoinForm | None


@login_required
@never_cache
@require_safe
def loose(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, meeting_of(request, slug), at=timezone.now())


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    at: datetime,
    refusal: Refused | None = None,
    sent: tuple[int, JoinForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `sent`: the excerpt whose form was sent, with what was written in it."""
    page = Paginator(queries.loose(meeting).select_related(*LOADED), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/practices/loose.html",
        {
            "meeting": meeting,
            "page_of_list": page,
            "rows": list(rows(request, meeting, list(page.object_list), sent, at=at)),
            "refusal": refusal,
            "acted": f"e{sent[0]}" if sent else "",
            "mistakes": mistakes({"": sent[1]}) if sent else [],
        },
        status=refusal.status if refusal else status,
    )


def rows(
    request: HttpRequest,
    meeting: Meeting,
    excerpts: list[Excerpt],
    sent: tuple[int, JoinForm] | None,
    *,
    at: datetime,
) -> Iterator[Row]:
    groups = may(request, Act.GROUP, meeting)
    desk = helping.desk(meeting, at=at) if groups and excerpts else None
    choices: list[Any] | None = None
    for one in quoted(excerpts, by=request.user, meeting=meeting, at=at):
        key = one.excerpt.pk
        form = None
        if groups:
            is_sent = sent is not None and sent[0] == key
            form = sent[1] if sent and is_sent else JoinForm(meeting=meeting, prefix=f"e{key}")
            choices = choices or list(form.fields["practice"].choices)  # type: ignore[attr-defined]
            form.fields["practice"].choices = choices  # type: ignore[attr-defined]
        yield Row(one, proposing.joins(one.excerpt, desk, at=at) if desk else [], form)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Join, start a practice, refuse a proposal, or take the flag back (and undo that)."""
    meeting, at = meeting_of(request, slug), timezone.now()
    if request.method == "GET":
        return redirect("desk:loose", slug=slug)
    authority.require(request.user, Act.GROUP, meeting=meeting)
    excerpt = get_object_or_404(Excerpt, pk=pk, meeting=meeting)
    form = JoinForm(request.POST, meeting=meeting, prefix=f"e{pk}")
    if not form.is_valid():
        return show(request, meeting, at=at, sent=(pk, form), status=422)
    try:
        message = carry_out(request, name, excerpt, form.cleaned_data, by=person(request), at=at)
    except Refused as refusal:
        return show(request, meeting, at=at, refusal=refusal, sent=(pk, form))
    messages.success(request, message)
    return redirect("desk:loose", slug=slug)


def carry_out(
    request: HttpRequest, name: str, excerpt: Excerpt, said: dict[str, Any], *, by: Person, at: datetime
) -> str:
    if name == "start":
        if not said["working_title"].strip():  # else the words would name it, and they may be confidential
            raise Refused(_now("Give the practice a working title."))
        return told(grouping.start(excerpt, working_title=said["working_title"], by=by, at=at))
    if name == "discard":
        flagging.discard(excerpt, by=by, at=at)
        return _now("The flag is taken back. It is restored where the paragraph is read.")
    proposed = written(request, "proposed")
    chosen = (
        Practice.objects.filter(meeting=excerpt.meeting, ref=proposed).first()
        if proposed
        else said["practice"]
    )
    if chosen is None:
        raise Refused(_now("Choose the practice that the words join."))
    if name == "refuse":
        grouping.refuse(chosen, excerpt, by=by, at=at)
        return told(chosen, _now("Not proposed again for it:"))
    grouping.attach(chosen, excerpt, by=by, at=at, stance=said["stance"])
    return told(chosen)


def told(practice: Practice, before: str = "") -> str:
    """Names the practice with the way to it; there it is undone."""
    return format_html(
        '{} <a href="{}">{}</a>',
        before or _now("The words stand under:"),
        reverse("desk:practice", args=[practice.ref]),
        practice.working_title,
    )
