"""Issuing the framework: an edition with its annexes and its letter of transmittal, frozen (R12-8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.framework import states, waiting
from comity.framework.authority import Act, require
from comity.framework.campaigns import printing
from comity.framework.models import (
    EditionNode,
    Framework,
    FrameworkEdition,
    FutureWork,
    ImplementationOption,
    Node,
    NodeVersion,
    Rest,
)
from comity.framework.planning import OPTION_TEXTS, WORK_TEXTS, following
from comity.languages import in_each_language, localized
from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import public
from comity.practices.models import Decision, Practice
from comity.record import trail
from comity.refusals import NotNow, Refused

Kind, Status = Node.Kind, EditionNode.Status
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter of transmittal needs; the rest of it is form. `symbol` only as the Organization has given it."""

    dated_on: date
    signatory: str
    symbol: str = ""
    addressee: str = ""
    """ "" for the President of the Security Council."""
    addressees: Mapping[str, str] = field(default_factory=dict)
    """Language -> to whom, where that is written otherwise in each."""
    capacities: Mapping[str, str] = field(default_factory=dict)
    """Language -> in which capacity it is signed, where that is not the Chair of who convened the meeting."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Language -> its words, a line a paragraph; in a language that is not here the words of the form."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A node that an edition would print."""

    node: Node
    version: NodeVersion | None
    decision: Decision | None

    @property
    def status(self) -> str:
        if self.decision is not None:
            return str(self.decision.outcome)
        assert self.version is not None
        return Status.RECOMMENDED if self.version.agreed_on else Status.PROPOSED


def would_print(framework: Framework, *, at: datetime) -> list[Printed]:
    """In printing order: what has a settled wording, under parents that have one, and practices that were decided and
    are public. What is still being worded is left out; of what is worded anew the last settled wording is printed."""
    nodes = waiting.live(framework)
    versions = {
        one.node_id: one
        for one in NodeVersion.objects.filter(node__in=nodes, frozen_at__isnull=False).order_by("number")
    }
    shared = public.standing(at, meetings=[framework.meeting]).filter(places__in=nodes)
    decisions = public.decisions(shared)
    children: dict[int | None, list[Node]] = {}
    for one in sorted(nodes, key=lambda one: (one.position, one.number)):
        children.setdefault(one.parent_id, []).append(one)

    def walk(parent: int | None) -> Iterator[Printed]:
        for one in children.get(parent, ()):
            decision = decisions.get(one.practice_id) if one.practice_id else None
            if one.pk in versions or decision is not None:
                yield Printed(one, versions.get(one.pk), decision)
                yield from walk(one.pk)

    return list(walk(None))


def check(framework: Framework, printed: list[Printed], *, at: datetime) -> None:
    """Raises `Refused` for an edition that would say something without support, or nothing."""
    if not any(one.node.kind == Kind.GUIDELINE for one in printed):
        raise Refused(_("There is nothing to issue: settle an element and a guideline under it."))
    shown = [one.node for one in printed]
    supported = waiting.carried(shown)
    for one in shown:
        if one.practice_id is None and one.pk not in supported:
            raise Refused(
                _("Number %(number)d rests on nothing and cannot be issued: support it, or remove it.")
                % {"number": one.number}
            )
    check_known(shown, at=at)
    settled = {one.pk for one in shown}
    for one in framework.nodes.filter(
        kind=Kind.GUIDELINE, removed_at=None, versions__frozen_at__isnull=False
    ):
        if one.parent_id not in settled:
            raise Refused(
                _("Guideline %(number)d is settled, but its element is not: settle the element first.")
                % {"number": one.number}
            )


def check_known(shown: list[Node], *, at: datetime) -> None:
    """Raises `Refused` where a reader could not follow a sentence to what it rests on."""
    hidden = (
        Rest.objects.standing()
        .filter(node__in=shown, practice__isnull=False)
        .exclude(practice__in=public.shared(at))
        .select_related("node")
        .first()
    )
    if hidden is not None:
        raise Refused(
            _("Number %(number)d rests on a practice that is not public yet: publish it, or word it without.")
            % {"number": hidden.node.number}
        )


