"""The link of a letter ends: by itself, at the desk, or by another one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from comity.meetings.models import Meeting
from comity.papers import circulating, links, posting
from comity.papers.circulating import Recipient
from comity.papers.links import Ended
from comity.papers.models import Addressee
from comity.participants import letters
from comity.participants.models import Letter, Person, Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow
from tests.makers import NOW, a_meeting, a_role, the_desk
from tests.papers.makers import an_issued

pytestmark = pytest.mark.django_db
AINA = Recipient("aina@example.org", "Aina")
SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(opens_on=date(2016, 12, 1), closes_on=date(2016, 12, 1))


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


@pytest.fixture
def aina(meeting: Meeting, desk: Person) -> Addressee:
    circulating.circulate(an_issued(meeting), [AINA], by=desk, at=NOW)
    return Addressee.objects.get()


def token(place: int = 0) -> str:
    found = re.search(r"/paper/([\w-]+)/", Letter.objects.order_by("pk")[place].body)
    assert found is not None
    return found[1]


def opens(token: str, at: datetime) -> Any:
    return links.opened(token, by=None, at=at)


def test_it_ends_thirty_days_after_the_day_on_which_the_meeting_closes(aina: Addressee) -> None:
    """R09-7. By the venue's clock: midnight in New York is five hours later in UTC."""
    last = datetime(2017, 1, 1, 4, 59, tzinfo=UTC)
    assert opens(token(), last) == aina
    with pytest.raises(Ended):
        opens(token(), last + timedelta(minutes=1))
    assert "It ends after 31 December 2016." in Letter.objects.get().body


def test_a_link_sent_after_the_meeting_opens_as_many_days(meeting: Meeting, desk: Person) -> None:
    late = datetime(2018, 5, 1, 12, tzinfo=UTC)
    circulating.circulate(an_issued(meeting), [AINA], by=desk, at=late)
    assert links.ends_at(Addressee.objects.get()) == late + timedelta(days=30)


def test_the_desk_ends_the_link_of_one_addressee_and_no_other(meeting: Meeting, desk: Person) -> None:
    other = Recipient("ole@example.org", "Ole")
    circulating.circulate(an_issued(meeting), [AINA, other], by=desk, at=NOW)
    links.end(Addressee.objects.get(name="Aina"), by=desk, at=SOON)
    with pytest.raises(Ended):
        opens(token(), SOON)
    assert opens(token(1), SOON).name == "Ole"
    assert trail.of(Addressee.objects.get(name="Aina").circulation.version.document)[0].verb == "ended link"


def test_a_link_is_ended_once(aina: Addressee, desk: Person) -> None:
    links.end(aina, by=desk, at=SOON)
    with pytest.raises(NotNow):
        links.end(aina, by=desk, at=SOON)


def test_another_link_takes_the_place_of_the_first_and_the_proof_stays(aina: Addressee, desk: Person) -> None:
    old = token()
    letters.send_due(at=SOON)
    first = aina.letter
    links.end(aina, by=desk, at=SOON)
    later = NOW + timedelta(days=800)
    links.renew(aina, by=desk, at=later)
    assert opens(old, later) is None
    assert opens(token(1), later) == aina
    assert (aina.letter, aina.sent_at) == (first, SOON)
    assert links.ends_at(aina) == later + timedelta(days=30)


def test_where_the_first_letter_never_went_out_the_second_is_the_proof(aina: Addressee, desk: Person) -> None:
    links.renew(aina, by=desk, at=SOON)
    assert aina.letter == Letter.objects.order_by("pk").last()


def test_a_paper_that_was_withdrawn_or_sent_another_way_has_no_link_to_send(
    meeting: Meeting, desk: Person, aina: Addressee
) -> None:
    circulating.record(an_issued(meeting), ["All missions"], proof="Note verbale 7", by=desk, at=NOW)
    without = Addressee.objects.get(name="All missions")
    for act in (links.end, links.renew):
        with pytest.raises(NotNow):
            act(without, by=desk, at=SOON)
    posting.withdraw(aina.circulation.version.document, reason="Wrong.", by=desk, at=SOON)
    with pytest.raises(NotNow):
        links.renew(aina, by=desk, at=SOON)


@pytest.mark.parametrize("act", [links.end, links.renew])
def test_only_who_circulates_does_either(act: Any, aina: Addressee, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        act(aina, by=a_role(Role.RAPPORTEUR, meeting), at=SOON)
