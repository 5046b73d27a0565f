"""Which state of an inscription, a question, a sitting and a list may follow which: every move in one place."""

from __future__ import annotations

from comity.floor.models import Floor, Inscription, Question

State = Inscription.State
Asked = Question.State
Sitting = Floor.Proceedings
List = Floor.List

MOVES: dict[Inscription.State, frozenset[Inscription.State]] = {
    State.REQUESTED: frozenset({State.INSCRIBED, State.WITHDRAWN, State.WRITTEN_ONLY, State.RULED_OUT}),
    State.INSCRIBED: frozenset(
        {
            State.CALLED,
            State.HAS_FLOOR,
            State.WITHDRAWN,
            State.PASSED,
            State.NOT_PRESENT,
            State.WRITTEN_ONLY,
            State.RULED_OUT,
        }
    ),
    State.CALLED: frozenset(
        {
            State.INSCRIBED,
            State.HAS_FLOOR,
            State.WITHDRAWN,
            State.PASSED,
            State.NOT_PRESENT,
            State.WRITTEN_ONLY,
            State.RULED_OUT,
        }
    ),
    State.HAS_FLOOR: frozenset({State.DELIVERED, State.FLOOR_WITHDRAWN}),
    State.PASSED: frozenset({State.INSCRIBED, State.WITHDRAWN, State.WRITTEN_ONLY}),
    State.NOT_PRESENT: frozenset({State.INSCRIBED, State.WITHDRAWN, State.WRITTEN_ONLY}),
    State.RULED_OUT: frozenset({State.INSCRIBED, State.WRITTEN_ONLY}),
    State.FLOOR_WITHDRAWN: frozenset({State.WRITTEN_ONLY}),
    State.WITHDRAWN: frozenset(),
    State.DELIVERED: frozenset(),
    State.WRITTEN_ONLY: frozenset(),
}
"""From asking to having spoken (DOMAIN.md 1.18)."""

QUESTIONS: dict[Question.State, frozenset[Question.State]] = {
    Asked.SUBMITTED: frozenset({Asked.IN_SCOPE, Asked.RULED_OUT, Asked.PUT, Asked.WITHDRAWN}),
    Asked.IN_SCOPE: frozenset({Asked.PUT, Asked.RULED_OUT, Asked.IN_WRITING, Asked.WITHDRAWN}),
    Asked.RULED_OUT: frozenset({Asked.IN_SCOPE}),
    Asked.PUT: frozenset({Asked.ANSWERED, Asked.IN_WRITING}),
    Asked.IN_WRITING: frozenset({Asked.ANSWERED}),
    Asked.ANSWERED: frozenset(),
    Asked.WITHDRAWN: frozenset(),
}

SITTINGS: dict[Floor.Proceedings, frozenset[Floor.Proceedings]] = {
    Sitting.WAITING: frozenset({Sitting.SITTING}),
    Sitting.SITTING: frozenset({Sitting.SUSPENDED, Sitting.ADJOURNED}),
    Sitting.SUSPENDED: frozenset({Sitting.SITTING, Sitting.ADJOURNED}),
    Sitting.ADJOURNED: frozenset(),
}

LISTS: dict[Floor.List, frozenset[Floor.List]] = {
    List.NOT_OPEN: frozenset({List.OPEN}),
    List.OPEN: frozenset({List.CLOSED}),
    List.CLOSED: frozenset({List.OPEN}),
}

WAITING = frozenset({State.INSCRIBED, State.CALLED})
"""In the list, with a place in it."""
LIVE = WAITING | {State.REQUESTED, State.HAS_FLOOR, State.PASSED, State.NOT_PRESENT}
"""May still speak."""
OVER = frozenset({*State}) - LIVE
