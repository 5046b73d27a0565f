"""Silence: working days, holidays, objections, extensions; and what the Committee decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Body, Role
from comity.practices import circulating, confirming, deciding, drafting, issuing, safeguards
from comity.practices.models import Circulation, Decision, Practice
from comity.practices.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW
from tests.practices.makers import (
    a_circulated,
    a_confirming,
    a_decided,
    an_excerpt,
    confirm_all,
    one_of,
    pass_review,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2016, 11, 25), date(2016, 11, 28)
"""NOW is Sunday, 20 November 2016."""
AFTER = datetime(2016, 11, 29, 12, tzinfo=UTC)


def france() -> Body:
    return Body.objects.get(code="fra")


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2016, 11, 20), 1, date(2016, 11, 21)),
        (date(2016, 11, 20), 4, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (date(2016, 11, 22), 2, FRIDAY),  # Thanksgiving lies between
        (FRIDAY, 0, FRIDAY),
    ],
)
def test_working_days_leave_weekends_and_holidays_out(day: date, days: int, expected: date) -> None:
    """R12-5."""
    assert circulating.working_day_after(day, days, {date(2016, 11, 24)}) == expected


def test_the_secretariat_keeps_the_calendar_of_holidays() -> None:
    """R12-5."""
    desk, meeting = the_secretariat(), the_meeting()
    holiday = circulating.set_holiday(
        date(2016, 11, 24), titles={"en": "Thanksgiving"}, meeting=meeting, by=desk, at=NOW
    )
    assert str(holiday) == "2016-11-24 Thanksgiving"
    with pytest.raises(Refused, match="already"):
        circulating.set_holiday(holiday.on, titles={}, meeting=meeting, by=desk, at=NOW)
    assert Circulation.objects.get(version__practice=a_circulated()).due_on == MONDAY
    circulating.remove_holiday(holiday, meeting=meeting, by=desk, at=NOW)
    assert circulating.holidays() == set()


def test_silence_ends_after_the_last_day_at_the_meeting_s_place() -> None:
    """R12-5."""
    circulation = Circulation.objects.get(version__practice=a_circulated())
    assert (circulation.due_on, circulation.meeting) == (FRIDAY, the_meeting())
    assert str(circulation).endswith("until 2016-11-25")
    still_friday = datetime(2016, 11, 26, 4, 59, tzinfo=UTC)  # New York is five hours behind
    assert not circulating.has_ended(circulation, at=still_friday)
    assert circulating.has_ended(circulation, at=still_friday + timedelta(minutes=1))


def test_a_draft_is_circulated_when_its_sources_have_confirmed() -> None:
    """R12-5, R12-4."""
    practice = a_confirming()
    with pytest.raises(Refused, match="between 1 and 90"):
        circulating.circulate(practice, working_days=0, by=the_secretariat(), at=NOW)
    with pytest.raises(NotNow, match="has not answered"):
        circulating.circulate(practice, working_days=5, by=the_secretariat(), at=NOW)
    confirm_all(practice)
    circulating.circulate(practice, working_days=5, by=the_secretariat(), at=NOW)
    assert practice.state == State.CIRCULATED


def test_an_objection_halts_and_its_lifting_gives_the_days_back() -> None:
    """R12-5."""
    practice = a_circulated()
    circulation = Circulation.objects.get()
    wednesday = datetime(2016, 11, 23, 15, tzinfo=UTC)
    with pytest.raises(Refused, match="what the member objects to"):
        circulating.object_to(circulation, member=france(), words=" ", by=the_chair(), at=wednesday)
    first = circulating.object_to(
        circulation, member=france(), words="Too wide.", by=the_chair(), at=wednesday
    )
    other = circulating.object_to(
        circulation, member=france(), words="And vague.", by=the_chair(), at=wednesday
    )
    assert (circulation.halted_at, str(first)) == (wednesday, f"objection {first.pk}")
    assert not circulating.has_ended(circulation, at=AFTER)
    for procedure in ("silence", "consensus"):
        with pytest.raises(NotNow):
            deciding.decide(
                practice,
                outcome="recommended",
                decided_on=AFTER.date(),
                procedure=procedure,
                by=the_chair(),
                at=AFTER,
            )
    with pytest.raises(Refused, match="how"):
        circulating.lift(first, how="", by=the_chair(), at=AFTER)
    circulating.lift(first, how="explained", by=the_chair(), at=AFTER)
    with pytest.raises(NotNow, match="lifted already"):
        circulating.lift(first, how="again", by=the_chair(), at=AFTER)
    circulation.refresh_from_db()
    assert circulation.halted_at is not None
    circulating.lift(other, how="reworded", by=the_chair(), at=AFTER)
    circulation.refresh_from_db()
    # Thursday and Friday were left; from Tuesday they end on Thursday
    assert (circulation.halted_at, circulation.due_on) == (None, date(2016, 12, 1))
    assert str(circulation.extensions.get()) == "2016-11-25 - 2016-12-01"


def test_an_objection_that_is_lifted_the_same_day_costs_no_day() -> None:
    a_circulated()
    circulation = Circulation.objects.get()
    objection = circulating.object_to(circulation, member=france(), words="Wait.", by=the_chair(), at=NOW)
    circulating.lift(objection, how="a misunderstanding", by=the_chair(), at=NOW)
    circulation.refresh_from_db()
    assert (circulation.due_on, circulation.extensions.count()) == (FRIDAY, 0)


def test_the_silence_is_not_broken_after_its_end() -> None:
    a_circulated()
    with pytest.raises(NotNow, match="has ended"):
        circulating.object_to(
            Circulation.objects.get(), member=france(), words="Late.", by=the_chair(), at=AFTER
        )


def test_more_time_may_be_given() -> None:
    """R12-5: extension."""
    a_circulated()
    circulation = Circulation.objects.get()
    circulating.extend(circulation, working_days=2, reason="asked for", by=the_secretariat(), at=NOW)
    assert circulation.due_on == date(2016, 11, 29)
    later = datetime(2016, 12, 5, 12, tzinfo=UTC)
    circulating.extend(circulation, working_days=1, reason="", by=the_secretariat(), at=later)
    assert circulation.due_on == date(2016, 12, 6)
    with pytest.raises(Refused, match="between 1 and 90"):
        circulating.extend(circulation, working_days=91, reason="", by=the_secretariat(), at=later)


def test_the_same_wording_is_before_the_committee_once() -> None:
    practice = a_circulated()
    review = safeguards.start(the_wording(practice), by=the_reviewer(), at=NOW)
    safeguards.complete(review, result="compatible", by=the_reviewer(), at=NOW)
    Practice.objects.update(state=State.CONFIRMING)
    practice.refresh_from_db()
    with pytest.raises(NotNow, match="already"):
        circulating.circulate(practice, working_days=5, by=the_secretariat(), at=NOW)


def test_after_silence_the_practice_is_recommended() -> None:
    """R12-3, R12-5."""
    practice = a_circulated()
    for day, at in ((FRIDAY, AFTER), (MONDAY, NOW)):
        with pytest.raises((NotNow, Refused)):
            deciding.decide(
                practice, outcome="recommended", decided_on=day, procedure="silence", by=the_chair(), at=at
            )
    decision = deciding.decide(
        practice, outcome="recommended", decided_on=MONDAY, procedure="silence", by=the_chair(), at=AFTER
    )
    assert (practice.state, decision.meeting) == (State.RECOMMENDED, the_meeting())
    assert str(decision) == f"{practice.ref}/v1: recommended"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("identified", State.IDENTIFIED), ("not_retained", State.NOT_RETAINED)],
)
def test_identified_is_not_recommended(outcome: str, state: State) -> None:
    """R12-3."""
    practice = a_circulated()
    deciding.decide(
        practice,
        outcome=outcome,
        decided_on=NOW.date(),
        procedure="consensus",
        reservations="one delegation abstained",
        by=the_secretariat(),
        at=NOW,
    )
    assert (practice.state, Decision.objects.get().outcome) == (state, outcome)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": "loved"}, "what was decided"),
        ({"procedure": "lot"}, "what was decided"),
        ({"outcome": "not_retained"}, "why"),
        ({"decided_on": MONDAY}, "lies ahead"),
    ],
)
def test_a_decision_is_whole(changes: dict[str, object], sentence: str) -> None:
    wanted = {
        "outcome": "recommended",
        "decided_on": NOW.date(),
        "procedure": "consensus",
        **changes,
    }
    with pytest.raises(Refused, match=sentence):
        deciding.decide(a_circulated(), by=the_chair(), at=NOW, **wanted)  # type: ignore[arg-type]


def test_what_lacks_information_is_identified_at_most() -> None:
    """R02-3."""
    practice = a_circulated(result="insufficient_information", reasons="no figures")
    with pytest.raises(NotNow, match="safeguards stand against it"):
        deciding.decide(
            practice,
            outcome="recommended",
            decided_on=NOW.date(),
            procedure="consensus",
            by=the_chair(),
            at=NOW,
        )
    deciding.decide(
        practice, outcome="identified", decided_on=NOW.date(), procedure="consensus", by=the_chair(), at=NOW
    )
    assert practice.state == State.IDENTIFIED


def test_several_are_decided_together_or_none() -> None:
    """R12-3: bulk."""
    first, second = a_circulated(), a_circulated(an_excerpt("fra"))
    third = a_circulated(an_excerpt("chn"), result="insufficient_information", reasons="no figures")
    together = {
        "outcome": "recommended",
        "decided_on": NOW.date(),
        "procedure": "consensus",
    }
    with pytest.raises(NotNow):
        deciding.decide_each([first, second, third], by=the_chair(), at=NOW, **together)  # type: ignore[arg-type]
    assert not Decision.objects.exists()
    first, second = Practice.objects.get(pk=first.pk), Practice.objects.get(pk=second.pk)
    assert len(deciding.decide_each([first, second], by=the_chair(), at=NOW, **together)) == 2  # type: ignore[arg-type]


def test_a_practice_under_review_is_reaffirmed_or_stays_as_it_was_decided() -> None:
    practice = a_decided()
    issuing.review(practice, reason="a year has passed", by=the_secretariat(), at=NOW)
    deciding.decide(
        practice, outcome="not_retained", decided_on=NOW.date(), procedure="consensus",
        reservations="not yet", by=the_chair(), at=NOW,
    )  # fmt: skip
    assert practice.state == State.UNDER_REVIEW
    deciding.decide(
        practice, outcome="recommended", decided_on=NOW.date(), procedure="consensus", by=the_chair(), at=NOW
    )
    assert practice.state == State.RECOMMENDED
    held = deciding.standing(practice)
    assert held is not None
    assert held.outcome == "recommended"


def test_a_new_wording_that_is_not_retained_leaves_the_old_decision() -> None:
    practice = a_decided()
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    drafting.finish(version, by=the_rapporteur(), at=NOW)
    pass_review(practice)
    confirming.send(
        practice, due_at=NOW + timedelta(days=1), silence="confirms", by=the_secretariat(), at=NOW
    )
    confirm_all(practice)
    circulating.circulate(practice, working_days=1, by=the_secretariat(), at=NOW)
    deciding.decide(
        practice, outcome="not_retained", decided_on=NOW.date(), procedure="consensus",
        reservations="worse", by=the_chair(), at=NOW,
    )  # fmt: skip
    held = deciding.standing(practice)
    assert (practice.state, held and held.version.number) == (State.UNDER_REVIEW, 1)


INSERT = (
    "INSERT INTO comity_decision (version_id, outcome, decided_on, procedure, objections, reservations, recorded_by_id, "
    "recorded_at) SELECT id, '{outcome}', '2016-11-21', '{procedure}', '', '', created_by_id, created_at "
    "FROM comity_practiceversion"
)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_practice SET state = 'recommended'",
        "UPDATE comity_practice SET state = 'identified'",
        INSERT.format(outcome="recommended", procedure="silence"),
    ],
)
def test_the_database_recommends_nothing_without_a_decision_or_before_silence_ends(sql: str) -> None:
    """R12-3, R12-5: by the database."""
    a_circulated()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Practice.objects.get().state == State.CIRCULATED


@pytest.mark.parametrize("outcome", ["recommended", "identified"])
def test_the_database_takes_no_decision_on_what_no_reviewer_passed(outcome: str) -> None:
    """R02-3: by the database."""
    a_circulated()
    safeguards.start(the_wording(Practice.objects.get()), by=the_reviewer(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT.format(outcome=outcome, procedure="consensus"))
    assert not Decision.objects.exists()


def test_the_database_recommends_nothing_over_an_objection() -> None:
    """R12-5."""
    a_circulated()
    circulating.object_to(Circulation.objects.get(), member=france(), words="No.", by=the_chair(), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT.format(outcome="recommended", procedure="consensus"))


@pytest.mark.parametrize(
    "sql", ["UPDATE comity_decision SET outcome = 'identified'", "DELETE FROM comity_decision"]
)
def test_a_decision_stays_as_it_was_recorded(sql: str) -> None:
    """RX-6."""
    a_decided()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Decision.objects.get().outcome == "recommended"


def test_who_may_circulate_and_decide() -> None:
    """R12-3: the Chair and the secretariat; RX-10."""
    practice = a_circulated()
    circulation = Circulation.objects.get()
    objection = circulating.object_to(circulation, member=france(), words="No.", by=the_chair(), at=NOW)
    for role in (Role.RAPPORTEUR, Role.REVIEWER):
        person = one_of(role)
        for act in (
            lambda by=person: circulating.circulate(practice, working_days=5, by=by, at=NOW),
            lambda by=person: circulating.extend(circulation, working_days=5, reason="", by=by, at=NOW),
            lambda by=person: circulating.object_to(circulation, member=france(), words="x", by=by, at=NOW),
            lambda by=person: circulating.lift(objection, how="x", by=by, at=NOW),
            lambda by=person: deciding.decide(
                practice,
                outcome="recommended",
                decided_on=NOW.date(),
                procedure="consensus",
                by=by,
                at=NOW,
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
