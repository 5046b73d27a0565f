"""Which state of a participant may follow which, and the one way to change it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants.models import Participant
from comity.refusals import NotNow

State = Participant.State

MOVES: dict[Participant.State, frozenset[Participant.State]] = {
    State.INVITED: frozenset({State.APPROVED, State.DECLINED, State.WITHDRAWN, State.ERASED}),
    State.PENDING: frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN, State.ERASED}),
    State.APPROVED: frozenset({State.WITHDRAWN, State.ERASED}),
    State.REFUSED: frozenset({State.APPROVED, State.ERASED}),
    State.DECLINED: frozenset({State.INVITED, State.APPROVED, State.ERASED}),
    State.WITHDRAWN: frozenset({State.INVITED, State.APPROVED, State.ERASED}),
    State.ERASED: frozenset(),
}
"""From a registration or an invitation to taking part; erasure is the end of every one."""

STANDING = (State.INVITED, State.PENDING, State.APPROVED)
"""Who is expected, or may be."""


def move(participant: Participant, to: Participant.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(participant.state)]:
        raise NotNow(
            _("This is not possible now: the state of the participant is “%(state)s”.")
            % {"state": participant.state_said}
        )
    found = Participant.objects.filter(pk=participant.pk, state=participant.state)
    if not found.update(state=to, **changes):
        raise NotNow(_("Somebody else was first: the participant has changed. Load the page again."))
    participant.state = to
    for name, value in changes.items():
        setattr(participant, name, value)


def wrote(participant: Participant, *, at: datetime) -> None:
    """An invitation to her was written: until then she is only noted."""
    Participant.objects.filter(pk=participant.pk, invited_at=None).update(invited_at=at)
    participant.invited_at = participant.invited_at or at
