"""Which state of a node may follow which, and the one way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.framework.models import Framework, Node
from comity.refusals import NotNow

State = Node.State

MOVES: dict[Node.State, frozenset[Node.State]] = {
    State.DRAFT: frozenset({State.SETTLED, State.REMOVED}),
    State.SETTLED: frozenset({State.AGREED, State.UNDER_REVIEW, State.REMOVED}),
    State.AGREED: frozenset({State.UNDER_REVIEW, State.REMOVED}),
    State.UNDER_REVIEW: frozenset({State.SETTLED, State.REMOVED}),
    State.REMOVED: frozenset(),
}
"""A number that was removed stays removed: what comes back gets the next one."""

OPEN = frozenset({State.DRAFT, State.UNDER_REVIEW})
"""The wording still changes, and so does what it rests on."""


def move(node: Node, to: Node.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(node.state)]:
        raise NotNow(not_now(node))
    changed = Node.objects.filter(pk=node.pk, state=node.state).update(state=to, **changes)
    if not changed:
        raise NotNow(
            _("Somebody else was first: the framework has changed since you opened it. Load it again.")
        )
    node.state = to
    for name, value in changes.items():
        setattr(node, name, value)


def not_now(node: Node) -> str:
    return _("This is not possible now: number %(number)d is “%(state)s”.") % {
        "number": node.number,
        "state": node.get_state_display(),
    }


def locked(node: Node, *expected: Node.State) -> Node:
    """The node as it is now, its framework held: whoever else changes the tree waits. Call it inside a transaction.

    Raises `NotNow` where it is in none of the expected states (any but removed where none is named).
    """
    hold(node.framework)
    now = Node.objects.select_related("framework__meeting", "practice", "parent").get(pk=node.pk)
    if now.state not in (expected or frozenset(State) - {State.REMOVED}):
        raise NotNow(not_now(now))
    return now


def hold(framework: Framework) -> None:
    """Whoever else changes the framework waits until the transaction ends."""
    Framework.objects.select_for_update().get(pk=framework.pk)
