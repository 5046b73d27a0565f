"""Personal data: why they are kept and until when, all that is kept of one person, and erasure (TRACE RX-4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comity.participants import agreements, authority, letters, states
from comity.participants.authority import Act
from comity.participants.models import Agreement, Invitation, Letter, Participant, ParticipantList, Token, Use
from comity.participants.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow

KEPT_FOR = timedelta(days=settings.PERSONAL_DATA_KEPT_DAYS)
"""After the close of a meeting what is not public of its participants is deleted."""
A_LIST = timedelta(days=1)
"""For which a list that was sent and not taken in is kept."""
PURPOSES = (
    (
        "name",
        _("Name, honorific, title and affiliation"),
        _("to know who takes part, and for the record of the meeting"),
    ),
    ("email", _("Address"), _("to write to you about this meeting; never public")),
    ("language", _("Language"), _("to write in a language that you read")),
    (
        "gender",
        _("Gender and region, if you say them"),
        _("to count in the balance of panels; never shown with a name"),
    ),
    ("agreements", _("What you agree to"), _("to prove it, and to keep to it")),
)
"""(field, what, why)."""
ERASED: dict[str, Any] = {
    **dict.fromkeys(
        ("name", "honorific", "pseudonym", "job_title", "affiliation", "email", "gender", "reason"), ""
    ),
    "region": None,
    "person": None,
}
NOT_PUBLIC: dict[str, Any] = {"email": "", "gender": "", "region": None, "reason": ""}


def all_that_is_kept(participant: Participant) -> dict[str, Any]:
    """Everything that is kept of the person for this meeting, as JSON, for the person alone. Times in ISO 8601."""
    region = participant.region
    return {
        "meeting": participant.meeting.slug,
        "kind": participant.kind,
        "category": participant.category,
        "state": participant.state,
        "delegation_or_body": participant.comes_from.code if participant.comes_from else None,
        **{name: getattr(participant, name) for name in ("honorific", "name", "pseudonym", "job_title")},
        **{name: getattr(participant, name) for name in ("affiliation", "email", "language", "gender")},
        "region": region.code if region else None,
        "registered_at": participant.registered_at.isoformat(),
        "invited_at": participant.invited_at.isoformat() if participant.invited_at else None,
        "registered_by_yourself": participant.registered_by_id is None,
        "reason": participant.reason,
        "has_account": participant.person_id is not None,
        "agreements": [
            {"use": one.use, "given": one.given, "source": one.source, "at": one.at.isoformat()}
            for one in participant.agreements.order_by("pk")
        ],
        "parts": [
            {
                "session": part.session.code,
                **{name: getattr(part, name) for name in ("role", "state", "topic", "answer")},
                "invited_at": part.invited_at.isoformat() if part.invited_at else None,
            }
            for part in participant.parts.select_related("session")
        ],
        "mails": [of_letter(letter) for letter in letters_to(participant).order_by("pk")],
        "record": [
            {"at": act.at.isoformat(), "verb": act.verb, "details": act.details}
            for act in trail.of(participant).order_by("pk")
        ],
    }


def of_letter(letter: Letter) -> dict[str, Any]:
    """What is told of a mail, as JSON: its words are not kept."""
    return {
        "subject": letter.subject,
        "written_at": letter.written_at.isoformat(),
        "sent_at": letter.sent_at.isoformat() if letter.sent_at else None,
    }


def of_token(token: Token) -> dict[str, Any]:
    """What is told of a token, as JSON: its secret is not known here."""
    times = {name: getattr(token, name) for name in ("made_at", "expires_at", "last_used_at", "revoked_at")}
    told = {name: at.isoformat() if at else None for name, at in times.items()}
    return {"name": token.name, "scopes": token.scopes, **told}


def is_shared(participant: Participant) -> bool:
    """Whether others may read what goes to the address, or it belongs to an account: then what hangs on the address is
    not this registration's alone."""
    if not participant.email or participant.person_id is not None:
        return True
    return Participant.objects.filter(email__iexact=participant.email).exclude(pk=participant.pk).exists()


def letters_to(participant: Participant) -> Any:
    """Mails of this meeting to the address, unless others read there too: those are not one person's data."""
    mails = Letter.objects.filter(meeting=participant.meeting_id, to__iexact=participant.email)
    return mails.none() if is_shared(participant) else mails


def erase(participant: Participant, *, by: Any | None, at: datetime) -> None:
    """Delete what says who it was; that somebody of a category took part stays, and so does the record of acts, which
    holds no personal data. Public pages and printed papers withhold the name from now on.

    `by` None: the person, on the own page; else the secretariat, at the person's wish. It cannot be undone. Call it
    through `comity.meetings.erasing`, which takes the name out of agendas too.
    """
    if by is not None and not authority.may(by, Act.DECIDE, meeting=participant.meeting_id):
        raise NotAllowed(_("Only the person and the secretariat erase personal data."))
    with transaction.atomic():
        off = dict.fromkeys(Use, False)
        agreements.change(participant, off, source=Agreement.Source.ERASURE, by=by, at=at)
        mails = letters_to(participant)
        letters.drop(mails, at=at)
        mails.update(to="", subject="")
        states.move(participant, State.ERASED, **ERASED, private_gone_at=at)
        trail.note(participant, "erased", by=by, at=at, own=by is None)


def forget(*, at: datetime) -> int:
    """Delete what is not public of the participants of meetings that closed long ago, lists that nobody took in, and
    whom mails and invitations went to; returns of how many participants. Call it daily, as `comity tidy` does."""
    ParticipantList.objects.filter(done_at=None, sent_at__lt=at - A_LIST).update(done_at=at, rows=[])
    forget_mails(at=at)
    kept = Q(**{name: value for name, value in NOT_PUBLIC.items() if value is not None}) & Q(region=None)
    gone = Participant.objects.filter(
        meeting__closes_on__lt=(at - KEPT_FOR).date(), private_gone_at=None
    ).exclude(kept)
    with transaction.atomic():
        found = list(gone.select_for_update(of=("self",)).select_related("meeting"))
        Participant.objects.filter(pk__in=[one.pk for one in found]).update(**NOT_PUBLIC, private_gone_at=at)
        trail.note_each([(one, {}) for one in found], "deleted what is not public", by=None, at=at)
    return len(found)


def forget_mails(*, at: datetime) -> int:
    """Take the address and the subject off mails that were sent or given up long ago, and off invitations that were
    answered or came to nothing; those of a meeting once it has closed as long ago. That a mail was sent, and when,
    stays as the proof. Returns of how many mails."""
    long_ago = at - KEPT_FOR
    over = Q(meeting=None) | Q(meeting__closes_on__lt=long_ago.date())
    settled = Q(sent_at__lt=long_ago) | Q(given_up_at__lt=long_ago)
    mails = Letter.objects.filter(over, settled).exclude(to="", subject="")
    found = mails.update(to="", subject="", reason="", **letters.WORDLESS)
    invitations = Invitation.objects.filter(over, expires_at__lt=long_ago)
    invitations.exclude(email="", name="").update(email="", name="")
    return found


def require_open(listed: ParticipantList) -> None:
    """Raises `NotNow` once the list has been taken in, dropped, or its time is over."""
    if listed.done_at is not None:
        raise NotNow(_("This list has been taken in or dropped already. Send it again."))
