"""Options for implementation, compared and decided (R04-4), and the proposal for future work (R12-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.framework import states
from comity.framework.authority import Act, require
from comity.framework.models import Framework, FutureWork, ImplementationOption, Node
from comity.participants.models import Person
from comity.practices.models import Practice
from comity.record import trail
from comity.refusals import NotNow, Refused

Texts = dict[str, str]
OPTION_TEXTS = ("titles", "leads", "partners", "steps", "resources", "timeframes", "pros", "cons")
WORK_TEXTS = ("titles", "purposes", "interlocutors", "timings")
OPTION_ASKED = {
    "titles": _("Give the option a title."),
    "leads": _("Say who leads."),
    "steps": _("Name the steps."),
    "resources": _("Say what it takes."),
    "timeframes": _("Say how long it takes."),
}
WORK_ASKED = {
    "titles": _("Name the item."),
    "purposes": _("Say what it is for."),
    "interlocutors": _("Say with whom."),
    "timings": _("Say when."),
}
"""What is asked for, in one language at least."""
Decision = ImplementationOption.Decision


def propose(
    framework: Framework, *, by: Person, at: datetime, node: Node | None = None, **texts: Texts
) -> ImplementationOption:
    """A new option, with the next number. `texts` of `OPTION_TEXTS`: language -> words.

    Raises `Refused` without a title, a lead, steps, resources or a timeframe: they could not be compared.
    """
    require(by, Act.PLAN, meeting=framework.meeting_id)
    check_option(framework, texts, node)
    with transaction.atomic():
        states.hold(framework)
        option = ImplementationOption.objects.create(
            framework=framework,
            number=following(framework.options),
            node=node,
            recorded_by=by,
            recorded_at=at,
            **texts,
        )
        trail.note(option, "proposed option", by=by, at=at, number=option.number)
    return option


def check_option(framework: Framework, texts: dict[str, Texts], node: Node | None) -> None:
    assert texts.keys() <= {*OPTION_TEXTS}
    check_said(texts, OPTION_ASKED)
    if node is not None and (node.framework_id != framework.pk or node.removed_at is not None):
        raise Refused(_("Choose an element or a guideline of this framework."))


def check_said(texts: dict[str, Texts], asked: Mapping[str, Any]) -> None:
    for name, sentence in asked.items():
        if not any(words.strip() for words in texts.get(name, {}).values()):
            raise Refused(sentence)


def following(numbered: Any) -> int:
    """The number after the last that was ever given."""
    return (numbered.aggregate(last=Max("number"))["last"] or 0) + 1


def revise_option(
    option: ImplementationOption, *, by: Person, at: datetime, node: Node | None = None, **texts: Texts
) -> None:
    """Other words for an option that is not decided. What an edition printed stays as it was printed."""
    require(by, Act.PLAN, meeting=option.framework.meeting_id)
    check_option(option.framework, texts, node)
    with transaction.atomic():
        open_ones = ImplementationOption.objects.filter(pk=option.pk, removed_at=None)
        if not open_ones.filter(decision__in=[Decision.OPEN, Decision.DEFERRED]).update(node=node, **texts):
            raise NotNow(_("The option was decided or removed: propose another one."))
        trail.note(option, "revised option", by=by, at=at, number=option.number)
    option.refresh_from_db()


def decide(
    option: ImplementationOption,
    *,
    decision: str,
    on: date,
    by: Person,
    at: datetime,
    reasons: Texts | None = None,
) -> None:
    """Record what was decided of an option, and why. A choice is final; what was put off may be decided later."""
    require(by, Act.DECIDE_OPTION, meeting=option.framework.meeting_id)
    reasons = reasons or {}
    if decision not in Decision.values or decision == Decision.OPEN:
        raise Refused(_("Choose what was decided."))
    if decision != Decision.CHOSEN:
        check_said({"reasons": reasons}, {"reasons": _("Say why it was not chosen, or put off.")})
    with transaction.atomic():
        open_ones = ImplementationOption.objects.filter(pk=option.pk, removed_at=None)
        changed = open_ones.filter(decision__in=[Decision.OPEN, Decision.DEFERRED]).update(
            decision=decision, decided_on=on, reasons=reasons
        )
        if not changed:
            raise NotNow(_("The option was decided already, or removed."))
        trail.note(option, "decided option", by=by, at=at, number=option.number, decision=decision)
    option.refresh_from_db()


def plan(
    framework: Framework,
    *,
    owner: str,
    by: Person,
    at: datetime,
    due_on: date | None = None,
    practices: Iterable[Practice] = (),
    nodes: Iterable[Node] = (),
    **texts: Texts,
) -> FutureWork:
    """A new item of future work, with the next number. `texts` of `WORK_TEXTS`.

    Raises `Refused` without purpose, interlocutors or timing, and where it rests on no practice or place in the tree.
    """
    require(by, Act.PLAN, meeting=framework.meeting_id)
    practices, nodes = list(practices), list(nodes)
    check_work(framework, texts, owner, practices, nodes)
    with transaction.atomic():
        states.hold(framework)
        item = FutureWork.objects.create(
            framework=framework,
            number=following(framework.future_work),
            owner=owner,
            due_on=due_on,
            recorded_by=by,
            recorded_at=at,
            **texts,
        )
        item.practices.set(practices)
        item.nodes.set(nodes)
        trail.note(item, "planned", by=by, at=at, number=item.number)
    return item


def check_work(
    framework: Framework, texts: dict[str, Texts], owner: str, practices: list[Practice], nodes: list[Node]
) -> None:
    assert texts.keys() <= {*WORK_TEXTS}
    check_said(texts, WORK_ASKED)
    if owner not in FutureWork.Owner.values:
        raise Refused(_("Choose who does it: the Committee or its Executive Directorate."))
    if not practices and not nodes:
        raise Refused(_("Name a practice or a place in the framework on which it rests."))
    if any(one.meeting_id != framework.meeting_id for one in practices) or any(
        one.framework_id != framework.pk for one in nodes
    ):
        raise Refused(_("Choose practices and places of this meeting."))


def revise_plan(
    item: FutureWork,
    *,
    owner: str,
    by: Person,
    at: datetime,
    due_on: date | None = None,
    practices: Iterable[Practice] = (),
    nodes: Iterable[Node] = (),
    **texts: Texts,
) -> None:
    """The item as it reads from now on."""
    require(by, Act.PLAN, meeting=item.framework.meeting_id)
    practices, nodes = list(practices), list(nodes)
    check_work(item.framework, texts, owner, practices, nodes)
    with transaction.atomic():
        known = FutureWork.objects.filter(pk=item.pk, removed_at=None)
        if not known.update(owner=owner, due_on=due_on, **texts):
            raise NotNow(_("The item was removed."))
        item.practices.set(practices)
        item.nodes.set(nodes)
        trail.note(item, "revised plan", by=by, at=at, number=item.number)
    item.refresh_from_db()


def drop(planned: ImplementationOption | FutureWork, *, reason: str, by: Person, at: datetime) -> None:
    """Remove an option or an item; its number is not used again."""
    require(by, Act.PLAN, meeting=planned.framework.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is removed."))
    with transaction.atomic():
        if not type(planned)._default_manager.filter(pk=planned.pk, removed_at=None).update(removed_at=at):
            raise NotNow(_("It has been removed already."))
        trail.note(planned, "removed", by=by, at=at, number=planned.number, reason=reason)
    planned.refresh_from_db()
