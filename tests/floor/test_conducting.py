"""Each act is logged, who may do it and what the clock shows (R08-1, R08-2)."""

from __future__ import annotations

import pytest

from comity.floor import listing, moderating
from comity.floor.models import Intervention
from comity.meetings.models import Part, Segment
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from tests.floor.makers import BEGINS, MINUTE, SECOND, a_floor, chair, delegate_of, has_floor, inscribed
from tests.makers import a_delegation, a_meeting, a_participant, a_person

pytestmark = pytest.mark.django_db


def a_part(floor_session: object, name: str, role: Part.Role, state: Part.State, **fields: object) -> Part:
    session = floor_session
    participant = a_participant(session.meeting, name, kind="panellist", **fields)  # type: ignore[attr-defined]
    return Part.objects.create(
        session=session, participant=participant, role=role, state=state, proposed_at=BEGINS
    )


def test_every_act_of_the_moderator_is_logged_with_who_and_when() -> None:
    """R08-1, R08-2."""
    floor = a_floor()
    norway, chile = inscribed(floor, "nor"), inscribed(floor, "chl")
    by = chair(floor)
    at = iter(BEGINS + number * SECOND for number in range(1, 20))
    moderating.call(norway, by=by, at=next(at))
    speaks = moderating.give(norway, by=by, at=next(at))
    moderating.stop(floor, by=by, at=next(at))
    moderating.start(floor, by=by, at=next(at))
    moderating.extend(floor, 30, by=by, at=next(at))
    moderating.end(speaks, by=by, at=next(at))
    moderating.pass_over(chile, by=by, at=next(at))
    listing.admit(chile, by=by, at=next(at))
    moderating.suspend(floor, by=by, at=next(at))
    moderating.resume(floor, by=by, at=next(at))
    listing.close_list(floor, by=by, at=next(at))
    moderating.miss(chile, by=by, at=next(at))
    moderating.adjourn(floor, by=by, at=next(at))
    logged = Act.objects.filter(object_type="session", at__gt=BEGINS).order_by("at")
    assert [(one.verb, one.by) for one in logged] == [
        (verb, by)
        for verb in (
            *("called", "gave the floor", "stopped the clock", "started the clock"),
            *("changed the speaking time", "ended an intervention", "passed", "inscribed"),
            *("suspended the session", "resumed the session", "closed the list of speakers"),
            *("was not present", "adjourned the session"),
        )
    ]
    assert [*floor.acts.values_list("number", flat=True)] == [*range(1, floor.number + 1)]


@pytest.mark.parametrize("role", [Part.Role.CHAIR, Part.Role.MODERATOR])
def test_the_chair_and_the_moderator_of_the_session_conduct_it(role: Part.Role) -> None:
    """R08-1."""
    floor = a_floor(sitting=False)
    vice, stranger = a_person("vice"), a_person()
    with pytest.raises(NotAllowed):
        moderating.call_to_order(floor, by=stranger, at=BEGINS)
    part = a_part(floor.session, "Vice Chair", role, Part.State.INVITED, person=vice)
    with pytest.raises(NotAllowed):
        moderating.call_to_order(floor, by=vice, at=BEGINS)
    Part.objects.filter(pk=part.pk).update(state=Part.State.CONFIRMED)
    moderating.call_to_order(floor, by=vice, at=BEGINS)
    assert Act.objects.get(verb="called to order").by == vice


def test_a_panellist_has_the_floor_without_asking_and_appears_by_it() -> None:
    """R08-2."""
    floor = a_floor()
    part = a_part(floor.session, "Ana Silva", Part.Role.PANELLIST, Part.State.CONFIRMED)
    speaks = moderating.present(part, by=chair(floor), at=BEGINS)
    part.refresh_from_db()
    assert (part.state, speaks.allowed_seconds, speaks.kind) == (Part.State.APPEARED, 600, "presentation")


@pytest.mark.parametrize(
    ("role", "state"),
    [
        (Part.Role.MODERATOR, Part.State.CONFIRMED),
        (Part.Role.RAPPORTEUR, Part.State.CONFIRMED),
        (Part.Role.PANELLIST, Part.State.PROPOSED),
        (Part.Role.PANELLIST, Part.State.DECLINED),
    ],
)
def test_who_is_no_expected_panellist_presents_nothing(role: Part.Role, state: Part.State) -> None:
    floor = a_floor()
    part = a_part(floor.session, "Ana Silva", role, state)
    with pytest.raises(NotNow, match="Only panellists"):
        moderating.present(part, by=chair(floor), at=BEGINS)


def test_a_panellist_waits_while_somebody_has_the_floor() -> None:
    floor = a_floor()
    part = a_part(floor.session, "Ana Silva", Part.Role.PANELLIST, Part.State.CONFIRMED)
    has_floor(floor)
    with pytest.raises(NotNow, match="Norway has the floor"):
        moderating.present(part, by=chair(floor), at=BEGINS)


