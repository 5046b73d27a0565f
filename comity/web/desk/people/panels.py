"""The people of sessions at the desk: who is proposed, invited, has answered; the balance of the panels."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.meetings import authority, balance, casting, parts
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Part, Session
from comity.participants import agreements, states
from comity.participants.models import Participant, Use
from comity.web.desk.people.forms import InviteForm, ProposeForm
from comity.web.desk.people.place import meeting_of, rights_of
from comity.web.desk.programme.place import person, session_of
from comity.web.people import own_mails
from comity.web.shared.sending import sent, whole_number

State = Part.State
ACTS: dict[str, Callable[..., None]] = {
    "confirm": parts.confirm,
    "withdraw": parts.withdraw,
    "again": parts.propose_again,
    "appeared": parts.appear,
    "not-appeared": parts.take_appearance_back,
}
FOUND_AT_MOST = 12


@login_required
@never_cache
@require_safe
def panels(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session with its people and their states, what is missing, and the balance."""
    meeting = meeting_of(request, slug)
    sessions = list(meeting.sessions.filter(cancelled_at=None))
    cast = casting.standing(sessions)
    weighs = authority.may(request.user, Act.SEE_BALANCE, meeting=meeting)
    words = {
        **rights_of(request, meeting),
        "rows": [(one, cast.get(one.pk, []), missing(cast.get(one.pk, []))) for one in sessions],
        "balance": balance.of_meeting(meeting, by=request.user) if weighs else (),
    }
    return render(request, "desk/people/panels.html", words)


def missing(cast: list[casting.Cast]) -> list[str]:
    """Roles that nobody has yet."""
    there = {one.role for one in cast}
    return [label for roles, label in casting.needed() if not roles & there]


@login_required
@never_cache
@require_safe
def panel(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    return show(request, meeting, session_of(meeting, code))


def show(
    request: HttpRequest, meeting: Meeting, session: Session, *, form: ProposeForm | None = None
) -> HttpResponse:
    held = list(
        session.parts.select_related(
            "participant__meeting", "participant__delegation__body", "participant__body", "letter"
        )
        .prefetch_related("participant__delegation__body__former_names", "participant__body__former_names")
        .order_by("pk")
    )
    held.sort(key=lambda one: (casting.ORDER.index(Part.Role(one.role)), one.pk))
    uses = agreements.of_each(one.participant for one in held)
    sought = request.GET.get("q", "").replace("\0", "").strip()[:100]
    words = {
        **rights_of(request, meeting),
        "session": session,
        "casts": authority.may(request.user, Act.CAST, meeting=meeting),
        "notes": authority.may(request.user, Act.NOTE_APPEARED, meeting=meeting),
        "has_begun": timezone.now() >= session.starts_at,
        "rows": [
            (one, parts.MOVES[State(one.state)], refused_uses(uses[one.participant_id])) for one in held
        ],
        "sought": sought,
        "found": find(meeting, sought) if sought else (),
        "form": form or ProposeForm(),
    }
    with timezone.override(meeting.zone):
        return render(request, "desk/people/panel.html", words, status=422 if form and form.errors else 200)


def refused_uses(uses: set[Use]) -> list[str]:
    """What one must not do: shown where photographs and recordings are planned."""
    asked = (Use.NAME, Use.PHOTO, Use.RECORDING, Use.TEXT)
    return [str(use.label) for use in asked if use not in uses]


def find(meeting: Meeting, words: str) -> list[Participant]:
    about = Q(name__icontains=words) | Q(affiliation__icontains=words)
    found = Participant.objects.filter(about, meeting=meeting, state__in=states.STANDING)
    found = found.select_related("delegation__body", "body")
    return list(
        found.prefetch_related("delegation__body__former_names", "body__former_names")[:FOUND_AT_MOST]
    )


@login_required
@require_POST
def propose(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    session, form = session_of(meeting, code), ProposeForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, session, form=form)
    chosen = get_object_or_404(
        Participant.objects.select_related("person"),
        pk=whole_number(request.POST.get("participant")) or 0,
        meeting=meeting,
    )
    role = Part.Role(form.cleaned_data["role"])
    parts.propose(
        session, chosen, role, topic=form.cleaned_data["topic"], by=person(request), at=timezone.now()
    )
    messages.success(request, _("%(name)s is proposed.") % {"name": chosen})
    return redirect("desk:panel", slug=slug, code=code)


def part_of(meeting: Meeting, code: str, pk: int) -> Part:
    found = Part.objects.select_related(
        "session__meeting", "session__room", "participant__person", "participant__meeting"
    )
    return get_object_or_404(found, pk=pk, session__code=code, session__meeting=meeting)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """The letter is shown as it will go out, with the day for the answer once one is chosen, then sent."""
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.CAST, meeting=meeting)
    part, form, at = part_of(meeting, code, pk), InviteForm(sent(request)), timezone.now()
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        letter = partial(own_mails.write_part, at=at)
        parts.invite(part, answer_by=form.cleaned_data["answer_by"], by=person(request), at=at, letter=letter)
        messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": part.participant})
        return redirect("desk:panel", slug=slug, code=code)
    if form.is_valid():
        part.answer_by = form.cleaned_data["answer_by"]  # of the letter that is shown; nothing is saved
    subject, body = own_mails.part_worded(part)
    hidden = body.replace(own_mails.own_link(part.participant), "…")
    words = {
        **rights_of(request, meeting),
        "part": part,
        "form": form,
        "subject": subject,
        "body": hidden,
        "letter_language": part.participant.language,
    }
    return render(request, "desk/people/invite.html", words, status=422 if form.errors else 200)


@login_required
@require_POST
def act(request: HttpRequest, slug: str, code: str, pk: int, name: str) -> HttpResponse:
    """Confirm, withdraw, propose again, note an answer or an appearance."""
    meeting = meeting_of(request, slug)
    part, by, at = part_of(meeting, code, pk), person(request), timezone.now()
    if name in ACTS:
        ACTS[name](part, by=by, at=at)
    elif name in ("accepted", "declined"):
        parts.respond(part, accepts=name == "accepted", by=by, at=at)
    else:
        raise Http404
    messages.success(request, _("Done."))
    return redirect("desk:panel", slug=slug, code=code)
