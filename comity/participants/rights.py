"""What each kind of participant may do at the meeting (concept note, paragraphs 9 and 10), shown on the own page."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Participant

Kind = Participant.Kind


class Right(TextChoices):
    ATTEND = "attend", _("attend the sessions")
    PRESENT = "present", _("present in the sessions to which one is invited")
    FLOOR = "floor", _("ask for the floor")
    QUESTION = "question", _("put questions on the aspects of the meeting")
    STATEMENT = "statement", _("send written statements through the delegation")
    PAPERS = "papers", _("receive the papers that are circulated")


_ALL = frozenset(Right)
RIGHTS: dict[Participant.Kind, frozenset[Right]] = {
    Kind.BUREAU: _ALL,
    Kind.HEAD: _ALL - {Right.PRESENT},
    Kind.DELEGATE: _ALL - {Right.PRESENT},
    Kind.PANELLIST: frozenset({Right.ATTEND, Right.PRESENT, Right.QUESTION, Right.PAPERS}),
    Kind.EXPERT: frozenset({Right.ATTEND, Right.PRESENT, Right.PAPERS}),
    Kind.OBSERVER: frozenset({Right.ATTEND, Right.PAPERS}),
    Kind.MEDIA: frozenset({Right.ATTEND}),
    Kind.OTHERWISE: frozenset({Right.ATTEND, Right.QUESTION, Right.PAPERS}),
}
"""Those who are invited “otherwise to take part, as appropriate” have rights of their own (R10-4)."""


def of(participant: Participant) -> list[Right]:
    """In the order in which they are told."""
    return [right for right in Right if right in RIGHTS[Kind(participant.kind)]]
