"""Mails to participants, each in the language of its addressee, with the link to the own page."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.languages import page_language
from comity.meetings.models import Part
from comity.participants import letters, links
from comity.participants.models import Letter, Participant

SUBJECTS = {
    "applied": _("Your registration came in: %(meeting)s"),
    "approved": _("You are registered: %(meeting)s"),
    "refused": _("Your registration: %(meeting)s"),
    "invited": _("Invitation to take part: %(meeting)s"),
    "link": _("The link to your page: %(meeting)s"),
    "part": _("Invitation to a session: %(meeting)s"),
}


def own_link(participant: Participant) -> str:
    """The address of the own page, in the person's language."""
    with override(page_language(participant.language)):
        return settings.PUBLIC_ADDRESS + reverse("people:own", args=[links.token(participant)])


def worded(participant: Participant, name: str, **words: Any) -> tuple[str, str]:
    """(subject, body), in the language of the addressee."""
    with override(page_language(participant.language)):
        subject = str(SUBJECTS[name]) % {"meeting": participant.meeting.short_title}
        told = {
            "participant": participant,
            "meeting": participant.meeting,
            "link": own_link(participant),
            **words,
        }
        return subject, render_to_string(f"people/letters/{name}.txt", told)


def write(participant: Participant, name: str, *, at: datetime, **words: Any) -> Letter:
    """Put it into the outbox."""
    subject, body = worded(participant, name, **words)
    return letters.write(to=participant.email, subject=subject, body=body, at=at, meeting=participant.meeting)


def writer(name: str, *, at: datetime) -> Any:
    """What verbs call to write one of the letters to a participant."""
    return partial(_written, name=name, at=at)


def _written(participant: Participant, *, name: str, at: datetime) -> Letter:
    return write(participant, name, at=at)


def part_worded(part: Part, **words: Any) -> tuple[str, str]:
    """The invitation to a session, as it would go out."""
    return worded(part.participant, "part", part=part, session=part.session, **words)


def write_part(part: Part, *, at: datetime) -> Letter:
    subject, body = part_worded(part)
    return letters.write(
        to=part.participant.email, subject=subject, body=body, at=at, meeting=part.session.meeting
    )
