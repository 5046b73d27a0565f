"""Mails about a statement, each in the language of the person it goes to."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.times import at_venue
from comity.participants.models import DELEGATION_ROLES, Person
from comity.statements.models import ChangeRequest, Receipt, Statement, Version

log = logging.getLogger(__name__)


def delegation_of(statement: Statement) -> Iterable[Person]:
    """Those who act for the delegation."""
    return Person.objects.filter(
        assignments__delegation=statement.delegation,
        assignments__role__in=list(DELEGATION_ROLES),
        is_active=True,
    ).distinct()


def send(person: Person, template: str, **words: Any) -> bool:
    """Render subject (first line) and body in the person's language and send it; a time is given as what writes it.

    A mail server that fails costs the mail, never the act it speaks of: that is already on record.
    """
    if person.is_programme:
        return False
    with override(page_language(person.language)):
        subject, _newline, body = render_to_string(
            f"mails/{template}.txt", {"person": person, **words}
        ).partition("\n")
    try:
        send_mail(subject.strip(), body.lstrip("\n"), None, [person.email])
    except (OSError, SMTPException, ValueError):  # ValueError: an address that no mail can bear
        log.exception("mail %s to person %s was not sent", template, person.pk)
        return False
    return True


def send_receipt(receipt: Receipt, *, at: datetime) -> None:
    if receipt.issued_to is None or receipt.issued_to.is_programme:
        return
    statement = receipt.version.statement
    time = partial(at_venue, receipt.issued_at, statement.meeting)
    if send(receipt.issued_to, "receipt", receipt=receipt, statement=statement, time=time):
        Receipt.objects.filter(pk=receipt.pk).update(mailed_at=at)


def send_return(version: Version) -> None:
    for person in delegation_of(version.statement):
        send(person, "returned", version=version, statement=version.statement)


def send_published(version: Version) -> None:
    statement = version.statement
    assert version.public_from is not None
    time = partial(at_venue, version.public_from, statement.meeting)
    for person in delegation_of(statement):
        send(person, "published", version=version, statement=statement, time=time)


def send_decision(request: ChangeRequest) -> None:
    send(request.asked_by, "decision", request=request, statement=request.statement)
