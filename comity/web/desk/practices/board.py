"""The board: what waits first, then every practice of the meeting with its state and what it rests on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Aspect, Meeting
from comity.practices import queries
from comity.practices.models import Practice
from comity.practices.models.vocabulary import Scheme
from comity.practices.states import State
from comity.web.desk.practices.place import meeting_of, meetings_of
from comity.web.shared import fields

PAGE = 50
SHOWN_AT_MOST = 8
QUEUES: dict[str, str | Promise] = {
    "screen": _("Candidates: is it a practice?"),
    "consolidate": _("Screened: does it stand together?"),
    "draft": _("To be drafted"),
    "review safeguards": _("Safeguards to be reviewed"),
    "ask sources": _("Sources to be asked"),
    "wait for sources": _("Waiting for sources"),
    "circulate": _("To be circulated"),
    "record decision": _("Silence has ended: decision to be recorded"),
    "publish": _("Decided: to be published"),
    "issue": _("Recommended: to be issued"),
}
"""In the order of the work; `queries.queues` knows who stands in which."""


class FilterForm(forms.Form):
    """What the board is narrowed to. Whatever is not understood narrows nothing."""

    q = forms.CharField(
        label=_("Words of the title"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), *((one.value, one.label) for one in State if one != State.MERGED)],
    )
    chapter = fields.one_term(_("Chapter"), Scheme.CHAPTER)
    aspect = forms.ModelChoiceField(
        label=_("Aspect"),
        required=False,
        queryset=Aspect.objects.none(),
        to_field_name="code",
        empty_label=_("all"),
    )
    language = forms.ChoiceField(
        label=_("Words in"), required=False, choices=[("", _("all")), *NATIVE_NAMES.items()]
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspect"].queryset = meeting.aspects.all()  # type: ignore[attr-defined]
        self.fields["chapter"].empty_label = _("all")  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def narrowed(practices: QuerySet[Practice], wanted: dict[str, Any], *, by: Any) -> QuerySet[Practice]:
    found = practices
    if words := wanted.get("q"):
        found = found.filter(
            Q(working_title__icontains=words) | Q(ref=words) | Q(versions__texts__title__icontains=words)
        )
    for name in ("state", "chapter"):
        if name in wanted:
            found = found.filter(**{name: wanted[name]})
    if "aspect" in wanted:
        found = found.filter(aspects=wanted["aspect"])
    if "language" in wanted:
        speaking = Practice.objects.filter(
            supports__left_at=None, supports__excerpt__language=wanted["language"]
        )
        found = found.filter(pk__in=speaking.values("pk"))
    if "mine" in wanted:
        found = found.filter(owner=by)
    return found.distinct()


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The board of the latest meeting on whose register one works."""
    return redirect("desk:board", slug=meeting_of(request).slug)


@login_required
@never_cache
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    at, meeting = timezone.now(), meeting_of(request, slug)
    form = FilterForm(request.GET, meeting=meeting)
    rows = narrowed(queries.board(meeting), form.wanted(), by=request.user)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "desk/practices/board.html",
        {
            "meeting": meeting,
            "meetings": meetings_of(request.user),
            "queues": waiting(meeting, at=at),
            "loose": queries.loose(meeting).count(),
            "shown_at_most": SHOWN_AT_MOST,
            "form": form,
            "page_of_list": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "query": query.urlencode(),
            "is_narrowed": bool(form.wanted()),
        },
    )


def waiting(meeting: Meeting, *, at: Any) -> list[tuple[str, Any, list[Practice]]]:
    """(name, label, practices) of each queue in which somebody stands."""
    queues = queries.queues(meeting, at=at)
    found = [(name, label, list(queues[name].select_related("owner"))) for name, label in QUEUES.items()]
    return [one for one in found if one[2]]
