"""What one does at the desk: a table of acts, each one form and one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.statements import authority, changes, publication, review
from comity.statements.models import Statement, Version
from comity.statements.states import MOVES, State
from comity.web.desk.forms import (
    EmbargoForm,
    NothingForm,
    ReasonForm,
    RescheduleForm,
    WithdrawForm,
)

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """One thing that the desk does with a version. `offered` asks the state only, `needs` the authority."""

    label: str | Promise
    done: str | Promise
    needs: authority.Act
    offered: Callable[[Version, datetime], bool]
    carry_out: Callable[[Version, Words, Person, datetime], None]
    form: type[forms.Form] = NothingForm
    grave: bool = False


def leads_to(state: Version.State) -> Callable[[Version, datetime], bool]:
    return lambda version, at: state in MOVES[State(version.state)]


def may_be_published(version: Version, at: datetime) -> bool:
    waits = version.statement.embargo == Statement.Embargo.UNTIL_DELIVERED
    return version.state == State.ACCEPTED or (version.state == State.EMBARGOED and not waits)


def may_be_delivered(version: Version, at: datetime) -> bool:
    statement = version.statement
    return (
        statement.delivered_at is None
        and statement.withdrawn_at is None
        and statement.delivery == Statement.Delivery.DELIVERED
    )


def is_scheduled(version: Version, at: datetime) -> bool:
    return version.state == State.PUBLISHED and version.public_from is not None and version.public_from > at


def accept_under_embargo(version: Version, words: Words, by: Person, at: datetime) -> None:
    change_embargo(version, words, by, at)
    review.accept(version, by=by, at=at)


def change_embargo(version: Version, words: Words, by: Person, at: datetime) -> None:
    """The form shows whole minutes: an embargo that differs by seconds only was left as it is."""
    statement = version.statement
    before = statement.embargo_until and statement.embargo_until.replace(second=0, microsecond=0)
    if (words["embargo"], words["until"]) == (statement.embargo, before):
        return
    review.set_embargo(
        statement, embargo=Statement.Embargo(words["embargo"]), until=words["until"], by=by, at=at
    )


ACTS: dict[str, DeskAct] = {
    "take": DeskAct(
        _("Take into review"),
        _("You have taken the statement into review."),
        authority.Act.REVIEW,
        leads_to(State.IN_REVIEW),
        lambda version, words, by, at: review.take(version, by=by, at=at),
    ),
    "accept": DeskAct(
        _("Accept"),
        _("Accepted. It waits for publication."),
        authority.Act.REVIEW,
        leads_to(State.ACCEPTED),
        accept_under_embargo,
        EmbargoForm,
    ),
    "return": DeskAct(
        _("Return for correction"),
        _("Returned. The delegation is told by mail."),
        authority.Act.REVIEW,
        leads_to(State.RETURNED),
        lambda version, words, by, at: review.send_back(version, reason=words["reason"], by=by, at=at),
        ReasonForm,
    ),
    "publish": DeskAct(
        _("Publish"),
        _("Published, at once or when its embargo ends."),
        authority.Act.PUBLISH,
        may_be_published,
        lambda version, words, by, at: publication.publish(version, by=by, at=at),
    ),
    "deliver": DeskAct(
        _("Record delivery"),
        _("Recorded as delivered now. What was embargoed until delivery is public."),
        authority.Act.RECORD_DELIVERY,
        may_be_delivered,
        lambda version, words, by, at: publication.deliver(version.statement, by=by, at=at),
    ),
    "embargo": DeskAct(
        _("Change the embargo"),
        _("The embargo is changed."),
        authority.Act.REVIEW,
        lambda version, at: version.state in {State.ACCEPTED, State.EMBARGOED},
        change_embargo,
        EmbargoForm,
    ),
    "reschedule": DeskAct(
        _("Change the time of publication"),
        _("The time of publication is changed."),
        authority.Act.PUBLISH,
        is_scheduled,
        lambda version, words, by, at: publication.reschedule(version, until=words["until"], by=by, at=at),
        RescheduleForm,
    ),
    "withdraw": DeskAct(
        _("Withdraw"),
        _("Withdrawn. A page that says so stands in its place."),
        authority.Act.WITHDRAW,
        leads_to(State.WITHDRAWN),
        lambda version, words, by, at: changes.withdraw(
            version.statement, reason=words["reason"], by=by, at=at
        ),
        WithdrawForm,
        grave=True,
    ),
}
"""In the order in which the page offers them."""


def start(name: str, version: Version) -> dict[str, Any]:
    """What the form of an act shows at first."""
    if name in {"accept", "embargo"}:
        return dict(EmbargoForm.of(version.statement))
    return {"until": version.public_from} if name == "reschedule" else {}


def seen(version: Version) -> str:
    """What the page shows of the version; it comes back with the form, so that nobody acts on an old page."""
    public_from = version.public_from.isoformat() if version.public_from else ""
    return f"{version.number}|{version.state}|{public_from}"
