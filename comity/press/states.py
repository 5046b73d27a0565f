"""Which state of a release may follow which, and the one way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.press.models import ReleaseVersion
from comity.refusals import NotNow

State = ReleaseVersion.State

MOVES: dict[ReleaseVersion.State, frozenset[ReleaseVersion.State]] = {
    State.DRAFT: frozenset({State.CLEARED, State.WITHDRAWN}),
    State.CLEARED: frozenset({State.DRAFT, State.RELEASED, State.WITHDRAWN}),
    State.RELEASED: frozenset({State.DRAFT, State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""Draft, cleared, under embargo or released, corrected (DOMAIN.md 1.18). From released back to draft only as long as
nobody can have read it: publication.recall, and the database (rules.py)."""

IN_WORK = frozenset({State.DRAFT, State.CLEARED})


def move(version: ReleaseVersion, to: ReleaseVersion.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(version.state)]:
        raise NotNow(
            _("This is not possible now: the release is “%(state)s”.")
            % {"state": version.get_state_display()}
        )
    seen = ReleaseVersion.objects.filter(pk=version.pk, state=version.state, public_from=version.public_from)
    if not seen.update(state=to, **changes):
        raise NotNow(
            _("Somebody else was first: the release has changed since you opened it. Load it again.")
        )
    version.state = to
    for name, value in changes.items():
        setattr(version, name, value)


def require_draft(version: ReleaseVersion) -> None:
    """Raises `NotNow` for what is no draft any more. Call it within the transaction of the change."""
    now = ReleaseVersion.objects.select_for_update().get(pk=version.pk)
    version.state, version.public_from = now.state, now.public_from
    if now.state != State.DRAFT:
        raise NotNow(_("Only a draft is changed. Take it back to draft, or write a correction."))
