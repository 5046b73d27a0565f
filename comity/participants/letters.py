"""The outbox: a mail is written in the transaction of the act it speaks of, and sent afterwards, whatever happens.

Whoever sends claims a letter by moving the time of its next attempt: a conditional update, so that of two workers or
nodes one sends it. A process that dies in between leaves a letter that is due again. Docs: decisions/0011.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.participants import authority
from comity.participants.models import Letter, Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=2)
"""Between attempts; it doubles. The first is longer than one letter can take (settings.EMAIL_TIMEOUT a step)."""
MOST_ATTEMPTS = 18
"""About a day."""
SOME_ATTEMPTS = 3
"""About a quarter of an hour: from then on the desk is told."""
KEPT_FOR = timedelta(days=14)
"""For which the words of a letter that could not be sent are kept, so that it can be sent again."""
MOST_A_DAY = 10
"""Letters to an address from which on nobody who has not signed in causes further ones."""
AT_ONCE = 20.0
"""Seconds after which no further letter is begun with the same clock: its claim must outlast the sending."""

written = threading.Event()
"""Set when this process has written a letter that may be sent: whoever waits need not ask the database meanwhile."""


WORDLESS: dict[str, Any] = {"body": "", "headers": {}, "files": []}
"""What a letter is once its words went."""


def write(
    *,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    meeting: Any = None,
    headers: dict[str, str] | None = None,
    files: Iterable[dict[str, str]] = (),
) -> Letter:
    """Put a letter into the outbox; call it inside the transaction of the act. `meeting`: whose desk is told if it
    cannot be sent. `files`: texts to go with it, each with "name", "type" and "text"."""
    letter = Letter.objects.create(
        to=to,
        subject=" ".join(subject.split())[: Letter.LONGEST_SUBJECT],
        body=body,
        headers=headers or {},
        files=[*files],
        meeting=meeting,
        written_at=at,
        due_at=at,
    )
    transaction.on_commit(written.set)
    return letter


def lately(to: str, *, at: datetime) -> QuerySet[Letter]:
    """What was written to the address within a day."""
    return Letter.objects.filter(to__iexact=to, written_at__gt=at - timedelta(days=1))


def may_be_written_to(to: str, *, at: datetime) -> bool:
    """Whether a stranger may cause one more letter to the address: it may be somebody else's mailbox."""
    return lately(to, at=at).count() < MOST_A_DAY


def send_due(*, at: datetime) -> int:
    """Send the letters that are due; returns how many were sent.

    Stops at the first that the mail server does not answer for: the others are as due later.
    """
    sent, link, begun = 0, get_connection(), time.monotonic()
    try:
        for letter in Letter.objects.filter(due_at__lte=at).order_by("due_at", "pk")[:100]:
            if time.monotonic() - begun > AT_ONCE:
                break
            if not claimed(letter, at=at):
                continue
            fault = fault_in_sending(letter, link)
            if fault is None:
                sent += mark_sent(letter, at=at)
                continue
            mark_failed(letter, fault, at=at)
            if not is_about_the_letter(fault):
                break
            link.close()  # what was begun with the refused letter
    finally:
        link.close()
    return sent


def claimed(letter: Letter, *, at: datetime) -> bool:
    """Whether this letter is ours to send; if the process ends before it has, it is due again after the pause."""
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts, 10), LONGEST_PAUSE)
    as_seen = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at, attempts=letter.attempts)
    return bool(as_seen.update(due_at=at + pause, attempts=F("attempts") + 1))


def fault_in_sending(letter: Letter, link: BaseEmailBackend) -> Exception | None:
    try:
        link.open()
        message(letter, link).send()
    except Exception as fault:  # whatever it is, the next letter must not wait for it for ever
        log.warning("letter %s was not sent: %s: %s", letter.pk, type(fault).__name__, fault)
        return fault
    return None


