"""Which state of a campaign may follow which, and the one way to change it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.framework.campaigns.models import Campaign
from comity.refusals import NotNow

State = Campaign.State

MOVES: dict[Campaign.State, frozenset[Campaign.State]] = {
    State.DRAFT: frozenset({State.REVIEWED, State.WITHDRAWN}),
    State.REVIEWED: frozenset({State.DRAFT, State.APPROVED, State.WITHDRAWN}),
    State.APPROVED: frozenset({State.DRAFT, State.RUNNING, State.WITHDRAWN}),
    State.RUNNING: frozenset({State.ENDED, State.WITHDRAWN}),
    State.ENDED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
"""Whoever would change the words of a running campaign ends it and plans another one."""

PUBLIC = frozenset({State.APPROVED, State.RUNNING, State.ENDED})
MEASURED = frozenset({State.RUNNING, State.ENDED})
"""Results are entered; reports come in after the end too."""


def move(campaign: Campaign, to: Campaign.State, **changes: Any) -> None:
    """Change the state, with other fields, if it is still what the caller saw.

    Raises `NotNow` where the table does not allow the move or somebody else was first.
    """
    if to not in MOVES[State(campaign.state)]:
        raise NotNow(not_now(campaign))
    there = Campaign.objects.filter(pk=campaign.pk, state=campaign.state, edited_at=campaign.edited_at)
    if not there.update(state=to, **changes):
        raise NotNow(
            _("Somebody else was first: the campaign has changed since you opened it. Load it again.")
        )
    campaign.refresh_from_db()


def not_now(campaign: Campaign) -> str:
    return _("This is not possible now: the campaign is “%(state)s”.") % {
        "state": campaign.get_state_display()
    }


def locked(campaign: Campaign, *expected: Campaign.State) -> Campaign:
    """The campaign as it is now; whoever else changes it waits. Call it inside a transaction.

    Raises `NotNow` where it is in none of the expected states.
    """
    now = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("framework__meeting")
        .get(pk=campaign.pk)
    )
    if now.state not in expected:
        raise NotNow(not_now(now))
    return now
