"""The link in the letter of an addressee: what it opens, when it ends, and how the secretariat ends or renews it.

It ends by itself some days after the meeting closed (COMITY_PAPER_LINK_DAYS), and never earlier than as many days after
it was sent. A link that has ended tells nothing of the paper.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.files.models import Sensitivity
from comity.languages import page_language
from comity.meetings.models import Meeting
from comity.meetings.times import written_date
from comity.papers.authority import Act, is_open_to, require_with
from comity.papers.drafting import held
from comity.papers.models import Addressee, Document
from comity.participants import letters
from comity.participants.models import Letter, Person
from comity.record import trail
from comity.refusals import NotNow, Refused


class Ended(Refused):
    """The link opened something once."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This link has ended."))


def ends_at(addressee: Addressee) -> datetime:
    """When the link ends by itself: an instant."""
    sent = addressee.link_sent_at or addressee.circulation.circulated_at
    return ending(addressee.circulation.version.meeting, sent_at=sent)


def ending(meeting: Meeting, *, sent_at: datetime) -> datetime:
    days = timedelta(days=settings.PAPER_LINK_DAYS)
    closed = datetime.combine(meeting.closes_on, time.max, meeting.zone)
    return max(closed, sent_at) + days


def has_link(addressee: Addressee) -> bool:
    return bool(addressee.token_hash)


def is_over(addressee: Addressee, *, at: datetime) -> bool:
    return addressee.link_ended_at is not None or ends_at(addressee) <= at


def opened(token: str, *, by: Any, at: datetime) -> Addressee | None:
    """Whom the link of a letter was for, with the version that it opens; None for a link that opens nothing: one that
    is wrong, of a paper that was withdrawn, or of a CONFIDENTIAL one for anybody but the reader it was sent to.
    Raises `Ended`."""
    found = (
        Addressee.objects.filter(token_hash=hash_of(token))
        .select_related("circulation__version__document__meeting", "person")
        .first()
    )
    if found is None:
        return None
    if is_over(found, at=at):
        raise Ended
    document = found.circulation.version.document
    if document.withdrawn_at is not None:
        return None
    if document.sensitivity != Sensitivity.UNCLASSIFIED and (
        found.person is None or by != found.person or not is_open_to(found.person, document)
    ):
        return None
    Addressee.objects.filter(pk=found.pk, opened_at=None).update(opened_at=at)
    return found


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def letter_of(addressee: Addressee, token: str, *, at: datetime) -> Letter:
    """Write the letter with the link to the version, in the addressee's language."""
    sent = addressee.circulation
    version, language = sent.version, page_language(addressee.language)
    meeting = version.meeting
    with override(language):
        subject, _newline, body = render_to_string(
            "mails/paper.txt",
            {
                "name": addressee.name,
                "version": version,
                "document": version.document,
                "meeting": meeting,
                "message": sent.message,
                "link": f"{settings.PUBLIC_ADDRESS}/{language}/paper/{token}/",
                "until": written_date(ending(meeting, sent_at=at).astimezone(meeting.zone).date()),
                "confidential": version.document.sensitivity != Sensitivity.UNCLASSIFIED,
            },
        ).partition("\n")
    return letters.write(to=addressee.email, subject=subject, body=body.lstrip("\n"), at=at, meeting=meeting)


def new_token() -> str:
    return secrets.token_urlsafe(24)


def end(addressee: Addressee, *, by: Person, at: datetime) -> None:
    """Close the link of one addressee at once. Raises `NotNow` where it is closed or there is none."""
    document = document_of(addressee)
    require_with(by, Act.CIRCULATE, document=document)
    with transaction.atomic():
        there = Addressee.objects.filter(pk=addressee.pk, link_ended_at=None).exclude(token_hash="")
        if not there.update(link_ended_at=at):
            raise NotNow(_("This link has ended already."))
        trail.note(document, "ended link", by=by, at=at, addressee=addressee.pk)
    addressee.refresh_from_db()


def renew(addressee: Addressee, *, by: Person, at: datetime) -> None:
    """Send the addressee another link to the same version; the one before opens nothing any more. Raises `NotNow`
    where there is no address or the document was withdrawn, `Refused` for whom it is closed to."""
    document = document_of(addressee)
    require_with(by, Act.CIRCULATE, document=document)
    with transaction.atomic():
        held(document)
        now = Addressee.objects.select_for_update(of=("self",)).select_related("letter").get(pk=addressee.pk)
        if not now.email:
            raise NotNow(_("There is no address to send a link to."))
        if not is_open_to(now.person, document):
            raise Refused(_("%(name)s is not named on this CONFIDENTIAL document.") % {"name": now.name})
        token = new_token()
        now.circulation = addressee.circulation
        letter = letter_of(now, token, at=at)
        proven = now.letter is not None and now.letter.sent_at is not None
        Addressee.objects.filter(pk=now.pk).update(
            token_hash=hash_of(token),
            link_sent_at=at,
            link_ended_at=None,
            **({} if proven else {"letter": letter}),  # what proves the first sending stays its proof
        )
        trail.note(document, "renewed link", by=by, at=at, addressee=addressee.pk)
    addressee.refresh_from_db()


def document_of(addressee: Addressee) -> Document:
    return addressee.circulation.version.document
