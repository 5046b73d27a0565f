"""What one does with a practice at the desk: one table of acts, each one form and one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.practices import (
    circulating,
    confirming,
    deciding,
    drafting,
    grouping,
    issuing,
    screening,
    states,
)
from comity.practices.authority import Act
from comity.practices.models import Practice, PracticeVersion
from comity.practices.states import MOVES, State
from comity.web.desk.practices import forms, gate_forms

Words = Mapping[str, Any]
Offered = Callable[[Practice, PracticeVersion | None], bool]


@dataclass(frozen=True, slots=True)
class PracticeAct:
    """One thing that is done with a practice. `offered` asks the state only, `needs` the authority; a gate that is
    closed says so when the act is tried."""

    label: str | Promise
    done: str | Promise
    needs: Act
    offered: Offered
    carry_out: Callable[[Practice, Words, Person, datetime], object]
    form: type[forms.PracticeForm] = forms.NothingForm
    grave: bool = False
    next: bool = False
    """It takes the practice on: shown first."""


def when(*expected: State) -> Offered:
    return lambda practice, version: practice.state in expected


def is_open(practice: Practice, version: PracticeVersion | None) -> bool:
    """A wording that still changes."""
    return practice.state == State.DRAFTED and version is not None and version.frozen_at is None


def is_handed_on(practice: Practice, version: PracticeVersion | None) -> bool:
    return practice.state in states.WORDED_ANEW and version is not None and version.frozen_at is not None


def before_decision(to: State) -> Offered:
    return lambda practice, version: to in MOVES[State(practice.state)] and not states.was_decided(practice)


def is_worded_anew(practice: Practice, version: PracticeVersion | None) -> bool:
    return practice.state in states.WORDED_ANEW and states.was_decided(practice)


def may_be_published(practice: Practice, version: PracticeVersion | None) -> bool:
    return practice.state in (State.RECOMMENDED, State.IDENTIFIED) and practice.public_from is None


def may_be_withdrawn(practice: Practice, version: PracticeVersion | None) -> bool:
    return State.WITHDRAWN in MOVES[State(practice.state)] and states.was_decided(practice)


def has_objections(practice: Practice, version: PracticeVersion | None) -> bool:
    return practice.state == State.CIRCULATED and bool(gate_forms.standing_objections(practice))


def wording(practice: Practice) -> PracticeVersion:
    version = drafting.latest(practice)
    assert version is not None, "offered only where it is worded"
    return version


ACTS: dict[str, PracticeAct] = {
    "screen": PracticeAct(
        _("Screen: it is a practice"),
        _("Screened: somebody does this somewhere."),
        Act.GROUP,
        when(State.CANDIDATE),
        lambda practice, words, by, at: screening.screen(practice, by=by, at=at),
        next=True,
    ),
    "consolidate": PracticeAct(
        _("Consolidate"),
        _("Consolidated: what belongs together stands together."),
        Act.GROUP,
        when(State.SCREENED),
        lambda practice, words, by, at: screening.consolidate(practice, by=by, at=at),
        next=True,
    ),
    "begin": PracticeAct(
        _("Begin drafting"),
        _("The wording is open. Each sentence names its source as [1]."),
        Act.DRAFT,
        when(State.CONSOLIDATED, State.UNDER_REVIEW),
        lambda practice, words, by, at: drafting.begin(practice, language=words["language"], by=by, at=at),
        forms.BeginForm,
        next=True,
    ),
    "finish": PracticeAct(
        _("Hand on to the safeguards review"),
        _("Handed on. This wording no longer changes."),
        Act.DRAFT,
        is_open,
        lambda practice, words, by, at: drafting.finish(wording(practice), by=by, at=at),
        next=True,
    ),
    "send": PracticeAct(
        _("Ask the sources"),
        _("Each contributor that had not been asked is asked by mail."),
        Act.ASK_SOURCES,
        when(State.REVIEWED, State.CONFIRMING),
        lambda practice, words, by, at: confirming.send(practice, **words, by=by, at=at),
        gate_forms.SendForm,
        next=True,
    ),
    "close": PracticeAct(
        _("End the waiting for sources"),
        _("Who has not answered is silent; what that means is carried out."),
        Act.ASK_SOURCES,
        when(State.CONFIRMING),
        lambda practice, words, by, at: confirming.close(practice, by=by, at=at),
    ),
    "circulate": PracticeAct(
        _("Circulate to the Committee"),
        _("The silence procedure runs."),
        Act.CIRCULATE,
        when(State.CONFIRMING),
        lambda practice, words, by, at: circulating.circulate(practice, **words, by=by, at=at),
        gate_forms.CirculateForm,
        next=True,
    ),
    "object": PracticeAct(
        _("Record an objection"),
        _("The silence procedure is halted until the objection is lifted."),
        Act.RECORD_DECISION,
        when(State.CIRCULATED),
        lambda practice, words, by, at: circulating.object_to(
            wording(practice).circulation, **words, by=by, at=at
        ),
        gate_forms.ObjectForm,
    ),
    "lift": PracticeAct(
        _("Lift an objection"),
        _("Lifted. With the last objection the silence goes on."),
        Act.RECORD_DECISION,
        has_objections,
        lambda practice, words, by, at: circulating.lift(words["objection"], how=words["how"], by=by, at=at),
        gate_forms.LiftForm,
    ),
    "extend": PracticeAct(
        _("Give the Committee more time"),
        _("The last day is moved."),
        Act.CIRCULATE,
        when(State.CIRCULATED),
        lambda practice, words, by, at: circulating.extend(
            wording(practice).circulation, **words, by=by, at=at
        ),
        gate_forms.ExtendForm,
    ),
    "decide": PracticeAct(
        _("Record the Committee's decision"),
        _("The decision is on record."),
        Act.RECORD_DECISION,
        when(State.CIRCULATED, State.UNDER_REVIEW),
        lambda practice, words, by, at: deciding.decide(practice, **words, by=by, at=at),
        gate_forms.DecideForm,
        next=True,
    ),
    "publish": PracticeAct(
        _("Publish in the register"),
        _("Public now, at its permanent address."),
        Act.ISSUE,
        may_be_published,
        lambda practice, words, by, at: issuing.publish(practice, by=by, at=at),
        next=True,
    ),
    "rename": PracticeAct(
        _("Change the working title"),
        _("The working title is changed."),
        Act.GROUP,
        lambda practice, version: practice.state not in states.CLOSED,
        lambda practice, words, by, at: screening.rename(practice, **words, by=by, at=at),
        forms.RenameForm,
    ),
    "strength": PracticeAct(
        _("Change how strongly it is put"),
        _("It is put so now."),
        Act.DRAFT,
        is_open,
        lambda practice, words, by, at: drafting.set_strength(wording(practice), **words, by=by, at=at),
        forms.StrengthForm,
    ),
    "add_evidence": PracticeAct(
        _("Add evidence that it works"),
        _("The evidence is added."),
        Act.DRAFT,
        lambda practice, version: practice.state not in states.CLOSED,
        lambda practice, words, by, at: drafting.add_evidence(practice, **words, by=by, at=at),
        forms.EvidenceForm,
    ),
    "remove_evidence": PracticeAct(
        _("Remove evidence"),
        _("It no longer counts; the record of it stays."),
        Act.DRAFT,
        lambda practice, version: practice.evidence.filter(removed_at=None).exists(),
        lambda practice, words, by, at: drafting.remove_evidence(words["evidence"], by=by, at=at),
        forms.RemoveEvidenceForm,
    ),
    "split": PracticeAct(
        _("Split"),
        _("The words chosen stand under a candidate of their own. Merging it back undoes this."),
        Act.GROUP,
        lambda practice, version: practice.state in states.EARLY and practice.supports.live().count() > 1,
        lambda practice, words, by, at: grouping.split(
            practice, words["supports"], working_title=words["working_title"], by=by, at=at
        ),
        forms.SplitForm,
    ),
    "merge": PracticeAct(
        _("Merge into another"),
        _("Merged. It can be undone from the page of what was merged."),
        Act.GROUP,
        lambda practice, version: practice.state in states.EARLY,
        lambda practice, words, by, at: grouping.merge(practice, into=words["into"], by=by, at=at),
        forms.MergeForm,
    ),
    "unmerge": PracticeAct(
        _("Undo the merger"),
        _("The practice stands where it stood."),
        Act.GROUP,
        when(State.MERGED),
        lambda practice, words, by, at: grouping.unmerge(practice, by=by, at=at),
        next=True,
    ),
    "hand_over": PracticeAct(
        _("Hand over"),
        _("Handed over."),
        Act.GROUP,
        lambda practice, version: practice.state not in states.CLOSED,
        lambda practice, words, by, at: screening.hand_over(practice, to=words["to"], by=by, at=at),
        forms.OwnerForm,
    ),
    "reword": PracticeAct(
        _("Begin a new wording"),
        _("A new wording is open; it begins with the words of the last one."),
        Act.DRAFT,
        is_handed_on,
        lambda practice, words, by, at: drafting.reword(practice, **words, by=by, at=at),
        forms.ReasonForm,
    ),
    "drop": PracticeAct(
        _("Give the new wording up"),
        _("Given up. What was decided before stands, under review."),
        Act.DRAFT,
        is_worded_anew,
        lambda practice, words, by, at: drafting.drop(practice, **words, by=by, at=at),
        forms.ReasonForm,
        grave=True,
    ),
    "take_back": PracticeAct(
        _("Take back to candidate"),
        _("It is a candidate again."),
        Act.GROUP,
        before_decision(State.CANDIDATE),
        lambda practice, words, by, at: screening.take_back(practice, **words, by=by, at=at),
        forms.ReasonForm,
        grave=True,
    ),
    "not_retain": PracticeAct(
        _("Do not retain"),
        _("Not retained. It can be reopened."),
        Act.GROUP,
        before_decision(State.NOT_RETAINED),
        lambda practice, words, by, at: screening.not_retain(practice, **words, by=by, at=at),
        forms.ReasonForm,
        grave=True,
    ),
    "reopen": PracticeAct(
        _("Reopen"),
        _("It is a candidate again."),
        Act.GROUP,
        when(State.NOT_RETAINED),
        lambda practice, words, by, at: screening.reopen(practice, by=by, at=at),
        next=True,
    ),
    "review": PracticeAct(
        _("Take under review"),
        _("Under review. What was decided holds meanwhile."),
        Act.ISSUE,
        when(State.RECOMMENDED, State.IDENTIFIED),
        lambda practice, words, by, at: issuing.review(practice, **words, by=by, at=at),
        forms.ReasonForm,
    ),
    "supersede": PracticeAct(
        _("Supersede"),
        _("Superseded. Its address stays and leads to the other one."),
        Act.ISSUE,
        when(State.RECOMMENDED, State.IDENTIFIED, State.UNDER_REVIEW),
        lambda practice, words, by, at: issuing.supersede(practice, **words, by=by, at=at),
        gate_forms.SupersedeForm,
        grave=True,
    ),
    "withdraw": PracticeAct(
        _("Withdraw"),
        _("Withdrawn. Its address stays and says so."),
        Act.ISSUE,
        may_be_withdrawn,
        lambda practice, words, by, at: issuing.withdraw(practice, **words, by=by, at=at),
        forms.ReasonForm,
        grave=True,
    ),
}
"""In the order in which the page offers them."""


def seen(practice: Practice, version: PracticeVersion | None) -> str:
    """What the page shows of the practice; it comes back with a form, so that nobody acts on an old page."""
    worded = f"{version.number}{'f' if version.frozen_at else ''}" if version else ""
    return f"{practice.state}|{worded}"
