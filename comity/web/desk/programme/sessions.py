"""One session at the desk: what is said of it, its running order, its questions, its time and place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.floor import authority as floor
from comity.languages import NATIVE_NAMES
from comity.meetings import authority, casting, checking, clashing, programme, segments
from comity.meetings.authority import Act
from comity.meetings.models import Session
from comity.meetings.programme import CHATHAM_HOUSE, Wording
from comity.meetings.states import CLOSED
from comity.refusals import NotNow, Refused
from comity.web.desk.page import mistakes
from comity.web.desk.programme import days, left, parts
from comity.web.desk.programme.forms import ReasonForm, SlotForm, WordingForm
from comity.web.desk.programme.place import (
    edited_language,
    last_act,
    may,
    meeting_of,
    person,
    put,
    session_of,
    was_changed,
)
from comity.web.shared.sending import sent, whole_number, written

TEXTS = ("titles", "annotations")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a session: of which tier, when and where, and its first words."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.EDIT, meeting=meeting)
    tier = request.GET.get("tier", "")
    tier = tier if tier in Session.Tier.values else Session.Tier.TECHNICAL
    language = edited_language(request)
    with timezone.override(meeting.zone):
        slot = SlotForm(sent(request), meeting=meeting)
        start = {
            "slot_minutes": 3,
            "attribution": CHATHAM_HOUSE[Session.Tier(tier)],
            "interpretation": [*NATIVE_NAMES],
            **left.suggested(meeting, request.GET.get("follows", ""), language, at=timezone.now()),
        }
        wording = WordingForm(sent(request), meeting=meeting, tier=tier, language=language, initial=start)
        refusal = None
        if request.method == "POST" and all([slot.is_valid(), wording.is_valid()]):
            try:
                made = programme.add(
                    meeting,
                    Session.Tier(tier),
                    wording_of(wording, None, language),
                    **slot.cleaned_data,
                    by=person(request),
                    at=timezone.now(),
                )
                messages.success(request, _("The session is added."))
                return redirect("desk:session", slug=slug, code=made.code)
            except Refused as refused:
                refusal = refused
        wrong = mistakes({"slot": slot, "wording": wording})
        return render(
            request,
            "desk/programme/new_session.html",
            {
                "meeting": meeting,
                "tier": tier,
                "tiers": Session.Tier.choices,
                "slot": slot,
                "wording": wording,
                "in_language": language,
                "in_languages": NATIVE_NAMES,
                "refusal": refusal,
                "mistakes": wrong,
            },
            status=refusal.status if refusal else 422 if wrong else 200,
        )


def wording_of(form: WordingForm, session: Session | None, language: str) -> Wording:
    """What the form says, with the texts of other languages as they were."""
    said = form.cleaned_data
    texts = {name: put(getattr(session, name) if session else {}, language, said[name]) for name in TEXTS}
    return Wording(
        **texts,
        aspects=said["aspects"],
        leads_to=said.get("leads_to", ()),
        slot_minutes=said["slot_minutes"],
        attribution=said["attribution"],
        interpretation=said["interpretation"],
        webcast=said["webcast"],
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The page of a session; what is posted to it is its wording."""
    found = session_of(meeting_of(request, slug), code)
    if request.method == "GET":
        return show(request, found)
    language = edited_language(request)
    form = wording_form(found, language, request.POST)
    if not form.is_valid():
        return show(request, found, bound={"wording": form})
    try:
        require_seen(request, found, "revised")
        wording = wording_of(form, found, language)
        programme.revise(found, wording, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, bound={"wording": form}, refusal=refusal)
    return done(request, found, _("The session is kept."))


def require_seen(request: HttpRequest, found: Session, verb: str) -> None:
    """Raises `NotNow` where an old page would undo what somebody else wrote."""
    if was_changed(request, found, verb):
        raise NotNow(programme.SOMEBODY_ELSE)


