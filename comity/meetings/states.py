"""Which state of a meeting may follow which, and the one way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.refusals import NotNow

State = Meeting.State
_OFF = frozenset({State.POSTPONED, State.CANCELLED})

MOVES: dict[Meeting.State, frozenset[Meeting.State]] = {
    State.CONCEPT: _OFF | {State.APPROVED},
    State.APPROVED: _OFF | {State.PROVISIONAL},
    State.PROVISIONAL: _OFF | {State.ANNOUNCED},
    State.ANNOUNCED: _OFF | {State.REGISTRATION, State.IN_SESSION},
    State.REGISTRATION: _OFF | {State.ANNOUNCED, State.IN_SESSION},
    State.IN_SESSION: frozenset({State.SUSPENDED, State.ADJOURNED}),
    State.SUSPENDED: frozenset({State.IN_SESSION, State.ADJOURNED}),
    State.ADJOURNED: frozenset({State.OUTCOME_PENDING, State.ARCHIVED}),
    State.OUTCOME_PENDING: frozenset({State.OUTCOME_ISSUED}),
    State.OUTCOME_ISSUED: frozenset({State.FOLLOW_UP, State.ARCHIVED}),
    State.FOLLOW_UP: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.POSTPONED: frozenset({State.APPROVED, State.PROVISIONAL, State.ANNOUNCED, State.CANCELLED}),
    State.CANCELLED: frozenset(),
}
"""From the concept to the archive. Source: how meetings of the Organization are announced, held and followed up."""

OVER = frozenset(
    {State.ADJOURNED, State.OUTCOME_PENDING, State.OUTCOME_ISSUED, State.FOLLOW_UP, State.ARCHIVED}
)
"""What was held is a matter of record."""
CLOSED = OVER | {State.CANCELLED}
"""The programme changes no more."""


SOMEBODY_ELSE = _("Somebody else was first: the meeting has changed since you opened it. Load it again.")


def move(meeting: Meeting, to: Meeting.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(meeting.state)]:
        raise NotNow(
            _("This is not possible now: the meeting is “%(state)s”.")
            % {"state": meeting.get_state_display()}
        )
    if not Meeting.objects.filter(pk=meeting.pk, state=meeting.state).update(state=to, **changes):
        raise NotNow(SOMEBODY_ELSE)
    meeting.state = to
    for name, value in changes.items():
        setattr(meeting, name, value)


def require_open(meeting: Meeting) -> None:
    """Raises `NotNow` where the programme changes no more."""
    if meeting.state in CLOSED:
        raise NotNow(
            _("The meeting is “%(state)s”: its programme is a matter of record now.")
            % {"state": meeting.get_state_display()}
        )