def issue(framework: Framework, *, letter: Letter, by: Person, at: datetime) -> FrameworkEdition:
    """Freeze what is settled under the next number, with the annexes as they stand and a letter of transmittal.

    Raises `Refused` where something in it rests on nothing, `NotNow` where nothing has changed since the last edition.
    """
    require(by, Act.ISSUE, meeting=framework.meeting_id)
    if not letter.signatory.strip():
        raise Refused(_("Say who signs the letter."))
    with transaction.atomic():
        states.hold(framework)
        framework.refresh_from_db()
        printed = would_print(framework, at=at)
        check(framework, printed, at=at)
        annexes = annexes_of(framework, at=at)
        digest = fingerprint(content_of(framework, printed, annexes))
        last = framework.editions.order_by("number").last()
        if last is not None and last.sha256 == digest:
            raise NotNow(_("Nothing has changed since the last edition was issued."))
        edition = FrameworkEdition.objects.create(
            framework=framework,
            number=following(framework.editions),
            titles=framework.titles,
            letter=letter_of(framework, letter),
            annexes=annexes,
            sha256=digest,
            issued_by=by,
            issued_at=at,
        )
        EditionNode.objects.bulk_create(rows(edition, printed))
        trail.note(edition, "issued framework", by=by, at=at, number=edition.number, sha256=digest)
    return edition


def rows(edition: FrameworkEdition, printed: list[Printed]) -> Iterator[EditionNode]:
    for place, one in enumerate(printed, start=1):
        yield EditionNode(
            edition=edition,
            node=one.node,
            parent_id=one.node.parent_id,
            place=place,
            version=one.version,
            practice_version=one.decision.version if one.decision else None,
            status=one.status,
        )


def content_of(framework: Framework, printed: list[Printed], annexes: Content) -> Content:
    """What tells one edition from another."""
    return {
        "titles": framework.titles,
        "nodes": [
            [
                one.node.number,
                one.node.parent_id,
                one.version.pk if one.version else None,
                one.decision.version_id if one.decision else None,
                one.status,
            ]
            for one in printed
        ],
        "annexes": annexes,
    }


def annexes_of(framework: Framework, *, at: datetime) -> Content:
    """Options, future work and campaigns as they stand; practices and campaigns that are public."""
    shared = set(public.shared(at, meetings=[framework.meeting]).values_list("pk", flat=True))
    options = framework.options.filter(removed_at=None).select_related("node")
    items = framework.future_work.filter(removed_at=None).prefetch_related("practices", "nodes")
    return {
        "options": [option_of(one) for one in options],
        "future_work": [item_of(one, shared) for one in items],
        **({"campaigns": campaigns} if (campaigns := printing.contents(framework)) else {}),
    }


def option_of(one: ImplementationOption) -> Content:
    return {
        "number": one.number,
        "node": one.node.number if one.node else None,
        **{name: getattr(one, name) for name in OPTION_TEXTS},
        "decision": one.decision,
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        "reasons": one.reasons,
    }


def item_of(one: FutureWork, shared: set[int]) -> Content:
    practices: list[Practice] = list(one.practices.all())
    return {
        "number": one.number,
        **{name: getattr(one, name) for name in WORK_TEXTS},
        "owner": one.owner,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "practices": sorted(practice.ref for practice in practices if practice.pk in shared),
        "nodes": sorted(node.number for node in one.nodes.all()),
    }


def letter_of(framework: Framework, letter: Letter) -> Content:
    """In the form of letters that are issued as documents of the Council; every language at once, for it is fixed."""
    meeting: Meeting = framework.meeting

    def convener() -> str:
        return localized(meeting.convened_by) or str(meeting)

    def paragraphs() -> str:
        words = {"convener": convener(), "title": localized(framework.titles), "meeting": str(meeting)}
        return "\n".join(
            (
                gettext(
                    "I have the honour to transmit herewith, on behalf of the %(convener)s, the “%(title)s” "
                    "(see annex)."
                )
                % words,
                gettext(
                    "The proposal draws on what was said and submitted at the %(meeting)s. Each guideline names the "
                    "practices, the words and the instruments on which it rests. The options for implementation and "
                    "the proposal for future work are attached as appendices."
                )
                % words,
                gettext(
                    "I should be grateful if the present letter and its annex could be brought to the attention of the "
                    "members of the Council and issued as a document of the Council."
                ),
            )
        )

    return {
        "dated_on": letter.dated_on.isoformat(),
        "symbol": letter.symbol.strip(),
        "signatory": letter.signatory.strip(),
        "addressee": {
            **in_each_language(
                lambda: letter.addressee.strip() or gettext("President of the Security Council")
            ),
            **letter.addressees,
        },
        "capacities": {
            **in_each_language(lambda: gettext("Chair of the %(convener)s") % {"convener": convener()}),
            **letter.capacities,
        },
        "bodies": {**in_each_language(paragraphs), **letter.bodies},
    }


def fingerprint(content: Content) -> str:
    """SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
