"""What lies before the Committee, and one decision about several of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.practices import circulating, deciding, issuing, pending
from comity.practices.models import Decision, Practice
from comity.practices.states import State
from comity.refusals import NotNow
from tests.makers import NOW
from tests.practices.makers import (
    a_circulated,
    a_confirming,
    a_decided,
    an_excerpt,
    the_chair,
    the_meeting,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


def before() -> list[pending.Pending]:
    return pending.before_committee(the_meeting(), at=LATER, language="fr")


def decide(*practices: Practice, outcome: str = "recommended") -> None:
    deciding.decide_each(
        practices, outcome=outcome, decided_on=NOW.date(), procedure="consensus", by=the_chair(), at=NOW
    )


def test_what_is_circulated_or_under_review_lies_before_the_committee() -> None:
    """R12-3."""
    a_confirming(an_excerpt("egy"))
    circulated, held = a_circulated(), a_circulated(an_excerpt("fra"))
    member = an_excerpt("chn").delegation.body
    circulating.object_to(the_wording(held).circulation, member=member, words="No.", by=the_chair(), at=NOW)
    reviewed = a_decided(an_excerpt("bra"))
    issuing.review(reviewed, reason="A year has passed.", by=the_secretariat(), at=NOW)
    found = before()
    assert [one.practice for one in found] == [circulated, held, reviewed]
    assert [(one.result, one.objections, one.has_ended) for one in found] == [
        ("compatible", 0, True),
        ("compatible", 1, False),
        ("compatible", 0, True),
    ]
    assert found[0].seen == "circulated|1"
    assert (found[0].text.language, found[0].text.title) == ("en", "Keep a contact point at any hour")


def test_several_are_decided_at_once_or_none() -> None:
    """R12-3."""
    first, second, third = (a_circulated(an_excerpt(code)) for code in ("nor", "fra", "chn"))
    decide(first, second)
    assert set(Practice.objects.filter(state=State.RECOMMENDED)) == {first, second}
    held = a_circulated(an_excerpt("bra"))
    member = an_excerpt("egy").delegation.body
    circulating.object_to(the_wording(held).circulation, member=member, words="No.", by=the_chair(), at=NOW)
    with pytest.raises(NotNow, match=r"Nothing was recorded. “Keep a contact point”: An objection stands"):
        decide(third, held)
    third.refresh_from_db()
    assert (third.state, Decision.objects.count()) == (State.CIRCULATED, 2)


def test_more_before_the_committee_ask_the_database_no_more() -> None:
    a_circulated()
    with CaptureQueriesContext(connection) as one:
        before()
    for code in ("fra", "chn"):
        a_circulated(an_excerpt(code))
    with CaptureQueriesContext(connection) as three:
        assert len(before()) == 3
    assert len(three) == len(one) == 6, "one of them for the meeting"
