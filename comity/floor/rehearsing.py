"""A rehearsal: a session played through the real verbs, in shortened real time, on a stage of its own.

Acts bear the time at which they are done; only the waiting between them, and the speaking times with it, are divided by
the speed. So clocks on all screens are right, and run out when their speakers end. Whoever rehearses may act as well,
on the moderator's page: an act that is not possible any more is told, and the play goes on.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from comity.floor import asking, inscribing, listing, moderating, ruling, staging, undoing
from comity.floor.acting import who
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, Inscription, Intervention, Question
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.meetings.models import Part, Segment, Session
from comity.meetings.parts import PRESENTING
from comity.participants.models import Delegation
from comity.refusals import Refused

Line = Callable[[datetime, str], object]
LISTED = 12
"""So many delegations ask for the floor, or all there are."""
PAUSE = 8.0
"""Seconds between two acts, before they are divided by the speed."""
SUSPENSION = 300.0
Level = Inscription.Level
LEVELS = (Level.MINISTER, Level.REPRESENTATIVE, Level.REPRESENTATIVE, Level.DELEGATE, Level.DELEGATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a rehearsal runs. `now` and `wait` are the machine's clock, but in tests."""

    speed: float
    seed: int
    now: Callable[[], datetime]
    wait: Callable[[float], object]
    tell: Line


def play(session: Session, pace: Pace, *, delegates: bool = False, shown: bool = False) -> Floor:
    """From the opening of the list to the adjournment. Raises `NotNow` for a session that has begun in truth."""
    floor = staging.set_up(session, speed=pace.speed, delegates=delegates, shown=shown, at=pace.now())
    rehearsal = Rehearsal(floor, pace, real=Floor.objects.filter(session=session).first())
    for scene in rehearsal.scenes():
        try:
            scene()
        except Refused as refusal:
            rehearsal.say(_("Not done: %(reason)s") % {"reason": refusal})
        rehearsal.pause()
    floor.refresh_from_db()
    return floor


