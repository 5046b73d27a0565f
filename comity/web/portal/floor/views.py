"""A delegation asks for the floor, changes and leaves its place, and puts questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.floor import acting, asking, inscribing
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, Inscription, Question
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.floor.states import LIVE, QUESTIONS
from comity.languages import reader_language
from comity.meetings.models import Session
from comity.participants.models import Delegation
from comity.refusals import Refused
from comity.web.floor.live.snapshots import open_to_all
from comity.web.portal.floor import standing
from comity.web.portal.floor.forms import FloorForm, QuestionForm, SpeakerForm
from comity.web.portal.people import delegation_of
from comity.web.shared.sending import sent

LEAVING = {
    "withdraw": (inscribing.withdraw, _("You are no longer in the list of speakers.")),
    "write": (inscribing.write_instead, _("You are no longer in the list of speakers.")),
    "pass": (
        inscribing.let_others_go_first,
        _("Others speak first. The moderator may put you back at the end of the list."),
    ),
}


def floor_of(delegation: Delegation, pk: int) -> Floor:
    found = get_object_or_404(delegation.meeting.sessions.select_related("meeting"), pk=pk)
    return acting.of(found)


def to_session(delegation: Delegation, floor: Floor) -> HttpResponse:
    return redirect("portal:floor_session", pk=delegation.pk, session=floor.session_id)


def shown(
    request: HttpRequest, name: str, delegation: Delegation, floor: Floor, **words: Any
) -> HttpResponse:
    errors = getattr(words.get("form"), "errors", None)
    words |= {
        "delegation": delegation,
        "floor": floor,
        "session": floor.session,
        "meeting": delegation.meeting,
    }
    return render(request, f"portal/floor/{name}.html", words, status=422 if errors else 200)


@login_required
@never_cache
@require_safe
def sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sessions of the meeting, those of today first."""
    delegation, at = delegation_of(request, pk), timezone.now()
    held = delegation.meeting.sessions.filter(cancelled_at=None).select_related("floor")
    zone = delegation.meeting.zone
    today = at.astimezone(zone).date()
    listed = sorted(
        held, key=lambda one: (one.starts_at.astimezone(zone).date() != today, one.starts_at, one.pk)
    )
    words = {
        "delegation": delegation,
        "meeting": delegation.meeting,
        "sessions": [(one, floor_or_none(one)) for one in listed],
    }
    return render(request, "portal/floor/sessions.html", words)


def floor_or_none(session: Session) -> Floor | None:
    return getattr(session, "floor", None)


@login_required
@never_cache
@require_safe
def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """One's own place, questions, and what can be done now."""
    delegation, at = delegation_of(request, pk), timezone.now()
    floor = floor_of(delegation, session)
    policy = Policy.of(floor.policy)
    standings = standing.of(floor, delegation, at=at)
    asked = floor.questions.filter(delegation=delegation).prefetch_related("aspects").order_by("-number")
    return shown(
        request,
        "session",
        delegation,
        floor,
        standings=standings,
        speaks=any(one.left is not None for one in standings),
        questions=[(one, one.rulings.filter(taken_back_at=None).last(), may_withdraw(one)) for one in asked],
        adjourned=floor.proceedings == Floor.Proceedings.ADJOURNED,
        followed=open_to_all(floor.session),
        open=floor.list_state == Floor.List.OPEN,
        may_ask=may_ask(delegation, standings),
        policy=policy,
    )


