"""Letters about a statement, each in the language of the person it goes to; written in the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.times import at_venue
from comity.participants import letters
from comity.participants.models import DELEGATION_ROLES, Letter, Person
from comity.statements.models import ChangeRequest, Receipt, Statement, Version


def delegation_of(statement: Statement) -> Iterable[Person]:
    """Those who act for the delegation."""
    return Person.objects.filter(
        assignments__delegation=statement.delegation,
        assignments__role__in=list(DELEGATION_ROLES),
        is_active=True,
    ).distinct()


def write(
    person: Person | None, template: str, *, statement: Statement, at: datetime, **words: Any
) -> Letter | None:
    """Subject (first line) and body in the person's language; a time is given as what writes it. None for a
    programme, which reads no mail."""
    if person is None or person.is_programme:
        return None
    with override(page_language(person.language)):
        subject, _newline, body = render_to_string(
            f"mails/{template}.txt", {"person": person, "statement": statement, **words}
        ).partition("\n")
    return letters.write(
        to=person.email, subject=subject, body=body.lstrip("\n"), at=at, meeting=statement.meeting
    )


def write_receipt(receipt: Receipt) -> None:
    statement = receipt.version.statement
    time = partial(at_venue, receipt.issued_at, statement.meeting)
    receipt.letter = write(
        receipt.issued_to, "receipt", statement=statement, at=receipt.issued_at, receipt=receipt, time=time
    )
    if receipt.letter is not None:
        receipt.save(update_fields=["letter"])


def write_return(version: Version, *, at: datetime) -> None:
    for person in delegation_of(version.statement):
        write(person, "returned", statement=version.statement, at=at, version=version)


def write_published(version: Version, *, at: datetime) -> None:
    statement = version.statement
    assert version.public_from is not None
    time = partial(at_venue, version.public_from, statement.meeting)
    for person in delegation_of(statement):
        write(person, "published", statement=statement, at=at, version=version, time=time)


def write_decision(request: ChangeRequest, *, at: datetime) -> None:
    write(request.asked_by, "decision", statement=request.statement, at=at, request=request)
