"""Who may do what with the papers of a meeting: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.files.models import Sensitivity
from comity.papers.models import Document
from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with documents and minutes."""

    HANDLE = "prepare and issue documents"
    CIRCULATE = "circulate"
    POST = "post"
    TICK = "work on the checklist of a website"
    READ = "read documents not posted"
    NAME_READERS = "name readers"
    WRITE_MINUTES = "write minutes"
    FINALISE = "make minutes final"
    READ_MINUTES = "read minutes that are shared"


CTED = frozenset({Role.SECRETARIAT, Role.DOCUMENT_OFFICER})
OWN_DELEGATION: frozenset[Act] = frozenset()
"""Delegations do nothing here: papers are the secretariat's, and reach them by circulation."""

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.HANDLE: CTED,
    Act.CIRCULATE: CTED,
    Act.POST: CTED,
    Act.TICK: CTED | {Role.PRESS_OFFICER},
    Act.READ: CTED | {Role.RAPPORTEUR, Role.REVIEWER, Role.PRESS_OFFICER, Role.CHAIR},
    Act.NAME_READERS: frozenset({Role.SECRETARIAT}),
    Act.WRITE_MINUTES: frozenset({Role.RAPPORTEUR}),
    Act.FINALISE: frozenset({Role.RAPPORTEUR}),
    Act.READ_MINUTES: frozenset({Role.RAPPORTEUR, Role.CHAIR, Role.SECRETARIAT}),
}
"""What roles of the meeting do; with a CONFIDENTIAL document only where they are named on it. Circulation and posting
are CTED's acts (concept note, paragraph 9); only its experts are rapporteurs (paragraph 10)."""


class Closed(NotAllowed):
    """The role would allow it; the document is CONFIDENTIAL, and the person is not named on it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This document is CONFIDENTIAL. Only those who are named on it may read it or act on it: ask the "
                "secretariat to name you."
            )
        )


def may(person: Any, act: Act, *, meeting: Any) -> bool:
    """Whether the person may do it at the meeting."""
    return roles.holds(person, BY_ROLE[act], meeting=meeting)


def is_open_to(person: Any, document: Document) -> bool:
    """Whether the need to know leaves it open to the person, whatever the role (RX-5)."""
    return (
        document.sensitivity == Sensitivity.UNCLASSIFIED
        or Document.objects.open_to(person).filter(pk=document.pk).exists()
    )


def require(person: Any, act: Act, *, meeting: Any) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(_("Your role at this meeting does not allow this. Ask the secretariat."))


def require_with(person: Any, act: Act, *, document: Document) -> None:
    """As `require`, with one document; `Closed` where only the need to know stands against it."""
    require(person, act, meeting=document.meeting)
    if not is_open_to(person, document):
        raise Closed