def test_the_clock_stands_while_it_is_stopped_and_while_the_session_is_suspended() -> None:
    """R08-2."""
    floor, by = a_floor(), None
    speaks, by = has_floor(floor), chair(floor)
    moderating.stop(floor, by=by, at=BEGINS + MINUTE)
    with pytest.raises(NotNow, match="No clock is running"):
        moderating.stop(floor, by=by, at=BEGINS + MINUTE)
    moderating.start(floor, by=by, at=BEGINS + 2 * MINUTE)
    with pytest.raises(NotNow, match="No clock stands"):
        moderating.start(floor, by=by, at=BEGINS + 2 * MINUTE)
    moderating.suspend(floor, by=by, at=BEGINS + 2 * MINUTE + 30 * SECOND)
    moderating.resume(floor, by=by, at=BEGINS + 9 * MINUTE)
    moderating.start(floor, by=by, at=BEGINS + 10 * MINUTE)
    speaks.refresh_from_db()
    assert speaks.spent(BEGINS + 10 * MINUTE) == 90 * SECOND
    assert speaks.left(BEGINS + 12 * MINUTE) == -30 * SECOND


def test_a_clock_that_was_put_back_takes_no_time_from_what_was_spent() -> None:
    floor = a_floor()
    speaks = has_floor(floor)
    assert speaks.spent(BEGINS - MINUTE) == 0 * SECOND


def test_time_is_given_and_taken_but_not_below_nothing() -> None:
    floor = a_floor()
    speaks, by = has_floor(floor), chair(floor)
    for seconds, left in ((60, 240), (-200, 40), (-60, 0)):
        moderating.extend(floor, seconds, by=by, at=BEGINS)
        speaks.refresh_from_db()
        assert speaks.allowed_seconds == left
    for wrong in (0, 1801, -1801):
        with pytest.raises(Refused, match="at most half an hour"):
            moderating.extend(floor, wrong, by=by, at=BEGINS)


def test_the_floor_is_withdrawn_with_a_reason() -> None:
    """R08-2."""
    floor = a_floor()
    speaks = has_floor(floor)
    with pytest.raises(Refused, match="Give the reason"):
        moderating.withdraw_floor(speaks, reason=" ", by=chair(floor), at=BEGINS + MINUTE)
    moderating.withdraw_floor(speaks, reason="Time.", by=chair(floor), at=BEGINS + MINUTE)
    speaks.refresh_from_db()
    assert (speaks.outcome, speaks.decision) == (Intervention.Outcome.CUT_OFF, "Time.")
    assert speaks.inscription.state == "floor_withdrawn"


def test_one_point_of_order_is_heard_at_a_time_and_decided_with_words() -> None:
    floor = a_floor()
    chile = a_delegation(floor.session.meeting, "chl")
    raised = moderating.point_of_order(floor, chile, by=chair(floor), at=BEGINS)
    assert raised.allowed_seconds == 120
    with pytest.raises(NotNow, match="Another point of order"):
        moderating.point_of_order(floor, chile, by=chair(floor), at=BEGINS)
    with pytest.raises(Refused, match="Say what was decided"):
        moderating.decide(raised, " ", by=chair(floor), at=BEGINS)
    moderating.decide(raised, "Upheld.", by=chair(floor), at=BEGINS + SECOND)
    raised.refresh_from_db()
    assert (raised.decision, moderating.speaking(floor)) == ("Upheld.", None)


def test_only_a_point_of_order_is_decided_on_and_only_of_the_meeting() -> None:
    floor = a_floor()
    with pytest.raises(Refused, match="Only a point of order"):
        moderating.decide(has_floor(floor), "Upheld.", by=chair(floor), at=BEGINS)
    other = a_delegation(a_meeting("other"), "chl")
    with pytest.raises(Refused, match="does not take part"):
        moderating.point_of_order(floor, other, by=chair(floor), at=BEGINS)


def test_nobody_is_left_speaking_at_the_adjournment() -> None:
    floor = a_floor()
    has_floor(floor)
    with pytest.raises(NotNow, match="let the intervention end"):
        moderating.adjourn(floor, by=chair(floor), at=BEGINS)


def test_the_session_goes_from_part_to_part() -> None:
    """R08-2: presentations, then the discussion."""
    floor = a_floor()
    part = Segment.objects.create(session=floor.session, position=1, kind="discussion", minutes=90)
    other = Segment.objects.create(
        session=a_meeting("other").sessions.get(), position=1, kind="discussion", minutes=90
    )
    with pytest.raises(Refused, match="part of this session"):
        moderating.go_to(floor, other, by=chair(floor), at=BEGINS)
    moderating.go_to(floor, part, by=chair(floor), at=BEGINS)
    floor.refresh_from_db()
    assert floor.segment == part


def test_a_session_that_goes_on_in_the_past_is_refused() -> None:
    floor = a_floor()
    with pytest.raises(Refused, match="has passed"):
        moderating.suspend(floor, until=BEGINS, by=chair(floor), at=BEGINS)


def test_a_delegate_conducts_nothing() -> None:
    """R08-1."""
    floor = a_floor()
    norway = inscribed(floor)
    by = delegate_of(norway.delegation)
    for act in (moderating.suspend, moderating.adjourn, listing.close_list):
        with pytest.raises(NotAllowed):
            act(floor, by=by, at=BEGINS)
