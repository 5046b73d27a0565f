"""Follow-up by State: always with a source, the State's comment beside it, public when it may be; reminders once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from comity.framework import following, mandates, naming, reminding
from comity.framework.models import Mandate, Node, Progress, Reminder, ReportRequest
from comity.participants.models import Delegation, Letter, Person, Stakeholder
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import a_settled, an_element, issued
from tests.makers import NOW, a_delegate, a_delegation, a_person
from tests.practices.makers import the_meeting, the_rapporteur, the_secretariat

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


def norway() -> Delegation:
    return a_delegation(the_meeting(), "nor")


def of(delegation: Delegation) -> Person:
    found = Person.objects.filter(assignments__delegation=delegation).first()
    return found or a_delegate(delegation, name=delegation.body.code)


@pytest.fixture
def guideline() -> Node:
    """Printed in an edition."""
    node = a_settled()
    issued()
    return node


def progress(node: Node, **told: Any) -> Progress:
    given = {
        "status": "in_progress", "source": "visit", "reference": "Visit of May 2016", "as_of": TODAY,
        "by": the_secretariat(), "at": NOW, **told,
    }  # fmt: skip
    return following.record(node, given.pop("delegation", norway()), given.pop("status"), **given)


def seen(person: Any, at: Any = NOW) -> list[Progress]:
    return list(following.records(the_meeting(), at=at, person=person))


def test_a_visit_is_public_once_the_time_for_observations_is_over(guideline: Node) -> None:
    """R12-11, R03-5"""
    found = progress(guideline)
    stranger, other = AnonymousUser(), of(a_delegation(the_meeting(), "fra"))
    assert seen(stranger) == seen(other) == seen(None) == []
    assert seen(the_secretariat()) == seen(of(norway())) == [found]
    assert seen(stranger, NOW + 30 * DAY) == seen(other, NOW + 30 * DAY) == [found]


def test_what_is_confidential_stays_so_until_the_state_agrees(guideline: Node) -> None:
    found = progress(guideline, confidential=True)
    assert seen(AnonymousUser(), NOW + 400 * DAY) == []
    with pytest.raises(NotAllowed, match="Only the State itself"):
        following.release(found, by=the_secretariat(), at=NOW)
    following.release(found, by=of(norway()), at=NOW)
    assert seen(AnonymousUser()) == [found]
    with pytest.raises(NotNow, match="public already"):
        following.release(found, by=of(norway()), at=NOW)


def test_a_states_own_report_is_public_at_once_and_answers_what_it_was_asked(guideline: Node) -> None:
    (asked,) = following.ask(guideline, [norway()], by=the_secretariat(), at=NOW)
    assert asked.due_on == date(2017, 5, 20)
    found = progress(
        guideline, source="state", reference="Report of the Ministry", by=of(norway()), confidential=True
    )
    assert seen(AnonymousUser()) == [found]
    asked.refresh_from_db()
    assert (asked.answered_by, asked.closed_at) == (found, NOW)


def test_nothing_is_told_of_a_state_without_a_source(guideline: Node) -> None:
    """R03-5: never an unsourced score."""
    with pytest.raises(Refused, match="without one"):
        progress(guideline, reference="  ")
    assert not Progress.objects.exists()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"status": "good"}, "how far"),
        ({"source": "rumour"}, "how far"),
        ({"language": "xx"}, "how far"),
        ({"as_of": TODAY + DAY}, "lies ahead"),
        ({"narrative": "x" * 5001}, "too long"),
    ],
)
def test_a_record_that_says_too_little_or_too_much_is_refused(
    guideline: Node, told: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        progress(guideline, **told)


def test_only_states_and_only_what_was_issued_is_followed_up(guideline: Node) -> None:
    body = a_delegation(the_meeting(), "fra").body
    body.category = Stakeholder.CIVIL_SOCIETY
    body.save()
    with pytest.raises(Refused, match="Choose a State"):
        progress(guideline, delegation=a_delegation(the_meeting(), "fra"))
    for node in (an_element("Partnerships"), a_settled(title="Not issued yet")):
        with pytest.raises(Refused, match="an edition of the framework has"):
            progress(node)
    assert naming.followed(the_meeting()) == [guideline]
    assert naming.title_of(guideline) == "Answer at any hour"


def test_the_state_comments_and_nobody_else_does(guideline: Node) -> None:
    """R03-5"""
    found = progress(guideline)
    for who in (the_secretariat(), of(a_delegation(the_meeting(), "fra"))):
        with pytest.raises(NotAllowed, match="Only the State itself comments"):
            following.observe(found, "x", language="en", by=who, at=NOW)
    with pytest.raises(Refused):
        following.observe(found, " ", language="en", by=of(norway()), at=NOW)
    with pytest.raises(Refused):
        following.observe(found, "x" * 5001, language="en", by=of(norway()), at=NOW)
    following.observe(found, "The office opened in May.", language="en", by=of(norway()), at=NOW)
    assert [one.text for one in seen(the_secretariat())[0].observations.all()] == [
        "The office opened in May."
    ]


def test_a_record_that_was_wrong_is_withdrawn_with_a_reason(guideline: Node) -> None:
    found = progress(guideline)
    with pytest.raises(Refused, match="Say why"):
        following.withdraw(found, reason=" ", by=the_secretariat(), at=NOW)
    following.withdraw(found, reason="Another State was meant.", by=the_secretariat(), at=NOW)
    assert seen(the_secretariat()) == []
    with pytest.raises(NotNow, match="already"):
        following.withdraw(found, reason="x", by=the_secretariat(), at=NOW)
    with pytest.raises(NotNow, match="was withdrawn"):
        following.observe(found, "x", language="en", by=of(norway()), at=NOW)
    with pytest.raises(NotNow):
        following.release(found, by=of(norway()), at=NOW)


def test_others_record_nothing(guideline: Node) -> None:
    for who in (the_rapporteur(), of(a_delegation(the_meeting(), "fra")), a_person()):
        for source in ("visit", "state"):
            with pytest.raises(NotAllowed):
                progress(guideline, by=who, source=source)
        with pytest.raises(NotAllowed):
            following.ask(guideline, [norway()], by=who, at=NOW)
    with pytest.raises(NotAllowed):
        progress(guideline, by=of(norway()), source="visit")


def test_a_state_is_asked_once_at_a_time(guideline: Node) -> None:
    following.ask(guideline, [norway()], by=the_secretariat(), at=NOW)
    with pytest.raises(Refused, match="not been asked yet"):
        following.ask(guideline, [norway()], by=the_secretariat(), at=NOW)
    with pytest.raises(Refused, match="lies ahead"):
        following.ask(guideline, [norway()], by=the_secretariat(), at=NOW, due_on=TODAY)
    made = following.ask(
        guideline, [norway(), a_delegation(the_meeting(), "fra")], by=the_secretariat(), at=NOW
    )
    assert [one.delegation.body.code for one in made] == ["fra"]


def test_the_policy_is_the_meetings_own(guideline: Node) -> None:
    following.set_policy(
        the_meeting(),
        observation_days=10,
        report_months=2,
        reminder_days=[1, 5],
        by=the_secretariat(),
        at=NOW,
    )
    assert progress(guideline).public_from == NOW + 10 * DAY
    (asked,) = following.ask(guideline, [norway()], by=the_secretariat(), at=NOW)
    assert asked.due_on == date(2017, 1, 20)
    with pytest.raises(Refused, match="from 0 to 365"):
        following.set_policy(
            the_meeting(),
            observation_days=400,
            report_months=2,
            reminder_days=[],
            by=the_secretariat(),
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        following.set_policy(
            the_meeting(), observation_days=1, report_months=2, reminder_days=[], by=the_rapporteur(), at=NOW
        )


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2016, 8, 31), 6, date(2017, 2, 28)), (date(2015, 8, 31), 6, date(2016, 2, 29)),
        (date(2016, 12, 1), 6, date(2017, 6, 1)), (date(2016, 10, 31), 1, date(2016, 11, 30)),
        (date(2016, 1, 15), 12, date(2017, 1, 15)),
    ],
)  # fmt: skip
def test_months_on_is_the_same_day_or_the_last_of_the_month(day: date, months: int, then: date) -> None:
    assert following.months_after(day, months) == then


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def test_a_state_is_reminded_on_each_day_of_the_policy_once(guideline: Node) -> None:
    """R04-6"""
    delegate = of(norway())
    following.ask(guideline, [norway()], by=the_secretariat(), at=NOW, due_on=TODAY + 60 * DAY)
    for days, expected in ((0, 0), (29, 0), (30, 1), (31, 1), (53, 2), (60, 3), (61, 4), (90, 4)):
        reminding.remind_due(at=NOW + days * DAY)
        reminding.remind_due(at=NOW + days * DAY)
        assert Letter.objects.count() == expected, days
    assert letters()[0] == (delegate.email, "Reminder: Answer at any hour")
    assert letters()[-1] == (delegate.email, "Overdue: Answer at any hour")
    assert not any("{" in body for body in Letter.objects.values_list("body", flat=True))


def test_who_was_not_running_reminds_of_the_latest_day_alone(guideline: Node) -> None:
    of(norway())
    following.ask(guideline, [norway()], by=the_secretariat(), at=NOW, due_on=TODAY + 60 * DAY)
    assert reminding.remind_due(at=NOW + 55 * DAY) == 1
    assert [*Reminder.objects.values_list("days_before", flat=True)] == [7]


def test_an_answered_request_is_not_reminded_of(guideline: Node) -> None:
    following.ask(guideline, [norway()], by=the_secretariat(), at=NOW)
    progress(guideline, source="state", reference="Report", by=of(norway()))
    assert reminding.remind_due(at=NOW + 400 * DAY) == 0
    assert not ReportRequest.objects.filter(closed_at=None).exists()


def a_mandate(**told: Any) -> Mandate:
    return mandates.record(
        the_meeting(), **{"titles": {"en": "Submit a framework"}, "due_on": date(2017, 4, 30),
                          "by": the_secretariat(), "at": NOW, **told}
    )  # fmt: skip


def test_a_mandates_deadline_reminds_the_secretariat_until_it_is_met() -> None:
    """R04-6"""
    mandate = a_mandate()
    assert mandates.days_left(mandate, date(2017, 4, 1)) == 29
    reminding.remind_due(at=NOW)
    assert letters() == []
    then = NOW.replace(year=2017, month=4, day=1)
    reminding.remind_due(at=then)
    assert letters() == [(the_secretariat().email, "Reminder: Submit a framework")]
    mandates.fulfil(mandate, outcome="S/2017/375", done_on=then.date(), by=the_secretariat(), at=then)
    reminding.remind_due(at=NOW.replace(year=2018))
    assert len(letters()) == 1
    with pytest.raises(NotNow, match="already"):
        mandates.fulfil(mandate, outcome="x", done_on=TODAY, by=the_secretariat(), at=then)


def test_a_mandate_says_what_and_what_came_of_it() -> None:
    with pytest.raises(Refused, match="what was asked for"):
        a_mandate(titles={"en": " "})
    with pytest.raises(NotAllowed):
        a_mandate(by=the_rapporteur())
    mandate = a_mandate()
    with pytest.raises(Refused, match="what was handed over"):
        mandates.fulfil(mandate, outcome=" ", done_on=TODAY, by=the_secretariat(), at=NOW)
    with pytest.raises(Refused, match="lies ahead"):
        mandates.fulfil(mandate, outcome="x", done_on=TODAY + DAY, by=the_secretariat(), at=NOW)
