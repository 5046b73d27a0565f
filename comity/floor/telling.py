"""How the record names speakers: attribution is applied here for every page, file and text made of it (RX-1).

Of a speaker who may not be named nothing is told that would tell who it was: not the place in the order, the times,
the language or the text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from comity.floor import recording
from comity.floor.models import Floor, Inscription, Intervention, Question, Ruling
from comity.floor.models.speakers import Kind
from comity.floor.shown import Naming, Who, aspects
from comity.floor.told import Asked, Ruled, Said, View
from comity.meetings.models import Attribution
from comity.meetings.parts import STANDING
from comity.statements.models import Version

FEWEST = 3
"""Of a category below which to name it would tell who speaks (DOMAIN.md 5)."""


class Telling:
    """Applies view and attribution to what the floor wrote down."""

    def __init__(self, floor: Floor, view: View, *, at: datetime, confidential: bool) -> None:
        self.floor, self.view, self.at = floor, view, at
        self.inside = view == View.INSIDE
        self.confidential = confidential
        self.naming = Naming(floor, inside=self.inside)
        self.crowd = crowds(floor)

    def who(self, one: Intervention | Inscription) -> Who:
        found = self.naming.of(one)
        if not self.inside and found.category and not self.is_crowd(one, self.mode_of(one)):
            return Who(found.kind)
        return found

    def mode_of(self, one: Intervention | Inscription) -> Attribution:
        if isinstance(one, Intervention):
            return recording.mode_of(one)
        return Attribution(self.floor.session.attribution)

    def is_crowd(self, one: Intervention | Inscription, mode: Attribution) -> bool:
        """Whether the category hides who it was; where the name is told there is nothing to hide."""
        if mode == Attribution.ATTRIBUTED:
            return True
        return self.crowd[(one.part_id is not None, one.category)] >= FEWEST

    def said(self, one: Intervention) -> Said:
        mode = recording.mode_of(one)
        who = self.who(one)
        told = Said(
            who=who,
            kind=one.kind,
            mode=mode,
            outcome=one.outcome,
            aspects=aspects(one),
            seconds=round(one.spent(self.at).total_seconds()),
            summary=self.summary(one, mode),
            decision=self.decision(one),
        )
        if self.inside:
            return self.whole(told, one)
        if mode == Attribution.ATTRIBUTED:
            return self.attributed(told, one)
        if who.names:
            return replace(told, number=one.number)
        return told

    def whole(self, told: Said, one: Intervention) -> Said:
        return replace(
            told,
            number=one.number,
            began_at=one.began_at,
            ended_at=one.ended_at,
            language=one.language,
            statement=self.version(one),
            row=one,
        )

    def attributed(self, told: Said, one: Intervention) -> Said:
        version = self.version(one)
        hidden = version is not None and self.view == View.PUBLIC and not version.is_public(self.at)
        return replace(
            told,
            number=one.number,
            began_at=one.began_at,
            ended_at=one.ended_at,
            language=one.language,
            statement=None if hidden else version,
        )

    def version(self, one: Intervention) -> Version | None:
        """What the delegation's written statement says now."""
        if one.statement is None:
            return None
        standing = [each for each in one.statement.versions.all() if each.received_at is not None]
        public = [each for each in standing if each.is_public(self.at)]
        found = next(reversed(public or standing), None)
        if found is not None:
            found.statement = one.statement
        return found

    def summary(self, one: Intervention, mode: Attribution) -> str:
        """What the rapporteur noted is not for the public; of confidential words it is hers alone."""
        if self.view == View.PUBLIC or (mode == Attribution.CONFIDENTIAL and not self.confidential):
            return ""
        return one.summary

    def decision(self, one: Intervention) -> str:
        """Why a floor was withdrawn is not for the public; what was decided on a point of order was said aloud."""
        return one.decision if self.view != View.PUBLIC or one.kind == Kind.POINT_OF_ORDER else ""

    def asked(self) -> list[Asked]:
        found = self.floor.questions.select_related(
            "delegation__body",
            "delegation__meeting",
            "participant__delegation__body",
            "participant__body",
            "participant__meeting",
            "addressed_to__participant__delegation__body",
            "addressed_to__participant__body",
            "addressed_to__participant__meeting",
        ).prefetch_related("aspects", "rulings", "delegation__body__former_names")
        if self.view == View.PUBLIC:
            found = found.filter(state__in=[Question.State.PUT, Question.State.ANSWERED])
        return [self.question(one) for one in found.order_by("number")]

    def question(self, one: Question) -> Asked:
        mode = recording.stricter(one.attribution, self.floor.session.attribution)
        standing = [each for each in one.rulings.all() if each.taken_back_at is None]
        return Asked(
            number=one.number,
            text=one.text,
            language=one.language,
            state=one.state,
            called=str(one.get_state_display()),
            aspects=tuple(aspect.code for aspect in one.aspects.all()),
            who=self.asker(one, mode),
            to=self.addressee(one) if self.names(mode) else None,
            reason=standing[-1].reason if standing else "",
        )

    def names(self, mode: Attribution) -> bool:
        return self.inside or mode == Attribution.ATTRIBUTED

    def asker(self, one: Question, mode: Attribution) -> Who:
        if not self.names(mode):
            return Who("question")
        day = self.floor.session.meeting.opens_on
        if one.delegation is not None:
            return Who("question", names=one.delegation.body.names_on(day))
        assert one.participant is not None
        return self.naming.someone("question", one.participant)

    def addressee(self, one: Question) -> Who | None:
        if one.addressed_to is None:
            return None
        return self.naming.someone("question", one.addressed_to.participant)

    def ruled(self) -> list[Ruled]:
        """For those inside and in what they take away; the public was not told."""
        if self.view == View.PUBLIC:
            return []
        found = self.floor.rulings.select_related(
            "question__delegation__body",
            "question__delegation__meeting",
            "question__participant__meeting",
            "inscription__delegation__body",
            "inscription__delegation__meeting",
            "inscription__part__participant",
            "statement",
        )
        return [self.ruling(one) for one in found.order_by("at", "pk")]

    def ruling(self, one: Ruling) -> Ruled:
        if one.question is not None:
            mode = recording.stricter(one.question.attribution, self.floor.session.attribution)
            on, number, who = "question", one.question.number, self.asker(one.question, mode)
        else:
            assert one.inscription is not None
            on, number, who = "inscription", one.inscription.number, self.who(one.inscription)
        told = self.inside or bool(who.names and not who.category) or self.names(self.floor_mode)
        return Ruled(
            on=on,
            number=number,
            reason=one.reason,
            at=one.at,
            who=who,
            taken_back_at=one.taken_back_at,
            statement=one.statement.ref if one.statement and told else "",
        )

    @property
    def floor_mode(self) -> Attribution:
        return Attribution(self.floor.session.attribution)


def crowds(floor: Floor) -> Counter[tuple[bool, str]]:
    """(panellist, category) -> among how many such a speaker is not known."""
    session = floor.session
    found: Counter[tuple[bool, str]] = Counter()
    for category in session.meeting.delegations.values_list("body__category", flat=True):
        found[(False, category)] += 1
    parts = session.parts.filter(state__in=STANDING).select_related(
        "participant__delegation__body", "participant__body"
    )
    for part in parts:
        found[(True, part.participant.category)] += 1
    return found