@login_required
@never_cache
@require_safe
def number(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Of the last act on the floor: the script of the page asks for it, and for the page where it is another."""
    return JsonResponse({"number": floor_of(delegation_of(request, pk), session).number})


def may_ask(delegation: Delegation, standings: list[standing.Standing]) -> bool:
    """Whether there is somebody left in whose name it does not ask yet: itself, or a group."""
    live = [one.inscription for one in standings if one.inscription.state in LIVE]
    asked = {one.on_behalf_of_id for one in live if one.kind == Kind.STATEMENT}
    return bool({None, *delegation.speaks_for.values_list("pk", flat=True)} - asked)


def may_withdraw(question: Question) -> bool:
    return Question.State.WITHDRAWN in QUESTIONS[Question.State(question.state)]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    delegation = delegation_of(request, pk)
    floor = floor_of(delegation, session)
    first = {"language": reader_language(), "speaker_name": request.user.name}  # type: ignore[union-attr]
    form = FloorForm(sent(request), delegation=delegation, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = asked(request, delegation, floor, Asked(**form.cleaned_data))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            warn(request, made)
            return to_session(delegation, floor)
    return shown(request, "ask", delegation, floor, form=form)


def asked(request: HttpRequest, delegation: Delegation, floor: Floor, said: Asked) -> Inscription:
    """A form that is sent twice asks once: the second finds what the first has made."""
    person: Any = request.user
    try:
        made = inscribing.ask(delegation, floor.session, said, by=person, at=timezone.now())
    except Refused:
        earlier = floor.inscriptions.filter(
            delegation=delegation,
            kind=said.kind,
            on_behalf_of=said.on_behalf_of,
            speaker_name=said.speaker_name.strip(),
            level=said.level,
            asked_by=person,
            state__in=LIVE,
        ).first()
        if earlier is None or said.kind != Kind.STATEMENT:
            raise
        return earlier
    messages.success(request, _("You have asked for the floor."))
    return made


def warn(request: HttpRequest, made: Inscription) -> None:
    if standing.is_too_long(made.floor, made):
        messages.warning(
            request, _("The statement is longer than the time that you have. You may send it all.")
        )


@login_required
@require_POST
def reply(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Ask for a right of reply, as the policy gives it."""
    delegation = delegation_of(request, pk)
    floor = floor_of(delegation, session)
    asked(request, delegation, floor, Asked(kind=Kind.REPLY, language=reader_language()))
    return to_session(delegation, floor)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change who speaks, the language or the statement while it waits."""
    delegation = delegation_of(request, pk)
    own = get_object_or_404(delegation.inscriptions.select_related("floor__session__meeting"), pk=number)
    first = {name: getattr(own, name) for name in ("speaker_name", "speaker_title", "language", "statement")}
    form = SpeakerForm(sent(request), delegation=delegation, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            inscribing.amend(own, by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your change is saved."))
            own.refresh_from_db()
            warn(request, own)
            return to_session(delegation, own.floor)
    return shown(request, "amend", delegation, own.floor, form=form)


@login_required
@require_POST
def leave(request: HttpRequest, pk: int, number: int, wish: str) -> HttpResponse:
    """Off the list: withdrawn, in writing only, or to let others go first."""
    delegation = delegation_of(request, pk)
    own = get_object_or_404(delegation.inscriptions.select_related("floor__session__meeting"), pk=number)
    if wish not in LEAVING:
        raise Http404
    verb, done = LEAVING[wish]
    verb(own, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, str(done))
    return to_session(delegation, own.floor)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    delegation = delegation_of(request, pk)
    floor = floor_of(delegation, session)
    form = QuestionForm(sent(request), session=floor.session, initial={"language": reader_language()})
    if request.method == "POST" and form.is_valid():
        try:
            put(request, delegation, floor, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return to_session(delegation, floor)
    return shown(request, "question", delegation, floor, form=form)


def put(request: HttpRequest, delegation: Delegation, floor: Floor, said: dict[str, Any]) -> None:
    """A form that is sent twice puts one question."""
    person: Any = request.user
    same = said["text"].replace("\r\n", "\n").strip()
    waiting = floor.questions.filter(delegation=delegation, asked_by=person, state=Question.State.SUBMITTED)
    if waiting.filter(text=same).exists():
        return
    asking.ask(floor.session, delegation=delegation, by=person, at=timezone.now(), **said)
    messages.success(request, _("Your question has reached the moderator."))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    delegation = delegation_of(request, pk)
    own = get_object_or_404(delegation.questions.select_related("floor__session__meeting"), pk=number)
    asking.withdraw(own, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The question is withdrawn."))
    return to_session(delegation, own.floor)
