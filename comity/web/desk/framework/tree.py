"""The tree of the framework beside what it lacks; where a framework begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority, placing, waiting
from comity.framework.authority import Act
from comity.framework.models import Framework, Node, NodeText
from comity.framework.waiting import Waiting
from comity.meetings.models import Meeting
from comity.refusals import Refused
from comity.web.desk.framework import forms
from comity.web.desk.framework.place import around, meeting_of, person, titles
from comity.web.desk.page import mistakes


@dataclass
class Row:
    """A node in the tree. `text` is None of a placed practice, which has its own title."""

    node: Node
    text: NodeText | None
    is_first: bool
    is_last: bool
    lacks: bool
    """It rests on nothing, or may not be printed yet."""
    under: list[Row] = field(default_factory=list)
    wording: int = 0

    @property
    def seen(self) -> str:
        """As `acts.seen` has it, without a query for each row."""
        return f"{self.node.state}|{self.wording}"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def tree(request: HttpRequest, slug: str) -> HttpResponse:
    meeting, at = meeting_of(request, slug), timezone.now()
    framework = Framework.objects.filter(meeting=meeting).select_related("meeting").first()
    if request.method == "GET":
        return show(request, meeting, framework, at)
    authority.require(request.user, Act.DRAFT, meeting=meeting)
    if request.POST.get("what") == "element" and framework is not None:
        return add_element(request, framework, at)
    return name(request, meeting, framework, at)


def add_element(request: HttpRequest, framework: Framework, at: datetime) -> HttpResponse:
    meeting, form = framework.meeting, forms.ElementForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, framework, at, element=form)
    try:
        made = placing.add_element(framework, **form.cleaned_data, by=person(request), at=at)
    except Refused as refusal:
        return show(request, meeting, framework, at, element=form, refusal=refusal)
    messages.success(request, _("Added, with the next number."))
    return redirect("desk:framework_place", slug=meeting.slug, number=made.number)


def name(request: HttpRequest, meeting: Meeting, framework: Framework | None, at: datetime) -> HttpResponse:
    """Begin the framework, or call it otherwise."""
    form = forms.TitlesForm(request.POST, framework=framework)
    if not form.is_valid():
        return show(request, meeting, framework, at, named=form)
    try:
        said = form.spoken("title")
        if framework is None:
            placing.begin(meeting, titles=said, by=person(request), at=at)
        else:
            placing.rename(framework, titles=said, by=person(request), at=at)
    except Refused as refusal:
        return show(request, meeting, framework, at, named=form, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect("desk:framework", slug=meeting.slug)


def show(
    request: HttpRequest,
    meeting: Meeting,
    framework: Framework | None,
    at: datetime,
    *,
    element: django_forms.Form | None = None,
    named: django_forms.Form | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    wrong = mistakes({key: one for key, one in (("element", element), ("titles", named)) if one})
    context: dict[str, Any] = {
        **around(request, meeting),
        "framework": framework,
        "titles_form": named or forms.TitlesForm(framework=framework),
        "element_form": element or forms.ElementForm(),
        "refusal": refusal,
        "mistakes": wrong,
    }
    if framework is not None:
        lacking = waiting.of(framework, at=at)
        context |= {"rows": rows(framework, lacking), "waiting": lacking, "called": called(lacking)}
    status = refusal.status if refusal else 422 if wrong else 200
    return render(request, "desk/framework/tree.html", context, status=status)


def rows(framework: Framework, lacking: Waiting) -> list[Row]:
    """The elements, each with what stands under it."""
    nodes = sorted(waiting.live(framework), key=lambda one: (one.position, one.number))
    texts = titles(nodes)
    missing = {one.pk for one in (*lacking.unsupported, *lacking.undecided)}
    by_parent: dict[int | None, list[Node]] = {}
    for one in nodes:
        by_parent.setdefault(one.parent_id, []).append(one)

    def under(parent: int | None) -> list[Row]:
        found = by_parent.get(parent, [])
        return [
            Row(
                one,
                texts.get(one.pk),
                place == 0,
                place == len(found) - 1,
                one.pk in missing,
                under(one.pk),
                texts[one.pk].version.number if one.pk in texts else 0,
            )
            for place, one in enumerate(found)
        ]

    return under(None)


def called(lacking: Waiting) -> dict[int, NodeText]:
    """Texts of the nodes in the lists of what waits."""
    found: dict[int, NodeText] = titles([*lacking.unsupported, *lacking.unsettled])
    return found
