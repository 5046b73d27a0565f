"""The list of speakers against a simple model: whatever two moderators and the delegations do, in any order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from comity.floor import inscribing, listing, moderating, undoing
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, Inscription, Intervention
from comity.participants.models import Person, Role
from comity.refusals import Refused
from tests.floor.makers import BEGINS, SECOND, a_floor, chair, listed
from tests.makers import a_delegation, a_role

pytestmark = pytest.mark.django_db
CODES = ("nor", "chl", "ken", "ind", "egy")
LEVELS = [*Inscription.Level]

one_of = some.sampled_from(CODES)
acts = some.one_of(
    some.tuples(some.just("ask"), one_of, some.sampled_from(LEVELS)),
    some.tuples(some.sampled_from(["withdraw", "call", "pass", "miss", "admit", "give"]), one_of),
    some.tuples(some.just("move"), one_of, one_of),
    some.tuples(some.sampled_from(["next", "blind next", "end", "undo"])),
)
plays = some.lists(some.tuples(acts, some.booleans()), min_size=1, max_size=25)
"""Each act with which of the two moderators does it."""


@dataclass
class Model:
    """The list as one would keep it on paper. Marks: code -> (level, number, moved by hand)."""

    waiting: list[str] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    marks: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    speaking: str | None = None
    asked: int = 0
    spoken: list[int] = field(default_factory=list)
    """Numbers of inscriptions that had the floor, in order."""

    def copy(self) -> Model:
        return Model(
            [*self.waiting],
            {*self.called},
            {**self.marks},
            {*self.absent},
            self.speaking,
            self.asked,
            [*self.spoken],
        )

    def do(self, verb: str, *told: Any) -> bool:
        """Whether it is allowed; it is done then."""
        allowed: bool = getattr(self, "do_" + verb.replace(" ", "_"))(*told)
        return allowed

    def do_ask(self, code: str, level: Inscription.Level) -> bool:
        if code in self.waiting or code in self.absent or code == self.speaking:
            return False
        self.asked += 1
        own = (LEVELS.index(level), self.asked)
        self.marks[code] = (*own, False)
        behind = [
            at
            for at, other in enumerate(self.waiting)
            if not self.marks[other][2] and self.marks[other][:2] > own
        ]
        self.waiting.insert(behind[0] if behind else len(self.waiting), code)
        return True

    def leave(self, code: str) -> None:
        self.waiting.remove(code)
        self.called.discard(code)

    def do_withdraw(self, code: str) -> bool:
        if code in self.waiting:
            self.leave(code)
            return True
        gone = code in self.absent
        self.absent.discard(code)
        return gone

    def do_call(self, code: str) -> bool:
        if code not in self.waiting or code in self.called:
            return False
        self.called.add(code)
        return True

    def do_pass(self, code: str) -> bool:
        if code not in self.waiting:
            return False
        self.leave(code)
        self.absent.add(code)
        return True

    do_miss = do_pass

    def do_admit(self, code: str) -> bool:
        if code not in self.absent:
            return False
        self.absent.remove(code)
        self.waiting.append(code)
        self.marks[code] = (*self.marks[code][:2], True)
        return True

    def do_move(self, code: str, before: str) -> bool:
        if code not in self.waiting or before not in self.waiting or code == before:
            return False
        self.waiting.remove(code)
        self.waiting.insert(self.waiting.index(before), code)
        self.marks[code] = (*self.marks[code][:2], True)
        return True

    def do_give(self, code: str) -> bool:
        if code not in self.waiting or self.speaking:
            return False
        self.leave(code)
        self.speaking = code
        self.spoken.append(self.marks[code][1])
        return True

    def do_next(self) -> bool:
        if not self.waiting:
            return False
        self.speaking = None
        return self.do_give(self.waiting[0])

    def do_blind_next(self) -> bool:
        """By who has not seen that somebody speaks."""
        return self.speaking is None and self.do_next()

    def do_end(self) -> bool:
        was, self.speaking = self.speaking, None
        return was is not None


class Play:
    """The same through the verbs."""

    def __init__(self, floor: Floor, moderators: tuple[Person, Person]) -> None:
        self.floor, self.moderators, self.now = floor, moderators, BEGINS + undoing.WITHIN + SECOND

    def do(self, verb: str, *told: Any, by: Person) -> bool:
        self.now += SECOND
        try:
            with transaction.atomic():
                self.act(verb, *told, by=by, at=self.now)
        except Refused:
            return False
        return True

    def act(self, verb: str, *told: Any, by: Person, at: datetime) -> None:
        floor = self.floor
        if verb == "ask":
            meeting = floor.session.meeting
            asked = Asked(aspects=[meeting.aspects.first()], level=told[1])
            inscribing.ask(a_delegation(meeting, told[0]), floor.session, asked, by=by, at=at)
        elif verb == "move":
            listing.move(self.latest(told[0]), before=self.latest(told[1]), reason="A train.", by=by, at=at)
        elif verb in ONE:
            ONE[verb](self.latest(told[0]), by=by, at=at)
        elif verb in ("next", "blind next"):
            seen = moderating.speaking(floor) if verb == "next" else None
            moderating.give_next(floor, ending=seen, by=by, at=at)
        elif verb == "end":
            speaks = moderating.speaking(floor)
            if speaks is None:
                raise Refused("nobody speaks")
            moderating.end(speaks, by=by, at=at)

    def latest(self, code: str) -> Inscription:
        found = self.floor.inscriptions.filter(delegation__body__code=code).order_by("number").last()
        if found is None:
            raise Refused("has not asked")
        return found

    def undo(self, by: Person) -> bool:
        self.now += SECOND
        act = undoing.last(self.floor, by=by, at=self.now)
        if act is not None:
            undoing.undo(act, by=by, at=self.now)
        return act is not None

    def check(self, model: Model) -> None:
        """What must hold after every act, and that both agree."""
        assert listed(self.floor) == model.waiting
        speaks = Intervention.objects.filter(floor=self.floor, ended_at=None)
        assert [one.delegation.body.code for one in speaks] == ([model.speaking] if model.speaking else [])
        had = [one.inscription.number for one in self.floor.interventions.all()]
        assert had == model.spoken
        assert len({*had}) == len(had), "nobody speaks twice on one inscription"
        waiting = listing.waiting(self.floor)
        assert len({one.place for one in waiting}) == len(waiting)
        by_policy = [(LEVELS.index(one.level), one.number) for one in waiting if not one.moved]
        assert by_policy == sorted(by_policy), "but for those moved by hand, the policy's order"
        assert not self.floor.inscriptions.filter(place=None, state__in=["inscribed", "called"]).exists()


ONE = {
    "withdraw": inscribing.withdraw,
    "call": moderating.call,
    "pass": moderating.pass_over,
    "miss": moderating.miss,
    "admit": listing.admit,
    "give": moderating.give,
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(play=plays)
def test_the_list_does_what_a_list_on_paper_does(play: list[tuple[Any, bool]]) -> None:
    """R08-2, R09-10: at most one speaker, each inscription speaks at most once, the policy's order but for recorded
    moves, and exactly what the tables refuse is refused."""
    with transaction.atomic():
        floor = a_floor()
        other = a_role(Role.CHAIR, floor.session.meeting, name="vice")
        real, model = Play(floor, (chair(floor), other)), Model()
        before: tuple[Model, Person] | None = None
        for (verb, *told), second in play:
            by = real.moderators[second]
            if verb == "undo":
                possible = before is not None and before[1] == by
                assert real.undo(by) == possible
                if possible and before is not None:
                    model, before = before[0], None
            else:
                copy = model.copy()
                allowed = model.do(verb, *told)
                model = model if allowed else copy
                assert real.do(verb, *told, by=by) == allowed, (verb, told)
                if allowed:
                    before = None if verb in NOT_UNDONE else (copy, by)
                    if verb in NOT_UNDONE:
                        real.now += undoing.WITHIN
            real.check(model)
        transaction.set_rollback(True)


NOT_UNDONE = ("ask", "withdraw")
"""What delegations do. After it half a minute passes in the play: what came before is undone no more."""
