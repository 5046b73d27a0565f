"""Which state may follow which, and the one way to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.refusals import NotNow
from comity.statements.models import Version

State = Version.State

MOVES: dict[Version.State, frozenset[Version.State]] = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.IN_REVIEW, State.SUPERSEDED, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset({State.RETURNED, State.ACCEPTED, State.SUPERSEDED, State.WITHDRAWN}),
    State.RETURNED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(
        {State.RETURNED, State.EMBARGOED, State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN}
    ),
    State.EMBARGOED: frozenset({State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""Source: how secretariats of the United Nations handle papers (received, in review, returned or accepted, issued)."""

PENDING = frozenset({State.RECEIVED, State.IN_REVIEW, State.RETURNED, State.ACCEPTED, State.EMBARGOED})
"""Received and not yet published: what a replacement takes the place of."""


def move(version: Version, to: Version.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    move_each([version], to, **changes)


def move_each(versions: Sequence[Version], to: Version.State, **changes: Any) -> None:
    """All of them or, where it raises `NotNow` inside a transaction, none; with the same changes."""
    for version in versions:
        if to not in MOVES[Version.State(version.state)]:
            raise NotNow(
                _("This is not possible now: the statement is “%(state)s”.")
                % {"state": version.get_state_display()}
            )
    for seen in {version.state for version in versions}:
        expected = {version.pk for version in versions if version.state == seen}
        changed = Version.objects.filter(pk__in=expected, state=seen).update(state=to, **changes)
        if changed != len(expected):
            raise NotNow(
                _("Somebody else was first: the statement has changed since you opened it. Load it again.")
            )
    for version in versions:
        version.state = to
        for name, value in changes.items():
            setattr(version, name, value)
