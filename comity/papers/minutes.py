"""Minutes of a session: draft, shared with the chair, final; every text kept, locked at the end, then Corr. only.

Two rapporteurs at once: whoever saves second is told, and loses nothing. Technical sessions are under the Chatham House
Rule unless the programme says otherwise; how notes name speakers may be tightened later, never loosened (RX-1).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.models import Attribution, Session
from comity.papers import skeleton
from comity.papers.authority import Act, may, require
from comity.papers.models import Minutes, MinutesText
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

Status = Minutes.Status
LONGEST = 200_000
"""Code points of a text."""
MODES = (
    Attribution.ATTRIBUTED,
    Attribution.BY_CATEGORY,
    Attribution.NON_ATTRIBUTED,
    Attribution.CONFIDENTIAL,
)
"""From open to closed."""

MOVES: dict[Minutes.Status, frozenset[Minutes.Status]] = {
    Status.DRAFT: frozenset({Status.SHARED}),
    Status.SHARED: frozenset({Status.DRAFT, Status.FINAL}),
    Status.FINAL: frozenset(),
}
"""What was shared may be taken back into work; what is final is locked."""


def may_read(person: Any, minutes: Minutes) -> bool:
    """Rapporteurs always; the chair and the secretariat once they are shared, unless they are confidential."""
    if may(person, Act.WRITE_MINUTES, meeting=minutes.session.meeting):
        return True
    return (
        minutes.status != Status.DRAFT
        and minutes.attribution != Attribution.CONFIDENTIAL
        and may(person, Act.READ_MINUTES, meeting=minutes.session.meeting)
    )


def require_reading(person: Any, minutes: Minutes) -> None:
    if not may_read(person, minutes):
        raise NotAllowed(_("These minutes are read by rapporteurs, and by the chair once they are shared."))


def begin(session: Session, *, language: str, by: Person, at: datetime) -> Minutes:
    """Begin the minutes with their skeleton: the session, its people, segments, questions and documents."""
    require(by, Act.WRITE_MINUTES, meeting=session.meeting)
    try:
        with transaction.atomic():
            minutes = Minutes.objects.create(
                session=session,
                language=language,
                attribution=session.attribution if session.attribution in MODES else MODES[-1],
                created_by=by,
                created_at=at,
            )
            with override(page_language(language)):
                text = skeleton.of(minutes, at=at)
            add(minutes, checked(text), by=by, at=at)
            trail.note(minutes, "began minutes", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(
            _("Somebody else has begun the minutes of this session. Load the page again.")
        ) from error
    return minutes


def write(minutes: Minutes, text: str, *, seen: int, by: Person, at: datetime) -> MinutesText:
    """Save a new text; `seen` is the number of the one that it was made from. Raises `NotNow` where another has come
    in between, or the minutes are final."""
    require(by, Act.WRITE_MINUTES, meeting=minutes.session.meeting)
    with transaction.atomic():
        now = held(minutes)
        if now.status == Status.FINAL:
            raise NotNow(
                _("The minutes are final and locked. What is wrong in them is mended by a correction.")
            )
        last = newest(now)
        if last.number != seen:
            raise NotNow(
                _(
                    "%(name)s has saved a newer text meanwhile. Yours is below: bring the two together and save."
                )
                % {"name": last.written_by}
            )
        if last.text == checked(text):
            return last
        added = add(now, checked(text), by=by, at=at)
        trail.note(now, "wrote minutes", by=by, at=at, number=added.number)
    return added


def correct(minutes: Minutes, text: str, *, reason: str, seen: int, by: Person, at: datetime) -> MinutesText:
    """A Corr. to final minutes: a new text beside the old ones, with what it corrects."""
    require(by, Act.WRITE_MINUTES, meeting=minutes.session.meeting)
    if not reason.strip():
        raise Refused(_("Say what the correction corrects."))
    with transaction.atomic():
        now = held(minutes)
        if now.status != Status.FINAL:
            raise NotNow(_("The minutes are not final yet: change their text."))
        last = newest(now)
        if last.number != seen:
            raise NotNow(_("Somebody else has corrected the minutes meanwhile. Load the page again."))
        if last.text == checked(text):
            raise Refused(_("The text is the same as before."))
        added = add(
            now, checked(text), by=by, at=at, kind=MinutesText.Kind.CORRECTION, reason=reason.strip()[:500]
        )
        trail.note(now, "corrected minutes", by=by, at=at, number=added.number, reason=reason)
    return added


def checked(text: str) -> str:
    text = text.replace("\r\n", "\n").rstrip()
    if not text.strip():
        raise Refused(_("The text is empty."))
    if len(text) > LONGEST:
        raise Refused(_("The text is too long: at most %(number)d signs.") % {"number": LONGEST})
    return text


def held(minutes: Minutes) -> Minutes:
    """As they are now, nobody else's until the transaction ends."""
    return (
        Minutes.objects.select_for_update(of=("self",)).select_related("session__meeting").get(pk=minutes.pk)
    )


