"""Which state of a practice may follow which, and the one way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.practices.models import Practice
from comity.refusals import NotNow

State = Practice.State
_OUT = frozenset({State.NOT_RETAINED, State.MERGED})
_BACK = frozenset({State.CANDIDATE, State.UNDER_REVIEW, State.WITHDRAWN})
"""Before a decision to candidate; what was decided once and is worded anew to under review, or it is withdrawn."""

MOVES: dict[Practice.State, frozenset[Practice.State]] = {
    State.CANDIDATE: _OUT | {State.SCREENED},
    State.SCREENED: _OUT | {State.CANDIDATE, State.CONSOLIDATED},
    State.CONSOLIDATED: _OUT | {State.CANDIDATE, State.DRAFTED},
    State.DRAFTED: _OUT | _BACK | {State.REVIEWED},
    State.REVIEWED: _BACK | {State.DRAFTED, State.CONFIRMING, State.NOT_RETAINED},
    State.CONFIRMING: _BACK | {State.DRAFTED, State.CIRCULATED, State.NOT_RETAINED},
    State.CIRCULATED: _BACK | {State.DRAFTED, State.RECOMMENDED, State.IDENTIFIED, State.NOT_RETAINED},
    State.RECOMMENDED: frozenset({State.UNDER_REVIEW, State.SUPERSEDED, State.WITHDRAWN}),
    State.IDENTIFIED: frozenset({State.UNDER_REVIEW, State.SUPERSEDED, State.WITHDRAWN}),
    State.NOT_RETAINED: frozenset({State.CANDIDATE}),
    State.UNDER_REVIEW: frozenset(
        {State.DRAFTED, State.RECOMMENDED, State.IDENTIFIED, State.SUPERSEDED, State.WITHDRAWN}
    ),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.MERGED: frozenset({State.CANDIDATE, State.SCREENED, State.CONSOLIDATED, State.DRAFTED}),
}
"""From words to a recommended practice; every arrow is a person's act."""

EARLY = frozenset({State.CANDIDATE, State.SCREENED, State.CONSOLIDATED, State.DRAFTED})
"""A group of excerpts: it may be merged and split."""
CLOSED = frozenset({State.NOT_RETAINED, State.SUPERSEDED, State.WITHDRAWN, State.MERGED})
"""Nothing more is attached or changed."""
RESTS_ON_WORDS = frozenset(State) - CLOSED - {State.CANDIDATE}
"""Not without a live excerpt; the database holds to it (gates.py, R12-1)."""
WORDED_ANEW = frozenset({State.DRAFTED, State.REVIEWED, State.CONFIRMING, State.CIRCULATED})
"""A wording is on its way."""


def move(practice: Practice, to: Practice.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(practice.state)]:
        raise NotNow(
            _("This is not possible now: the practice is “%(state)s”.")
            % {"state": practice.get_state_display()}
        )
    changed = Practice.objects.filter(pk=practice.pk, state=practice.state).update(state=to, **changes)
    if not changed:
        raise NotNow(
            _("Somebody else was first: the practice has changed since you opened it. Load it again.")
        )
    practice.state = to
    for name, value in changes.items():
        setattr(practice, name, value)


def locked(practice: Practice, *expected: Practice.State) -> Practice:
    """The practice as it is now; whoever else acts on it waits. Call it inside a transaction.

    Raises `NotNow` where it is in none of the expected states (any state where none is named).
    """
    now = Practice.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=practice.pk)
    if expected and now.state not in expected:
        raise NotNow(
            _("This is not possible now: the practice is “%(state)s”.") % {"state": now.get_state_display()}
        )
    return now


def was_decided(practice: Practice) -> bool:
    """Whether a decision recommended or identified it once, in an earlier wording or this one."""
    return practice.versions.filter(decisions__outcome__in=["recommended", "identified"]).exists()


def never_decided(practice: Practice) -> None:
    """Raises `NotNow` for what the public may know already: that is withdrawn, not dropped."""
    if was_decided(practice):
        raise NotNow(
            _("This practice was decided once. Give the new wording up, or have the practice withdrawn.")
        )
