"""Needs and offers: entered by a delegation or for it, agreed by the State, withdrawn by their own side (R04-5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, may, require
from comity.framework.models import Help, Match, Need, Offer, Pool
from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Stakeholder
from comity.record import trail
from comity.refusals import NotNow, Refused

State = Need.State
MOVES: dict[Need.State, frozenset[Need.State]] = {
    State.IDENTIFIED: frozenset({State.PRIORITIZED, State.AGREED, State.WITHDRAWN}),
    State.PRIORITIZED: frozenset({State.AGREED, State.WITHDRAWN}),
    State.AGREED: frozenset({State.MATCHED, State.WITHDRAWN}),
    State.MATCHED: frozenset({State.AGREED, State.UNDER_WAY, State.WITHDRAWN}),
    State.UNDER_WAY: frozenset({State.DELIVERED, State.WITHDRAWN}),
    State.DELIVERED: frozenset({State.EVALUATED}),
    State.EVALUATED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
"""DOMAIN.md 1.18. A match that is declined again leads back to "agreed by the State"."""
TOLD = frozenset(State) - {State.IDENTIFIED, State.PRIORITIZED, State.WITHDRAWN}
"""What others than the State and the secretariat may see (R12-11)."""
OPEN = frozenset({State.AGREED, State.MATCHED, State.UNDER_WAY})
"""To which an offer can be matched."""


def enter_need(delegation: Delegation, *, by: Person, at: datetime, **told: Any) -> Need:
    """A need of a State, which nobody else sees before the State agrees. Raises `Refused` where it is not a State's or
    a figure is wrong. `told`: pool, help, titles, details, least, most, currency, needed_by."""
    require(by, Act.ENTER_NEED, meeting=delegation.meeting_id, delegation=delegation)
    if delegation.body.category != Stakeholder.MEMBER_STATE:
        raise Refused(_("Assistance is needed by a State. Others enter what they offer."))
    check(told)
    if told.get("least") and told.get("most") and told["most"] < told["least"]:
        raise Refused(_("The upper end of the range lies below its lower end."))
    with transaction.atomic():
        need = Need.objects.create(
            **{**told, "titles": kept(told["titles"])},
            meeting=delegation.meeting,
            delegation=delegation,
            number=next_number(Need.objects.filter(meeting=delegation.meeting_id), delegation.meeting),
            entered_by=by,
            entered_at=at,
        )
        trail.note(need, "entered a need", by=by, at=at)
    return need


def enter_offer(delegation: Delegation, *, by: Person, at: datetime, **told: Any) -> Offer:
    """What a delegation would give. `told`: pool, help, titles, amount, currency, conditions, restrictions."""
    require(by, Act.ENTER_OFFER, meeting=delegation.meeting_id, delegation=delegation)
    check(told)
    with transaction.atomic():
        offer = Offer.objects.create(
            **{**told, "titles": kept(told["titles"])},
            meeting=delegation.meeting,
            delegation=delegation,
            number=next_number(Offer.objects.filter(meeting=delegation.meeting_id), delegation.meeting),
            entered_by=by,
            entered_at=at,
        )
        trail.note(offer, "entered an offer", by=by, at=at)
    return offer


def next_number(rows: QuerySet[Any], meeting: Meeting) -> int:
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers run once
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def kept(titles: Mapping[str, str]) -> dict[str, str]:
    return {code: " ".join(words.split()) for code, words in titles.items() if words.strip()}


def check(told: Mapping[str, Any]) -> None:
    """What needs and offers have in common."""
    if not kept(told.get("titles", {})):
        raise Refused(_("Say in one line what it is."))
    if told.get("pool") not in Pool.values or told.get("help") not in Help.values:
        raise Refused(_("Choose from whom it is sought or given, and what kind of help it is."))
    check_money(told.get("currency", "USD"), told.get("least"), told.get("most"), told.get("amount"))


def check_money(currency: str, *amounts: Decimal | None) -> None:
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise Refused(_("A currency is three capital letters, such as USD."))
    for amount in amounts:
        if amount is not None and not 0 < amount < 10**11:
            raise Refused(_("An amount is more than nothing, and below a hundred thousand million."))


def prioritize(need: Need, priority: str, *, by: Person, at: datetime) -> None:
    """Say how pressing it is; the secretariat does so with the State."""
    require(by, Act.MATCH, meeting=need.meeting_id)
    if priority not in Need.Priority.values:
        raise Refused(_("Choose how pressing it is."))
    with transaction.atomic():
        if need.state == State.IDENTIFIED:
            move(need, State.PRIORITIZED, priority=priority)
        elif need.state in (State.EVALUATED, State.WITHDRAWN):
            raise NotNow(_("This need is closed."))
        else:
            Need.objects.filter(pk=need.pk).update(priority=priority)
        trail.note(need, "prioritized", by=by, at=at, priority=priority)
    need.refresh_from_db()


def agree(need: Need, *, by: Person, at: datetime) -> None:
    """The State itself lets others see its need (R12-11)."""
    require(by, Act.AGREE_NEED, meeting=need.meeting_id, delegation=need.delegation)
    with transaction.atomic():
        move(need, State.AGREED, agreed_by=by, agreed_at=at)
        trail.note(need, "agreed to a need", by=by, at=at)


def withdraw_need(need: Need, *, by: Person, at: datetime) -> None:
    """Nobody sees it any more; matches that were proposed end."""
    require(by, Act.ENTER_NEED, meeting=need.meeting_id, delegation=need.delegation)
    with transaction.atomic():
        move(need, State.WITHDRAWN)
        end_matches(Q(need=need), at=at)
        trail.note(need, "withdrew a need", by=by, at=at)


def withdraw_offer(offer: Offer, *, by: Person, at: datetime) -> None:
    require(by, Act.ENTER_OFFER, meeting=offer.meeting_id, delegation=offer.delegation)
    with transaction.atomic():
        running = Match.objects.filter(offer=offer, declined_at=None, flows__isnull=False)
        if running.exists():
            raise NotNow(_("Something was committed under this offer: it cannot be withdrawn any more."))
        there = Offer.objects.filter(pk=offer.pk, state=Offer.State.OFFERED)
        if not there.update(state=Offer.State.WITHDRAWN):
            raise NotNow(_("The offer is withdrawn already."))
        end_matches(Q(offer=offer), at=at)
        trail.note(offer, "withdrew an offer", by=by, at=at)
    offer.refresh_from_db()


def end_matches(which: Q, *, at: datetime) -> None:
    """Within a transaction: those that still wait or hold; a need that none holds any more is open again."""
    for match in Match.objects.filter(which, declined_at=None).select_related("need"):
        Match.objects.filter(pk=match.pk).update(declined_at=at)
        reopen(match.need)


def reopen(need: Need) -> None:
    """Within a transaction: back to "agreed" where no match holds."""
    holding = need.matches.filter(
        declined_at=None, need_agreed_at__isnull=False, offer_agreed_at__isnull=False
    )
    if not holding.exists():
        Need.objects.filter(pk=need.pk, state=State.MATCHED).update(state=State.AGREED)


def deliver(need: Need, *, by: Person, at: datetime) -> None:
    """The help has come; the State or the secretariat says so."""
    require(by, Act.ENTER_NEED, meeting=need.meeting_id, delegation=need.delegation)
    with transaction.atomic():
        move(need, State.DELIVERED)
        trail.note(need, "delivered", by=by, at=at)


def evaluate(need: Need, words: str, *, by: Person, at: datetime) -> None:
    """What it has come to, in words."""
    require(by, Act.ENTER_NEED, meeting=need.meeting_id, delegation=need.delegation)
    if not words.strip():
        raise Refused(_("Say what it has come to."))
    with transaction.atomic():
        move(need, State.EVALUATED, evaluation=words.strip())
        trail.note(need, "evaluated", by=by, at=at)


def move(need: Need, to: Need.State, **changes: Any) -> None:
    """Raises `NotNow` where the table does not allow it or somebody else was first."""
    if to not in MOVES[State(need.state)]:
        raise NotNow(
            _("This is not possible now: the need is “%(state)s”.") % {"state": need.get_state_display()}
        )
    if not Need.objects.filter(pk=need.pk, state=need.state).update(state=to, **changes):
        raise NotNow(_("Somebody else was first: load the page again."))
    need.refresh_from_db()


def needs_seen_by(person: Any, meeting: Meeting) -> QuerySet[Need]:
    """All for those who match; one's own, and those that their States have agreed to, for delegations."""
    every = Need.objects.filter(meeting=meeting).select_related("delegation__body", "meeting")
    if may(person, Act.MATCH, meeting=meeting):
        return every
    own = Q(delegation__in=own_delegations(person, meeting))
    return every.filter(own | Q(state__in=TOLD)) if own_delegations(person, meeting) else every.none()


def own_delegations(person: Any, meeting: Meeting) -> list[int]:
    """Delegations of the meeting for which the person acts."""
    if not getattr(person, "is_authenticated", False):
        return []
    return list(
        Delegation.objects.filter(meeting=meeting, assignments__person=person.pk)
        .distinct()
        .values_list("pk", flat=True)
    )
