"""Whoever takes part without a delegation puts questions, where that kind of participant may (R10-4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.floor import acting, asking
from comity.floor.authority import asking_alone, asks_alone
from comity.floor.models import Floor, Question
from comity.floor.policy import Policy
from comity.languages import reader_language
from comity.meetings.models import Meeting, Session
from comity.participants.models import Participant
from comity.refusals import Refused
from comity.web.portal.floor.forms import QuestionForm
from comity.web.portal.floor.views import may_withdraw
from comity.web.shared.sending import sent


def sessions_of(person: Any, *, at: datetime) -> list[tuple[Meeting, list[Session]]]:
    """Where the person may put questions without a delegation: meetings with their sessions that are not over."""
    found = asking_alone(person).select_related("meeting").order_by("-meeting__opens_on")
    held = Session.objects.filter(cancelled_at=None).exclude(floor__proceedings=Floor.Proceedings.ADJOURNED)
    meetings = [one.meeting for one in found]
    return [(one, [*held.filter(meeting=one, ends_at__gte=at).order_by("starts_at")]) for one in meetings]


def place_of(request: HttpRequest, session: int) -> tuple[Floor, Participant]:
    """It does not exist for those who may not ask there."""
    found = get_object_or_404(Session.objects.select_related("meeting"), pk=session, cancelled_at=None)
    participant = asks_alone(request.user, found)
    if participant is None:
        raise Http404
    return acting.of(found), participant


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, session: int) -> HttpResponse:
    """One's own questions with what became of them, and one more."""
    floor, participant = place_of(request, session)
    form = QuestionForm(sent(request), session=floor.session, initial={"language": reader_language()})
    if request.method == "POST" and form.is_valid():
        try:
            put(request, participant, floor, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("portal:own_questions", session=session)
    asked = floor.questions.filter(participant=participant).prefetch_related("aspects").order_by("-number")
    words = {
        "floor": floor,
        "session": floor.session,
        "meeting": floor.session.meeting,
        "form": form,
        "questions": [
            (one, one.rulings.filter(taken_back_at=None).last(), may_withdraw(one)) for one in asked
        ],
        "taken": Policy.of(floor.policy).questions and floor.proceedings != Floor.Proceedings.ADJOURNED,
    }
    return render(request, "portal/floor/alone.html", words, status=422 if form.errors else 200)


def put(request: HttpRequest, participant: Participant, floor: Floor, said: dict[str, Any]) -> None:
    """A form that is sent twice puts one question."""
    person: Any = request.user
    same = said["text"].replace("\r\n", "\n").strip()
    waiting = floor.questions.filter(participant=participant, state=Question.State.SUBMITTED)
    if not waiting.filter(text=same).exists():
        asking.ask(floor.session, by=person, at=timezone.now(), **said)
        messages.success(request, _("Your question has reached the moderator."))


@login_required
@require_POST
def withdraw(request: HttpRequest, session: int, pk: int) -> HttpResponse:
    _floor, participant = place_of(request, session)
    own = get_object_or_404(participant.questions.select_related("floor__session__meeting"), pk=pk)
    asking.withdraw(own, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The question is withdrawn."))
    return redirect("portal:own_questions", session=session)
