"""A person brings a need and an offer together; both sides agree; then what is committed, paid and reported."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from comity.framework import pledging
from comity.framework.authority import Act, may, require
from comity.framework.models import Flow, Match, Need, Offer
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

Kind = Flow.Kind


def propose(need: Need, offer: Offer, *, reason: str, by: Person, at: datetime) -> Match:
    """Bring the two together; nothing holds before both have agreed."""
    require(by, Act.MATCH, meeting=need.meeting_id)
    if need.meeting_id != offer.meeting_id:
        raise Refused(_("The need and the offer belong to different meetings."))
    if need.state not in pledging.OPEN:
        raise NotNow(_("The State has not agreed to this need yet, or it is closed."))
    if offer.state != Offer.State.OFFERED:
        raise NotNow(_("The offer is withdrawn."))
    if need.delegation_id == offer.delegation_id:
        raise Refused(_("A delegation does not help itself: choose another offer."))
    if not reason.strip():
        raise Refused(_("Say why the two go together: both sides will read it."))
    try:
        with transaction.atomic():
            match = Match.objects.create(
                need=need, offer=offer, reason=reason.strip()[:500], proposed_by=by, proposed_at=at
            )
            trail.note(match, "proposed a match", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(_("This need and this offer are brought together already.")) from error
    return match


def consent(match: Match, side: str, *, by: Person, at: datetime) -> None:
    """One side ("need" or "offer") agrees; once both have, the need is matched."""
    delegation = {"need": match.need.delegation, "offer": match.offer.delegation}[side]
    require(by, Act.CONSENT, meeting=match.meeting, delegation=delegation)
    with transaction.atomic():
        need = Need.objects.select_for_update().get(pk=match.need_id)
        there = Match.objects.filter(pk=match.pk, declined_at=None, **{f"{side}_agreed_at": None})
        if not there.update(**{f"{side}_agreed_at": at, f"{side}_agreed_by": by}):
            raise NotNow(_("This side has agreed already, or the match has ended."))
        match.refresh_from_db()
        if match.holds and need.state == Need.State.AGREED:
            pledging.move(need, Need.State.MATCHED)
        trail.note(match, "agreed to a match", by=by, at=at, side=side)
    match.need.refresh_from_db()


def decline(match: Match, *, reason: str, by: Person, at: datetime) -> None:
    """Either side says no, or the secretariat takes the proposal back. Raises `NotNow` once something was committed."""
    sides = (match.need.delegation, match.offer.delegation)
    if not any(may(by, Act.CONSENT, meeting=match.meeting, delegation=one) for one in sides):
        require(by, Act.MATCH, meeting=match.meeting)
    with transaction.atomic():
        need = Need.objects.select_for_update().get(pk=match.need_id)
        if match.flows.exists():
            raise NotNow(_("Something was committed already: agree on how it ends, and report it."))
        there = Match.objects.filter(pk=match.pk, declined_at=None)
        if not there.update(declined_at=at, declined_because=reason.strip()[:500]):
            raise NotNow(_("The match has ended already."))
        pledging.reopen(need)
        trail.note(match, "declined a match", by=by, at=at)
    match.refresh_from_db()
    match.need.refresh_from_db()


def record(
    match: Match,
    kind: str,
    *,
    dated_on: date,
    by: Person,
    at: datetime,
    amount: Decimal | None = None,
    currency: str = "USD",
    words: str = "",
) -> Flow:
    """What was committed by the donor, paid out or delivered, or reported by the recipient.

    Raises `NotNow` before both sides have agreed, and for a disbursement before a commitment; `Refused` for more than
    was committed in that currency, and for a report that says nothing.
    """
    require_recorder(match, kind, by)
    if kind not in Kind.values:
        raise Refused(_("Choose what is recorded."))
    pledging.check_money(currency, amount)
    if dated_on > at.date():
        raise Refused(_("The day lies ahead: record it once it has come."))
    with transaction.atomic():
        now = Match.objects.select_for_update(of=("self",)).select_related("need").get(pk=match.pk)
        if not now.holds:
            raise NotNow(_("Both sides must agree to the match first."))
        check_order(now, kind, amount, currency, words)
        flow = Flow.objects.create(
            match=now,
            kind=kind,
            amount=amount,
            currency=currency,
            dated_on=dated_on,
            words=words.strip(),
            entered_by=by,
            entered_at=at,
        )
        if kind == Kind.DISBURSEMENT and now.need.state == Need.State.MATCHED:
            pledging.move(now.need, Need.State.UNDER_WAY)
        trail.note(now, "recorded a flow", by=by, at=at, kind=kind)
    match.need.refresh_from_db()
    return flow


def require_recorder(match: Match, kind: str, by: Person) -> None:
    """The donor says what it gives, the recipient what came of it; the secretariat either."""
    side = match.need.delegation if kind == Kind.REPORT else match.offer.delegation
    if not may(by, Act.RECORD_FLOW, meeting=match.meeting, delegation=side):
        raise NotAllowed(
            _("Only the recipient or the secretariat reports.")
            if kind == Kind.REPORT
            else _("Only the donor or the secretariat records what is given.")
        )


def check_order(match: Match, kind: str, amount: Decimal | None, currency: str, words: str) -> None:
    if kind == Kind.REPORT:
        if not words.strip():
            raise Refused(_("Say what came of it."))
        if not match.flows.filter(kind=Kind.DISBURSEMENT).exists():
            raise NotNow(_("Nothing was paid out or delivered yet that could be reported on."))
        return
    if kind == Kind.COMMITMENT:
        if amount is None and not words.strip():
            raise Refused(_("Give an amount, or say what is committed."))
        return
    if not match.flows.filter(kind=Kind.COMMITMENT).exists():
        raise NotNow(_("Record first what was committed."))
    if amount is not None and total(match, Kind.DISBURSEMENT, currency) + amount > total(
        match, Kind.COMMITMENT, currency
    ):
        raise Refused(_("That is more than was committed in this currency: record another commitment first."))


def total(match: Match, kind: str, currency: str) -> Decimal:
    rows = match.flows.filter(kind=kind, currency=currency).aggregate(total=Sum("amount"))
    return rows["total"] or Decimal(0)


def of_delegations(delegations: list[int]) -> QuerySet[Match]:
    """Matches of which one of the delegations is a side, the newest first."""
    return (
        Match.objects.filter(Q(need__delegation__in=delegations) | Q(offer__delegation__in=delegations))
        .select_related("need__delegation__body", "offer__delegation__body", "need__meeting")
        .prefetch_related("flows")
        .order_by("-proposed_at")
    )
