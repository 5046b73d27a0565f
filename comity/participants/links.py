"""The link to a participant's own page: signed, so that nothing has to be kept, and made useless by a number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.languages import page_language
from comity.participants import authority, letters, states
from comity.participants.models import Letter, Participant
from comity.record import trail
from comity.refusals import NotNow

SALT = "comity.participants.own-page"
PAUSE = timedelta(minutes=10)
"""Between two letters with the link to the same person on request: nobody's mailbox is filled by a stranger."""
Write = Callable[[Participant], Letter]


def token(participant: Participant) -> str:
    """What stands in the address; it tells nothing of the person."""
    return signing.dumps([participant.pk, participant.link_series], salt=SALT)


def address(participant: Participant) -> str:
    """Of the own page, in the person's language, as mails give it."""
    language = page_language(participant.language)
    return f"{settings.PUBLIC_ADDRESS}/{language}/people/me/{token(participant)}/"


def find(words: str) -> Participant:
    """Whose page it is. Raises `NotNow` with a sentence that says what to do."""
    gone = NotNow(_("This link is no longer good. Ask for a new one, or write to the secretariat."))
    try:
        key, series = signing.loads(words, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise gone from fault
    found = (
        Participant.objects.exclude(state=Participant.State.ERASED)
        .select_related("meeting", "delegation__body", "body", "person")
        .filter(pk=key, link_series=series)
        .first()
    )
    if found is None:
        raise gone
    return found


def send_again(meeting: Any, email: str, *, at: datetime, letter: Write) -> int:
    """Write to everybody who is registered at the meeting under the address; returns to how many.

    Whoever asks is told nothing of it, so that nobody learns who takes part. At most one letter a person in `PAUSE`,
    and none to an address that has had many that day.
    """
    asked = Participant.objects.filter(
        Q(link_sent_at=None) | Q(link_sent_at__lt=at - PAUSE),
        meeting=meeting,
        email__iexact=email,
        state__in=[*states.STANDING, Participant.State.DECLINED],
    ).exclude(email="")
    sent = 0
    for participant in asked.select_related("meeting"):
        if not letters.may_be_written_to(participant.email, at=at):
            break
        with transaction.atomic():
            if asked.filter(pk=participant.pk).update(link_sent_at=at):
                letter(participant)
                sent += 1
    return sent


def renew(participant: Participant, *, by: Any, at: datetime, letter: Write) -> None:
    """Make every link that was sent useless and send a new one: for one that went to the wrong hands."""
    authority.require(by, authority.Act.DECIDE, meeting=participant.meeting_id)
    if not participant.email:
        raise NotNow(_("No address is known to which a link could go."))
    with transaction.atomic():
        found = Participant.objects.filter(pk=participant.pk, link_series=participant.link_series)
        if not found.update(link_series=F("link_series") + 1, link_sent_at=at):
            raise NotNow(_("Somebody else was first: the participant has changed. Load the page again."))
        participant.refresh_from_db()
        letter(participant)
        trail.note(participant, "sent a new link", by=by, at=at)