def message(letter: Letter, link: BaseEmailBackend) -> EmailMessage:
    """The mail as it goes out. Every attempt bears the same Message-ID, by which a mail server or reader knows again
    what it has taken already: the one thing that helps where a process dies between the server's answer and its note.
    """
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<letter-{letter.pk}-{letter.written_at.timestamp():.0f}@{host}>",
        "Auto-Submitted": "auto-generated",  # no absence notice answers it (RFC 3834)
        **letter.headers,
    }
    mail = EmailMessage(letter.subject, letter.body, None, [letter.to], headers=headers, connection=link)
    for file in letter.files:
        mail.attach(file["name"], file["text"], file["type"])
    return mail


def is_about_the_letter(fault: Exception) -> bool:
    """Whether other letters may fare better: its address or content was refused."""
    return isinstance(fault, SMTPRecipientsRefused | SMTPDataError) or not isinstance(fault, OSError)


def is_final(fault: Exception) -> bool:
    """Whether trying again is useless: an address that no mail can bear, or a permanent refusal (5yz, RFC 5321)."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in fault.recipients.values())
    if isinstance(fault, SMTPDataError):
        return fault.smtp_code >= 500
    return isinstance(fault, ValueError)


def mark_sent(letter: Letter, *, at: datetime) -> bool:
    """The fact stays, the words go."""
    return bool(
        Letter.objects.filter(pk=letter.pk, sent_at=None).update(
            sent_at=at, due_at=None, given_up_at=None, reason="", **WORDLESS
        )
    )


def mark_failed(letter: Letter, fault: Exception, *, at: datetime) -> None:
    tried = Letter.objects.filter(pk=letter.pk, sent_at=None)
    tried.update(reason=reason(fault))
    if is_final(fault) or letter.attempts + 1 >= MOST_ATTEMPTS:
        tried.update(due_at=None, given_up_at=at)


def reason(fault: Exception) -> str:
    """What the mail server or the machine said, in its own words."""
    answers = fault.recipients.values() if isinstance(fault, SMTPRecipientsRefused) else [fault.args]
    said = " ".join(
        part.decode(errors="replace") if isinstance(part, bytes) else str(part)
        for answer in answers
        for part in answer
    )
    return " ".join(f"{type(fault).__name__}: {said}".split())[: Letter.LONGEST_REASON]


def troubled(meeting: Any) -> QuerySet[Letter]:
    """Letters of a meeting that were given up, or tried in vain for a while, and may still be sent."""
    failed = Q(given_up_at__isnull=False) | Q(due_at__isnull=False, attempts__gte=SOME_ATTEMPTS)
    return Letter.objects.filter(failed, meeting=meeting).exclude(reason="").exclude(body="").order_by("pk")


def send_again(letter: Letter, *, by: Person, at: datetime) -> None:
    """Try at once, and for another day."""
    require(by, letter)
    with transaction.atomic():
        waiting = Letter.objects.filter(pk=letter.pk, sent_at=None).exclude(body="")
        if not waiting.update(due_at=at, attempts=0, given_up_at=None):
            raise NotNow(_("This mail has been sent or set aside meanwhile."))
        trail.note(letter, "sent mail again", by=by, at=at)
        transaction.on_commit(written.set)


def set_aside(letter: Letter, *, by: Person, at: datetime) -> None:
    """Nobody needs it any more: it is not tried again, and its words go."""
    require(by, letter)
    with transaction.atomic():
        if not drop(Letter.objects.filter(pk=letter.pk).exclude(body=""), at=at):
            raise NotNow(_("This mail has been sent or set aside meanwhile."))
        trail.note(letter, "set mail aside", by=by, at=at)


def require(by: Person, letter: Letter) -> None:
    if not authority.may_manage(by, meeting=letter.meeting):
        raise NotAllowed(_("Only the secretariat decides about mails."))


def drop(letters: QuerySet[Letter], *, at: datetime) -> int:
    """Those of them that were not sent yet never are; returns how many."""
    return letters.filter(sent_at=None).update(due_at=None, given_up_at=at, **WORDLESS)


def forget(*, at: datetime) -> int:
    """Take away the words of letters that were given up long ago; returns of how many."""
    return Letter.objects.filter(given_up_at__lt=at - KEPT_FOR).exclude(body="").update(**WORDLESS)