def newest(minutes: Minutes) -> MinutesText:
    return minutes.texts.select_related("written_by").latest("number")


def add(minutes: Minutes, text: str, *, by: Person, at: datetime, **fields: Any) -> MinutesText:
    number = minutes.texts.count() + 1
    return MinutesText.objects.create(
        minutes=minutes, number=number, text=text, written_by=by, written_at=at, **fields
    )


def share(minutes: Minutes, *, by: Person, at: datetime) -> None:
    """Show them to the chair and the secretariat, and to the rapporteurs of the Special Meeting (R07-3)."""
    require(by, Act.WRITE_MINUTES, meeting=minutes.session.meeting)
    move(minutes, Status.SHARED, "shared minutes", by=by, at=at, shared_at=at)


def take_back(minutes: Minutes, *, by: Person, at: datetime) -> None:
    """Back into work: the chair no longer sees them."""
    require(by, Act.WRITE_MINUTES, meeting=minutes.session.meeting)
    move(minutes, Status.DRAFT, "took minutes back", by=by, at=at, shared_at=None)


def finalise(minutes: Minutes, *, by: Person, at: datetime) -> None:
    """Lock them: from now on a correction only."""
    require(by, Act.FINALISE, meeting=minutes.session.meeting)
    move(minutes, Status.FINAL, "made minutes final", by=by, at=at, finalised_at=at, finalised_by=by)


def move(
    minutes: Minutes, to: Minutes.Status, verb: str, *, by: Person, at: datetime, **changes: Any
) -> None:
    if to not in MOVES[Status(minutes.status)]:
        raise NotNow(
            _("This is not possible now: the minutes are “%(status)s”.")
            % {"status": minutes.get_status_display()}
        )
    with transaction.atomic():
        seen = Minutes.objects.filter(pk=minutes.pk, status=minutes.status)
        if not seen.update(status=to, **changes):
            raise NotNow(_("Somebody else was first: load the page again."))
        trail.note(minutes, verb, by=by, at=at)
    minutes.refresh_from_db()


def tighten(minutes: Minutes, mode: Attribution, *, by: Person, at: datetime) -> None:
    """Name speakers less than before. Raises `Refused` for more: they spoke under the rule of that day (RX-1)."""
    require(by, Act.WRITE_MINUTES, meeting=minutes.session.meeting)
    if mode not in MODES:
        raise Refused(_("Choose how the minutes name speakers."))
    with transaction.atomic():
        now = held(minutes)
        if MODES.index(mode) < MODES.index(Attribution(now.attribution)):
            raise Refused(
                _(
                    "What was said under “%(mode)s” is not opened later without the consent of those who said it."
                )
                % {"mode": now.get_attribution_display()}
            )
        Minutes.objects.filter(pk=now.pk).update(attribution=mode)
        trail.note(now, "tightened attribution", by=by, at=at, mode=mode)
    minutes.refresh_from_db()