class Rehearsal:
    """What is played, scene by scene. The same seed plays the same."""

    def __init__(self, floor: Floor, pace: Pace, *, real: Floor | None) -> None:
        self.floor, self.pace, self.real = floor, pace, real
        self.chance = random.Random(pace.seed)  # noqa: S311
        self.by = staging.player()
        self.session = floor.session
        self.aspects = [*self.session.aspects.all()]
        found = self.session.meeting.delegations.select_related("body", "meeting").order_by("body__code")
        self.delegations = self.chance.sample([*found], k=found.count())

    def scenes(self) -> Iterator[Callable[[], object]]:
        yield self.open_list
        yield from (lambda one=one: self.ask_for_floor(one) for one in self.speakers())
        yield self.call_to_order
        panel = self.session.parts.filter(role__in=PRESENTING).order_by("pk")
        yield from (lambda part=part: self.present(part) for part in panel)
        yield self.discuss
        yield from (self.ask_question, self.ask_question, self.rule_out_question, self.put_question)
        yield from (self.slip, self.next, self.point_of_order, self.next, self.extend, self.pass_over)
        yield from (self.next, self.miss, self.suspend, self.next, self.stop_clock, self.put_question)
        yield from (self.withdraw, self.rule_out_inscription, self.next, self.close_list, self.admit_late)
        yield from (self.next for _number in range(LISTED))
        yield from (self.reply, self.adjourn)

    def say(self, words: str) -> None:
        self.pace.tell(self.pace.now(), words)

    def pause(self, seconds: float = PAUSE) -> None:
        self.pace.wait(seconds / self.pace.speed)

    def waiting(self) -> list[Inscription]:
        return listing.waiting(self.floor)

    def speakers(self) -> list[tuple[Delegation, Asked]]:
        """Those who have asked in truth, by their delegations only; then others of the meeting, up to so many."""
        own = {one.body_id: one for one in self.delegations}
        asked = [
            (own[one.delegation.body_id], self.as_asked(one))
            for one in (listing.waiting(self.real) if self.real else ())
            if one.delegation is not None and one.kind == Kind.STATEMENT
        ]
        there = {delegation.pk for delegation, _asked in asked}
        rest = [one for one in self.delegations if one.pk not in there]
        return asked + [(one, self.invented(one)) for one in rest[: max(LISTED - len(asked), 2)]]

    def as_asked(self, one: Inscription) -> Asked:
        codes = {aspect.code for aspect in one.aspects.all()}
        aspects = [aspect for aspect in self.aspects if aspect.code in codes] or self.aspects
        return Asked(
            aspects=aspects, level=Level(one.level), on_behalf_of=one.on_behalf_of, language=one.language
        )

    def invented(self, delegation: Delegation) -> Asked:
        group = delegation.speaks_for.order_by("code").first() if self.chance.random() < 0.5 else None
        return Asked(
            aspects=[self.chance.choice(self.aspects)],
            level=self.chance.choice(LEVELS),
            on_behalf_of=group,
            language=self.chance.choice(("ar", "en", "es", "fr", "ru", "zh")),
        )

    def open_list(self) -> None:
        listing.open_list(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The list of speakers is open."))

    def ask_for_floor(self, wish: tuple[Delegation, Asked]) -> None:
        delegation, asked = wish
        made = inscribing.ask(delegation, self.session, asked, by=self.by, at=self.pace.now())
        self.say(_("%(name)s asks for the floor.") % {"name": who(made)})

    def call_to_order(self) -> None:
        moderating.call_to_order(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The session is called to order."))

    def present(self, part: Part) -> None:
        speaks = moderating.present(part, by=self.by, at=self.pace.now())
        self.say(_("%(name)s presents.") % {"name": who(speaks)})
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())

    def speak(self, speaks: Intervention, share: float = 1.0) -> None:
        """As long as is left, or a share of it; some end early, one in four speaks over."""
        left = speaks.left(self.pace.now()).total_seconds()
        self.pace.wait(max(left, 0.0) * share * self.chance.choice((0.7, 0.9, 0.95, 1.1)))

    def discuss(self) -> None:
        part = self.session.segments.filter(kind=Segment.Kind.DISCUSSION).first()
        if part is not None:
            moderating.go_to(self.floor, part, by=self.by, at=self.pace.now())
            self.say(_("The discussion begins."))

    def next(self) -> None:
        """The next speaker of the list, to the end of the intervention."""
        if not self.waiting():
            return
        first = self.waiting()[0]
        if first.kind == Kind.REPLY:
            return
        moderating.call(first, by=self.by, at=self.pace.now())
        self.say(_("%(name)s is called.") % {"name": who(first)})
        self.pause()
        speaks = self.give()
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())
        self.say(_("%(name)s has ended.") % {"name": who(speaks)})

    def give(self) -> Intervention:
        now = moderating.speaking(self.floor)
        speaks = moderating.give_next(self.floor, ending=now, by=self.by, at=self.pace.now())
        self.say(_("%(name)s has the floor.") % {"name": who(speaks)})
        return speaks

    def slip(self) -> None:
        """The floor given by mistake, and taken back."""
        self.give()
        self.pause()
        act = undoing.last(self.floor, by=self.by, at=self.pace.now())
        if act is not None:
            undoing.undo(act, by=self.by, at=self.pace.now())
            self.say(_("That was a slip: it is undone."))

    def point_of_order(self) -> None:
        """Raised while somebody speaks, who goes on afterwards."""
        speaks = self.give()
        self.speak(speaks, share=0.5)
        raised = moderating.point_of_order(self.floor, self.delegations[0], by=self.by, at=self.pace.now())
        self.say(_("%(name)s raises a point of order.") % {"name": who(raised)})
        self.speak(raised, share=0.5)
        moderating.decide(raised, _("Not upheld."), by=self.by, at=self.pace.now())
        self.say(_("It is not upheld: %(name)s goes on.") % {"name": who(speaks)})
        speaks.refresh_from_db()
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())

    def extend(self) -> None:
        speaks = self.give()
        self.speak(speaks)
        more = max(round(60 / self.pace.speed), 1)
        moderating.extend(self.floor, more, by=self.by, at=self.pace.now())
        self.say(_("%(name)s is given more time.") % {"name": who(speaks)})
        speaks.refresh_from_db()
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())

    def stop_clock(self) -> None:
        speaks = self.give()
        self.speak(speaks, share=0.4)
        moderating.stop(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The clock is stopped: the interpretation fails."))
        self.pause(3 * PAUSE)
        moderating.start(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The clock runs on."))
        speaks.refresh_from_db()
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())

    def pass_over(self) -> None:
        for first in self.waiting()[:1]:
            moderating.pass_over(first, by=self.by, at=self.pace.now())
            self.say(_("%(name)s lets others go first.") % {"name": who(first)})

    def miss(self) -> None:
        for first in self.waiting()[:1]:
            moderating.call(first, by=self.by, at=self.pace.now())
            self.pause()
            moderating.miss(first, by=self.by, at=self.pace.now())
            self.say(_("%(name)s is not present.") % {"name": who(first)})

    def admit_late(self) -> None:
        """Who let others go first speaks at the end."""
        for one in self.floor.inscriptions.filter(state=Inscription.State.PASSED):
            listing.admit(one, by=self.by, at=self.pace.now())
            self.say(_("%(name)s is put back at the end of the list.") % {"name": who(one)})

    def withdraw(self) -> None:
        for last in self.waiting()[-1:]:
            inscribing.withdraw(last, by=self.by, at=self.pace.now())
            self.say(_("%(name)s withdraws from the list.") % {"name": who(last)})

    def rule_out_inscription(self) -> None:
        for last in self.waiting()[-1:]:
            reason = _("It is on no aspect of this session.")
            ruling.rule_out(last, reason=reason, by=self.by, at=self.pace.now())
            self.say(_("%(name)s is ruled out of scope.") % {"name": who(last)})

    def ask_question(self) -> None:
        asked = asking.ask(
            self.session,
            _("Which measures have worked, and how was that measured?"),
            aspects=[self.chance.choice(self.aspects)],
            delegation=self.chance.choice(self.delegations),
            by=self.by,
            at=self.pace.now(),
        )
        self.say(_("Question %(number)d is asked.") % {"number": asked.number})

    def rule_out_question(self) -> None:
        self.ask_question()
        last = self.floor.questions.order_by("number").last()
        if last is not None:
            reason = _("It is on no aspect of this session.")
            ruling.rule_out(last, reason=reason, by=self.by, at=self.pace.now())
            self.say(_("Question %(number)d is ruled out of scope.") % {"number": last.number})

    def put_question(self) -> None:
        waits = self.floor.questions.filter(state=Question.State.SUBMITTED).first()
        if waits is None:
            return
        asking.put(waits, by=self.by, at=self.pace.now())
        self.say(_("Question %(number)d is put to the panel.") % {"number": waits.number})
        self.pause(8 * PAUSE)
        asking.answer(waits, by=self.by, at=self.pace.now())
        self.say(_("Question %(number)d is answered.") % {"number": waits.number})

    def suspend(self) -> None:
        at = self.pace.now()
        until = at + timedelta(seconds=SUSPENSION / self.pace.speed)
        moderating.suspend(self.floor, until=until, by=self.by, at=at)
        self.say(_("The session is suspended."))
        self.pause(SUSPENSION)
        moderating.resume(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The session is resumed."))

    def close_list(self) -> None:
        listing.close_list(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The list of speakers is closed."))

    def reply(self) -> None:
        """Once the list is exhausted."""
        if not Policy.of(self.floor.policy).replies:
            return
        asked = Asked(kind=Kind.REPLY)
        made = inscribing.ask(self.delegations[-1], self.session, asked, by=self.by, at=self.pace.now())
        speaks = moderating.give(made, by=self.by, at=self.pace.now())
        self.say(_("%(name)s replies.") % {"name": who(speaks)})
        self.speak(speaks)
        moderating.end(speaks, by=self.by, at=self.pace.now())

    def adjourn(self) -> None:
        moderating.adjourn(self.floor, by=self.by, at=self.pace.now())
        self.say(_("The session is adjourned."))
