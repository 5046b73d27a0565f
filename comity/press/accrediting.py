"""Accreditation of the press: asked for by anybody, decided by the press office, ended by whoever holds its key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.participants import letters
from comity.participants.models import Letter, Person
from comity.press.authority import Act, require
from comity.press.models import Accreditation, PressConference, ReleaseMail
from comity.record import trail
from comity.refusals import NotNow, Refused

State = Accreditation.State


def ask(
    meeting: Meeting,
    *,
    name: str,
    outlet: str,
    medium: str,
    email: str,
    language: str,
    holds_pass: bool,
    wants_mails: bool,
    conferences: Iterable[PressConference] = (),
    at: datetime,
) -> Accreditation | None:
    """Ask for accreditation, without an account. None where the address has asked already: the page says the same, so
    that nobody learns who is accredited."""
    if not is_public(meeting):
        raise NotNow(_("The meeting has not been announced yet."))
    try:
        with transaction.atomic():
            asked = Accreditation.objects.create(
                meeting=meeting,
                name=name.strip(),
                outlet=outlet.strip(),
                medium=medium,
                email=email.strip().lower(),
                language=language,
                holds_pass=holds_pass,
                mails_agreed_at=at if wants_mails else None,
                asked_at=at,
            )
            announced = PressConference.objects.public(at).filter(meeting=meeting)
            asked.conferences.set(announced.filter(pk__in=[one.pk for one in conferences]))
            trail.note(asked, "asked for accreditation", by=None, at=at)
    except IntegrityError:
        return None
    return asked


def approve(accreditation: Accreditation, *, by: Person, at: datetime) -> None:
    """The person is told by mail, and is on the list from now on."""
    decide(accreditation, State.APPROVED, by=by, at=at)


def refuse(accreditation: Accreditation, *, reason: str, by: Person, at: datetime) -> None:
    """The person is told by mail, with the reason."""
    if not reason.strip():
        raise Refused(_("Say why: the person is told."))
    decide(accreditation, State.REFUSED, by=by, at=at, reason=reason.strip()[:500])


def decide(
    accreditation: Accreditation, to: Accreditation.State, *, by: Person, at: datetime, **more: Any
) -> None:
    require(by, Act.ACCREDIT, meeting=accreditation.meeting)
    with transaction.atomic():
        asked = Accreditation.objects.filter(pk=accreditation.pk, state=State.ASKED)
        if not asked.update(state=to, decided_by=by, decided_at=at, **more):
            raise NotNow(_("This has been decided or ended meanwhile."))
        accreditation.refresh_from_db()
        letter = tell(accreditation, at=at)
        Accreditation.objects.filter(pk=accreditation.pk).update(letter=letter)
        trail.note(accreditation, f"accreditation {to}", by=by, at=at, meeting=accreditation.meeting)
    accreditation.refresh_from_db()


def tell(accreditation: Accreditation, *, at: datetime) -> Letter:
    meeting = accreditation.meeting
    with override(page_language(accreditation.language)):
        subject = _("Accreditation to %(meeting)s") % {"meeting": meeting.short_title}
        body = render_to_string(
            "mails/accreditation.txt",
            {"accreditation": accreditation, "meeting": meeting, "address": settings.PUBLIC_ADDRESS},
        )
    return letters.write(
        to=accreditation.email, subject=subject, body=body.strip() + "\n", at=at, meeting=meeting
    )


def stop_mails(accreditation: Accreditation, *, at: datetime) -> None:
    """No further release by mail; the accreditation itself stays. Doing it twice is as once."""
    with transaction.atomic():
        agreed = Accreditation.objects.filter(pk=accreditation.pk, mails_agreed_at__isnull=False)
        if agreed.update(mails_agreed_at=None):
            drop_unsent(accreditation, at=at)
            trail.note(accreditation, "stopped mails to the press", by=None, at=at)
    accreditation.refresh_from_db()


def end(accreditation: Accreditation, *, at: datetime, by: Person | None = None) -> None:
    """End it, by whoever holds its key or (`by`) the press office: name, medium and address go at once, that it was
    stays."""
    if by is not None:
        require(by, Act.ACCREDIT, meeting=accreditation.meeting)
    with transaction.atomic():
        standing = Accreditation.objects.filter(pk=accreditation.pk).exclude(state=State.ENDED)
        if not standing.update(
            state=State.ENDED, ended_at=at, name="", outlet="", email="", reason="", mails_agreed_at=None
        ):
            raise NotNow(_("This accreditation has ended already."))
        drop_unsent(accreditation, at=at)
        trail.note(accreditation, "ended accreditation", by=by, at=at, meeting=accreditation.meeting)
    accreditation.refresh_from_db()


def drop_unsent(accreditation: Accreditation, *, at: datetime) -> None:
    mails = ReleaseMail.objects.filter(accreditation=accreditation).values("letter")
    letters.drop(Letter.objects.filter(pk__in=mails), at=at)
