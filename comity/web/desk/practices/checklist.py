"""The safeguards of one wording on one page: questions in groups, each with an answer, a reason and a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.languages import localized
from comity.participants.models import Person
from comity.practices import authority, drafting, queries, safeguards
from comity.practices.authority import Act
from comity.practices.models import Practice, PracticeVersion, ReviewItem, SafeguardsReview
from comity.refusals import Refused
from comity.web.desk.practices import wording
from comity.web.desk.practices.page import beside
from comity.web.desk.practices.place import may, person, practice_of
from comity.web.shared import fields
from comity.web.shared.sending import without_null

PARTS: dict[str, str | Promise] = {
    "test": _("The test of the Covenant: legality, legitimate aim, necessity, proportionality"),
    "guarantee": _("Guarantees"),
    "speech": _("Speech: the threshold of the Rabat Plan of Action"),
    "companies": _("Companies"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was answered, or what was just sent and refused."""

    item: ReviewItem
    title: str
    question: str
    answer: str
    reason: str
    source: str
    refusal: str


class StartForm(forms.Form):
    """Which further parts of the checklist are asked."""

    speech = forms.BooleanField(label=_("The measure concerns speech"), required=False)
    companies = forms.BooleanField(label=_("Companies take part in it"), required=False)


class CompleteForm(fields.InSixLanguages):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=SafeguardsReview.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the results.")},
    )
    reasons = fields.words(_("Reasons"), help_text=_("Needed for every result that does not pass."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("conditions", _now("Conditions, which print in the public text"), long=True)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def checklist(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the checklist, or save what was answered; what is right is kept whatever else is wrong."""
    practice, at = practice_of(request, ref), timezone.now()
    version = drafting.latest(practice)
    if request.method == "GET":
        return show(request, practice, version, at=at)
    authority.require(request.user, Act.REVIEW_SAFEGUARDS, meeting=practice.meeting)
    review = review_of(version)
    if "start" in request.POST or review is None:
        return begin(request, practice, version, at=at)
    refused = save(review, request.POST, by=person(request), at=at)
    if refused:
        return show(request, practice, version, at=at, sent=request.POST, refused=refused, status=422)
    if "complete" in request.POST:
        return complete(request, practice, version, review, at=at)
    messages.success(request, _now("Saved. You can go on later."))
    return redirect(reverse("desk:safeguards", args=[ref]))


def review_of(version: PracticeVersion | None) -> SafeguardsReview | None:
    return version.reviews.filter(replaced_at=None).first() if version else None


def begin(
    request: HttpRequest, practice: Practice, version: PracticeVersion | None, *, at: datetime
) -> HttpResponse:
    form = StartForm(request.POST)
    form.is_valid()
    if version is None:
        return redirect("desk:practice", ref=practice.ref)
    try:
        safeguards.start(version, by=person(request), at=at, **form.cleaned_data)
    except Refused as refusal:
        return show(request, practice, version, at=at, refusal=refusal)
    return redirect(reverse("desk:safeguards", args=[practice.ref]))


def save(review: SafeguardsReview, sent: QueryDict, *, by: Person, at: datetime) -> dict[str, Refused]:
    """Code of a question -> why its answer was not taken. What has not changed is not answered again."""
    refused = {}
    for item in review.items.all():
        answer = sent.get(f"{item.code}-answer", "")
        reason, source = (
            without_null(sent.get(f"{item.code}-{name}", "")).strip() for name in ("reason", "source")
        )
        if not answer or (answer, reason, source) == (item.answer, item.reason, item.source):
            continue
        try:
            safeguards.answer(
                review, item.code, answer=answer, reason=reason, source=source[:500], by=by, at=at
            )
        except Refused as refusal:
            refused[item.code] = refusal
    return refused


def complete(
    request: HttpRequest,
    practice: Practice,
    version: PracticeVersion | None,
    review: SafeguardsReview,
    *,
    at: datetime,
) -> HttpResponse:
    form = CompleteForm(request.POST)
    if not form.is_valid():
        return show(request, practice, version, at=at, form=form, status=422)
    said = form.cleaned_data
    try:
        safeguards.complete(
            review,
            result=said["result"],
            reasons=said["reasons"],
            conditions=form.spoken("conditions"),
            by=person(request),
            at=at,
        )
    except Refused as refusal:
        return show(request, practice, version, at=at, form=form, refusal=refusal)
    messages.success(request, _now("The review is complete."))
    return redirect("desk:practice", ref=practice.ref)


def show(
    request: HttpRequest,
    practice: Practice,
    version: PracticeVersion | None,
    *,
    at: datetime,
    sent: Mapping[str, str] | None = None,
    refused: Mapping[str, Refused] | None = None,
    form: CompleteForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `sent` and `refused`: what was written and could not be taken, question by question."""
    review = review_of(version)
    asked = questions(review, sent or {}, refused or {}) if review else []
    speech, companies = safeguards.suggested(practice)
    sources = queries.sources(practice, by=person(request), at=at)
    worded = (
        wording.of(
            practice,
            version,
            wanted=request.GET.get("language", ""),
            by=None,
            known={one.number for one in sources},
        )
        if version
        else None
    )
    return render(
        request,
        "desk/practices/safeguards.html",
        {
            "meeting": practice.meeting,
            "practice": practice,
            "review": review,
            "parts": [(PARTS[part], list(some)) for part, some in groupby(asked, part_of)],
            "answers": ReviewItem.Answer.choices,
            "done": sum(1 for one in asked if one.item.answer),
            "total": len(asked),
            "start": StartForm(initial={"speech": speech, "companies": companies}),
            "form": form or CompleteForm(initial=began(review)),
            "may_review": may(request, Act.REVIEW_SAFEGUARDS, practice.meeting),
            "wording": worded,
            "sources": list(beside(sources, worded, {}, at=at)),
            "refusal": refusal,
            "mistakes": [
                *(
                    (f"id_{one.item.code}-reason", f"{one.title}: {one.refusal}")
                    for one in asked
                    if one.refusal
                ),
                *((field.auto_id, str(error)) for field in form or () for error in field.errors),
            ],
        },
        status=refusal.status if refusal else status,
    )


def began(review: SafeguardsReview | None) -> dict[str, Any]:
    if review is None:
        return {}
    said = {"result": review.result, "reasons": review.reasons}
    return {**said, **fields.in_each("conditions", review.conditions)}


def part_of(asked: Asked) -> str:
    return safeguards.question(asked.item).part


def questions(
    review: SafeguardsReview, sent: Mapping[str, str], refused: Mapping[str, Refused]
) -> list[Asked]:
    found = []
    for item in review.items.all():
        question = safeguards.question(item)

        def said(name: str, kept: str, item: ReviewItem = item) -> str:
            return sent.get(f"{item.code}-{name}", kept)

        found.append(
            Asked(
                item,
                str(question),
                localized(question.questions),
                said("answer", item.answer),
                said("reason", item.reason),
                said("source", item.source),
                str(refused[item.code].sentence) if item.code in refused else "",
            )
        )
    return found
