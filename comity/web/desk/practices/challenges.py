"""Challenges that delegations report, the words that report them and the practices that answer them (R03-3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import authority, challenges, queries, states
from comity.practices.authority import Act
from comity.practices.models import Challenge, Excerpt, Practice
from comity.practices.models.vocabulary import Scheme
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.desk.practices.quoting import LOADED, quoted
from comity.web.shared import fields
from comity.web.shared.sending import written


class ChallengeForm(fields.InSixLanguages):
    challenge_type = fields.one_term(_("Type"), Scheme.CHALLENGE_TYPE, required=True)
    threats = fields.terms(
        _("Threat vectors"),
        Scheme.THREAT,
        required=_("Choose at least one threat vector of the challenge."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("titles", _now("The challenge"))
        first = [name for name in self.fields if name.startswith("titles_")]
        self.order_fields([*first, *self.fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.spoken("titles"):
            self.add_error("titles_en", _("Name the challenge in at least one language."))
        return cleaned

    def said(self) -> dict[str, Any]:
        return {
            "titles": self.spoken("titles"),
            "challenge_type": self.cleaned_data["challenge_type"],
            "threats": list(self.cleaned_data["threats"]),
        }


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def every(request: HttpRequest, slug: str) -> HttpResponse:
    """The challenges of the meeting, and the form that puts another on record."""
    meeting = meeting_of(request, slug)
    form = ChallengeForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        authority.require(request.user, Act.GROUP, meeting=meeting)
        if form.is_valid():
            try:
                made = challenges.record(meeting, **form.said(), by=person(request), at=timezone.now())
                messages.success(request, _now("On record. Attach the words that report it."))
                return redirect("desk:challenge", ref=made.ref)
            except Refused as refused:
                refusal = refused
    rows = meeting.challenges.select_related("challenge_type").prefetch_related("excerpts", "answered_by")
    return render(
        request,
        "desk/practices/challenges.html",
        {
            "meeting": meeting,
            "challenges": rows,
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
            "may_group": may(request, Act.GROUP, meeting),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, ref: str, name: str = "") -> HttpResponse:
    """One challenge: reworded, words attached, answers named, shown to the public."""
    found = get_object_or_404(Challenge.objects.select_related("meeting", "challenge_type"), ref=ref)
    authority.require(request.user, Act.SEE, meeting=found.meeting)
    at = timezone.now()
    if request.method == "GET":
        return show(request, found, at=at) if not name else redirect("desk:challenge", ref=ref)
    form = ChallengeForm(request.POST) if name == "revise" else None
    if form is not None and not form.is_valid():
        return show(request, found, at=at, form=form, status=422)
    try:
        if form is not None:
            challenges.revise(found, **form.said(), by=person(request), at=at)
        else:
            carry_out(name, found, written(request, "chosen"), person(request), at)
    except Refused as refusal:
        return show(request, found, at=at, form=form, refusal=refusal)
    messages.success(request, _now("Done."))
    return redirect("desk:challenge", ref=ref)


def carry_out(name: str, challenge: Challenge, chosen: str, by: Person, at: datetime) -> None:
    acts: dict[str, Callable[[], None]] = {
        "publish": lambda: challenges.publish(challenge, by=by, at=at),
        "hide": lambda: challenges.hide(challenge, by=by, at=at),
        "attach": lambda: challenges.attach(challenge, excerpt_of(challenge, chosen), by=by, at=at),
        "detach": lambda: challenges.detach(challenge, excerpt_of(challenge, chosen), by=by, at=at),
        "answer": lambda: challenges.answer(challenge, practice_of(challenge, chosen), by=by, at=at),
        "unanswer": lambda: challenges.unanswer(challenge, practice_of(challenge, chosen), by=by, at=at),
    }
    if name not in acts:
        raise Http404
    acts[name]()


def excerpt_of(challenge: Challenge, chosen: str) -> Excerpt:
    found = (
        Excerpt.objects.filter(meeting=challenge.meeting, pk=int(chosen))
        if chosen.isdecimal() and len(chosen) < 19
        else None
    )
    excerpt = found.first() if found is not None else None
    if excerpt is None:
        raise Refused(_now("Choose the words that report the challenge."))
    return excerpt


def practice_of(challenge: Challenge, chosen: str) -> Practice:
    practice = Practice.objects.filter(meeting=challenge.meeting, ref=chosen).first()
    if practice is None:
        raise Refused(_now("Choose the practice that answers the challenge."))
    return practice


def show(
    request: HttpRequest,
    found: Challenge,
    *,
    at: datetime,
    form: ChallengeForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting: Meeting = found.meeting
    loose = queries.excerpts_of(meeting, Excerpt.Kind.CHALLENGE).exclude(challenges=found)
    practices = meeting.practices.exclude(state__in=states.CLOSED).exclude(challenges=found)
    start = {
        "challenge_type": found.challenge_type.code,
        "threats": [one.code for one in found.threats.all()],
        **fields.in_each("titles", found.titles),
    }
    tell: dict[str, Any] = {"by": request.user, "meeting": meeting, "at": at}
    return render(
        request,
        "desk/practices/challenge.html",
        {
            "meeting": meeting,
            "challenge": found,
            "quotes": quoted(found.excerpts.live().select_related(*LOADED), **tell),
            "reported": quoted(loose.select_related(*LOADED)[:30], **tell),
            "answers": found.answered_by.all(),
            "practices": practices.order_by("working_title"),
            "form": form or ChallengeForm(initial=start),
            "refusal": refusal,
            "mistakes": mistakes({"": form}) if form else [],
            "may_group": may(request, Act.GROUP, meeting),
            "may_publish": may(request, Act.ISSUE, meeting),
        },
        status=refusal.status if refusal else status,
    )