def done(request: HttpRequest, found: Session, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    to = reverse("desk:session", args=[found.meeting.slug, found.code])
    return redirect(f"{to}?in={edited_language(request)}")


def wording_form(found: Session, language: str, posted: Any = None) -> WordingForm:
    start = {
        **{name: getattr(found, name).get(language, "") for name in TEXTS},
        "aspects": [one.code for one in found.aspects.all()],
        "leads_to": [one.code for one in found.leads_to.all()],
        "slot_minutes": found.slot_minutes,
        "attribution": found.attribution,
        "interpretation": found.interpretation,
        "webcast": found.webcast,
    }
    return WordingForm(posted, meeting=found.meeting, tier=found.tier, language=language, initial=start)


def show(
    request: HttpRequest,
    found: Session,
    *,
    bound: dict[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page; `bound` holds what was just sent, by the name of its act, so that nothing written is lost."""
    bound = bound or {}
    meeting = found.meeting
    language = edited_language(request)
    edits = may(request, Act.EDIT, meeting) and meeting.state not in CLOSED
    wrong = [*mistakes({name: form for name, form in bound.items() if isinstance(form, forms.Form)})]
    for rows in (one for one in bound.values() if isinstance(one, forms.BaseFormSet)):
        wrong += mistakes(dict(enumerate(rows.forms)))  # type: ignore[arg-type]
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/programme/session.html",
            {
                "meeting": meeting,
                "session": found,
                "edits": edits,
                "conducts": found.cancelled_at is None
                and floor.may(request.user, floor.Act.MODERATE, session=found),
                "slot": bound.get("move") or days.slot_form(found, meeting, list(meeting.rooms.all())),
                "wording": bound.get("wording") or wording_form(found, language),
                "segments": bound.get("segments") or parts.segment_rows(found, language),
                "questions": bound.get("questions") or parts.question_rows(found, language),
                "reason": bound.get("cancel") or ReasonForm(prefix="cancel"),
                "total": sum(one.minutes for one in found.segments.all()),
                "findings": [
                    one for one in checking.findings(meeting, at=timezone.now()) if one.session == found
                ],
                "cast": casting.standing([found]).get(found.pk, []),
                "in_language": language,
                "in_languages": NATIVE_NAMES,
                "seen": last_act(found),
                "refusal": refusal,
                "mistakes": wrong,
            },
            status=refusal.status if refusal else 422 if wrong else 200,
        )


@login_required
@require_POST
def act(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """Move it, cancel it, take it up again or out, write its running order or its questions."""
    if name not in ACTS:
        raise Http404
    return ACTS[name](request, session_of(meeting_of(request, slug), code))


def move(request: HttpRequest, found: Session) -> HttpResponse:
    """From its own page or from the day; an old page is told so."""
    meeting, from_day = found.meeting, bool(written(request, "from_day"))
    with timezone.override(meeting.zone):
        form = SlotForm(request.POST, meeting=meeting, prefix=found.code)
        refusal: Refused | None = None
        if not form.is_valid():
            words = [str(error) for errors in form.errors.values() for error in errors]
            refusal = Refused(" ".join(words))
        elif whole_number(written(request, "seen")) != found.calendar_sequence:
            refusal = NotNow(programme.SOMEBODY_ELSE)
        else:
            refusal = moved(request, found, form)
        day = days.on_day(found, meeting).isoformat()
        if refusal is not None:
            found.refresh_from_db()
            if from_day:
                return days.show(request, meeting, day, bound={found.code: form}, refusal=refusal)
            return show(request, found, bound={"move": form}, refusal=refusal)
    if not from_day:
        return done(request, found, _("The session is moved."))
    messages.success(request, _("The session is moved: %(session)s.") % {"session": found})
    to = reverse("desk:day", args=[meeting.slug])
    return redirect(f"{to}?day={day}#{found.code}")


def moved(request: HttpRequest, found: Session, form: SlotForm) -> Refused | None:
    """Why it was not moved; what puts others than its leaders in two places, or a room to two uses, asks first."""
    wanted = form.cleaned_data
    doubts = clashing.doubts(found, wanted["starts_at"], wanted["ends_at"], wanted["room"])
    try:
        if doubts and not written(request, f"{found.code}-despite"):
            clashing.require_leaders_free(found, wanted["starts_at"], wanted["ends_at"])
            form.fields["despite"] = forms.BooleanField(label=_("Move it all the same"), required=False)
            return NotNow(" ".join(doubts))
        programme.move(found, **wanted, by=person(request), at=timezone.now())
    except Refused as refused:
        return refused
    return None


def cancel(request: HttpRequest, found: Session) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return show(request, found, bound={"cancel": form})
    reasons = {edited_language(request): form.cleaned_data["reason"]}
    try:
        programme.cancel(found, reasons=reasons, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, bound={"cancel": form}, refusal=refusal)
    return done(request, found, _("The session is cancelled. It stays in the programme and says so."))


def reinstate(request: HttpRequest, found: Session) -> HttpResponse:
    doubts = clashing.doubts(found, found.starts_at, found.ends_at, found.room)
    try:
        programme.reinstate(found, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, refusal=refusal)
    for doubt in doubts:
        messages.warning(request, doubt)
    return done(request, found, _("The session is held after all."))


def remove(request: HttpRequest, found: Session) -> HttpResponse:
    meeting = found.meeting
    try:
        programme.remove(found, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, session_of(meeting, found.code), refusal=refusal)
    messages.success(request, _("The session is taken out."))
    return redirect("desk:programme", slug=meeting.slug)


def write_segments(request: HttpRequest, found: Session) -> HttpResponse:
    language = edited_language(request)
    rows = parts.segment_rows(found, language, request.POST)
    if not rows.is_valid():
        return show(request, found, bound={"segments": rows})
    try:
        require_seen(request, found, "segments written")
        planned = parts.planned(found, rows, language)
        segments.write(found, planned, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, bound={"segments": rows}, refusal=refusal)
    return done(request, found, _("The running order is kept."))


def write_questions(request: HttpRequest, found: Session) -> HttpResponse:
    language = edited_language(request)
    rows = parts.question_rows(found, language, request.POST)
    if not rows.is_valid():
        return show(request, found, bound={"questions": rows})
    try:
        require_seen(request, found, "questions written")
        segments.ask(found, parts.asked(found, rows, language), by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, found, bound={"questions": rows}, refusal=refusal)
    return done(request, found, _("The guiding questions are kept."))


ACTS: dict[str, Callable[[HttpRequest, Session], HttpResponse]] = {
    "move": move,
    "cancel": cancel,
    "reinstate": reinstate,
    "remove": remove,
    "segments": write_segments,
    "questions": write_questions,
}
