"""What the Committee decided, put on record; nothing else makes a practice recommended (R12-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.practices import circulating, drafting, safeguards, states
from comity.practices.authority import Act, require
from comity.practices.models import Circulation, Decision, Practice, PracticeVersion
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

Outcome = Decision.Outcome
Procedure = Decision.Procedure


def decide(
    practice: Practice,
    *,
    outcome: str,
    decided_on: date,
    procedure: str,
    by: Person,
    at: datetime,
    objections: str = "",
    reservations: str = "",
) -> Decision:
    """Record the Committee's decision about the wording before it; of one under review, about the wording that holds.
    A practice that was decided before and is not retained
    anew stays as it was decided, under review.

    Raises `NotNow` with what stands against it: the safeguards, an objection, a silence that has not ended.
    """
    return decide_each(
        [practice],
        outcome=outcome,
        decided_on=decided_on,
        procedure=procedure,
        by=by,
        at=at,
        objections=objections,
        reservations=reservations,
    )[0]


def decide_each(
    practices: Sequence[Practice],
    *,
    outcome: str,
    decided_on: date,
    procedure: str,
    by: Person,
    at: datetime,
    objections: str = "",
    reservations: str = "",
) -> list[Decision]:
    """The same decision about several, all or none."""
    for practice in practices:
        require(by, Act.RECORD_DECISION, meeting=practice.meeting_id)
        if decided_on > circulating.today(practice.meeting, at):
            raise Refused(_("The day of the decision lies ahead."))
    if outcome not in Outcome.values or procedure not in Procedure.values:
        raise Refused(_("Choose what was decided and by which procedure."))
    if outcome == Outcome.NOT_RETAINED and not reservations.strip():
        raise Refused(_("Say why it was not retained."))
    words = {"objections": objections.strip(), "reservations": reservations.strip()}
    decided = []
    with transaction.atomic():
        for practice in sorted(practices, key=lambda one: one.pk):
            try:
                decided.append(
                    record(
                        practice,
                        outcome=outcome,
                        decided_on=decided_on,
                        procedure=procedure,
                        by=by,
                        at=at,
                        **words,
                    )
                )
            except NotNow as refusal:
                if len(practices) == 1:
                    raise
                raise NotNow(
                    _("Nothing was recorded. “%(title)s”: %(sentence)s")
                    % {"title": practice.working_title, "sentence": refusal.sentence}
                ) from refusal
    return decided


def record(
    practice: Practice,
    *,
    outcome: str,
    decided_on: date,
    procedure: str,
    by: Person,
    at: datetime,
    **words: str,
) -> Decision:
    now = states.locked(practice, State.CIRCULATED, State.UNDER_REVIEW)
    held = standing(now) if now.state == State.UNDER_REVIEW else None
    version = held.version if held else drafting.latest(now)
    assert version is not None
    check_may_be_decided(version, outcome, procedure, decided_on)
    decision = Decision.objects.create(
        version=version,
        outcome=outcome,
        decided_on=decided_on,
        procedure=procedure,
        recorded_by=by,
        recorded_at=at,
        **words,
    )
    if outcome != Outcome.NOT_RETAINED:
        states.move(practice, State(outcome))
    elif not states.was_decided(now):
        states.move(practice, State.NOT_RETAINED, reason=words["reservations"])
    elif now.state != State.UNDER_REVIEW:
        states.move(practice, State.UNDER_REVIEW)
    trail.note(
        practice,
        "decided",
        by=by,
        at=at,
        version=version.number,
        outcome=outcome,
        procedure=procedure,
        decided_on=decided_on.isoformat(),
        **words,
    )
    return decision


def check_may_be_decided(version: PracticeVersion, outcome: str, procedure: str, decided_on: date) -> None:
    if outcome == Outcome.RECOMMENDED and not safeguards.passes(version):
        raise NotNow(
            _(
                "The safeguards stand against it: without a review that found it compatible it is not recommended."
            )
        )
    circulation = Circulation.objects.filter(version=version).first()
    if outcome == Outcome.RECOMMENDED and circulation is not None and circulation.halted_at is not None:
        raise NotNow(_("An objection stands. It has to be lifted before the practice is recommended."))
    if procedure == Procedure.SILENCE and (
        circulation is None or circulation.halted_at is not None or decided_on <= circulation.due_on
    ):
        raise NotNow(
            _(
                "The Committee’s silence has not come to its end without an objection. Wait for its last day, or "
                "choose the procedure by which the Committee decided."
            )
        )


def standing(practice: Practice) -> Decision | None:
    """The decision that holds: the latest that recommended or identified a wording of it."""
    return (
        Decision.objects.filter(
            version__practice=practice, outcome__in=[Outcome.RECOMMENDED, Outcome.IDENTIFIED]
        )
        .select_related("version")
        .order_by("recorded_at", "pk")
        .last()
    )
