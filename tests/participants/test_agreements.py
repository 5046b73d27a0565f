"""What participants agree to, the public list that follows, and links to the own page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from comity.participants import agreements, letters, links, listing
from comity.participants.models import Agreement, Letter, Participant, Use
from comity.participants.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow
from tests.makers import NOW, a_delegation, a_meeting, a_participant, a_person, the_desk

pytestmark = pytest.mark.django_db
OPEN = {Use.LIST, Use.NAME, Use.AFFILIATION}


def test_each_use_is_agreed_to_and_taken_back_by_itself() -> None:
    """RX-3."""
    one = a_participant(a_meeting())
    agreements.answer(one, {Use.NAME, Use.PHOTO}, at=NOW)
    agreements.answer(one, {Use.PHOTO, Use.TEXT}, at=NOW)
    assert agreements.of(one) == {Use.PHOTO, Use.TEXT}
    kept = [(said.use, said.given) for said in Agreement.objects.order_by("pk")]
    assert kept == [("name", True), ("photo", True), ("name", False), ("text", True)]
    assert trail.of(one)[0].details == {"given": ["text"], "taken_back": ["name"]}


def test_saying_the_same_again_leaves_no_trace() -> None:
    one = a_participant(a_meeting(), uses={Use.NAME})
    agreements.answer(one, {Use.NAME}, at=NOW)
    assert (Agreement.objects.count(), trail.of(one).count()) == (1, 0)


def test_the_desk_takes_back_and_never_gives() -> None:
    """RX-3."""
    meeting = a_meeting()
    one, desk = a_participant(meeting, uses={Use.NAME}), the_desk(meeting)
    agreements.take_back(one, Use.NAME, by=desk, at=NOW)
    assert agreements.of(one) == set()
    with pytest.raises(NotNow):
        agreements.take_back(one, Use.NAME, by=desk, at=NOW)
    with pytest.raises(NotAllowed):
        agreements.take_back(one, Use.NAME, by=a_person(), at=NOW)


def test_an_agreement_is_never_changed() -> None:
    a_participant(a_meeting(), uses={Use.NAME})
    said = Agreement.objects.get()
    with pytest.raises(AssertionError):
        said.save()
    assert str(said) == "be named on public pages and papers: True"


def test_nothing_is_agreed_to_once_erased() -> None:
    one = a_participant(a_meeting(), "", email="", state=State.ERASED)
    with pytest.raises(NotNow):
        agreements.answer(one, {Use.NAME}, at=NOW)


def test_the_list_names_only_who_agreed_and_only_what_was_agreed_to() -> None:
    """RX-3, RX-7: States in the alphabet of the reader's language; names as the United Nations writes them."""
    meeting = a_meeting()
    norway, germany = a_delegation(meeting), a_delegation(meeting, "deu")
    state = {"category": "member_state", "kind": "delegate", "job_title": "Counsellor", "honorific": "Ms"}
    a_participant(meeting, "Zoe Zahl", delegation=germany, uses=OPEN, **state)
    a_participant(meeting, "Kari Nord", delegation=norway, uses=OPEN, **state)
    a_participant(meeting, "Aase Nord", delegation=norway, uses=OPEN, **{**state, "kind": "head"})
    a_participant(meeting, "No Name", delegation=norway, uses={Use.LIST, Use.AFFILIATION}, **state)
    a_participant(meeting, "Secret One", delegation=norway, uses={Use.NAME, Use.AFFILIATION}, **state)
    a_participant(meeting, "Ana Silva", affiliation="Free Net", uses={Use.LIST, Use.NAME})
    a_participant(
        meeting, "Real Name", pseudonym="Observer A", affiliation="Free Net", job_title="Lead", uses=OPEN
    )
    a_participant(meeting, "Still Waiting", state=State.PENDING, uses=OPEN)
    a_participant(a_meeting("other"), "Else Where", uses=OPEN)
    with override("en"):
        places = listing.public_list(meeting)
        shown = [(place.title, [(one.name, one.job_title) for one in place.lines]) for place in places]
    assert shown == [
        ("Germany", [("Zoe Zahl", "Counsellor")]),
        ("Norway", [("Aase Nord", "Counsellor"), ("Kari Nord", "Counsellor"), ("name withheld", "")]),
        ("Free Net", [("Observer A", "")]),
        ("", [("Ana Silva", "")]),
    ]
    with override("es"):
        assert [place.title for place in listing.public_list(meeting)][:2] == ["Alemania", "Noruega"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_many_questions_however_long(rows: int, django_assert_num_queries: Any) -> None:
    meeting = a_meeting()
    for one in range(rows):
        a_participant(meeting, f"Guest {one}", uses=OPEN)
    with django_assert_num_queries(2):
        listing.public_list(meeting)


def test_papers_name_who_agreed_with_the_affiliation_or_chose_a_pseudonym() -> None:
    """RX-3."""
    meeting = a_meeting()
    both = a_participant(meeting, "Both", uses={Use.NAME, Use.AFFILIATION})
    veiled = a_participant(meeting, "Veiled", pseudonym="V", uses={Use.AFFILIATION})
    closed = [
        a_participant(meeting, "Name", uses={Use.NAME}),
        a_participant(meeting, "Affiliation", uses={Use.AFFILIATION}),
        a_participant(meeting, "Gone", state=State.WITHDRAWN, uses=OPEN),
    ]
    a_participant(meeting, "Not asked", uses=OPEN)
    assert listing.named([one.pk for one in (both, veiled, *closed)]) == {both.pk, veiled.pk}


def a_letter(participant: Participant) -> Letter:
    return letters.write(to=participant.email, subject="S", body="B", at=NOW, meeting=participant.meeting)


def test_a_link_opens_one_page_and_tells_nothing_of_the_person() -> None:
    one = a_participant(a_meeting())
    words = links.token(one)
    assert links.find(words) == one
    assert "ana" not in words.lower()


@pytest.mark.parametrize("words", ["", "x", "a:b:c", "WzEsMV0:1:1"])
def test_no_other_words_open_a_page(words: str) -> None:
    a_participant(a_meeting())
    with pytest.raises(NotNow, match="no longer good"):
        links.find(words)


def test_a_new_link_makes_the_old_one_useless() -> None:
    meeting = a_meeting()
    one = a_participant(meeting)
    old = links.token(one)
    links.renew(one, by=the_desk(meeting), at=NOW, letter=a_letter)
    assert links.find(links.token(one)) == one
    with pytest.raises(NotNow):
        links.find(old)
    mute = a_participant(meeting, "Mute", email="")
    with pytest.raises(NotNow, match="address"):
        links.renew(mute, by=the_desk(meeting), at=NOW, letter=a_letter)
    stale = Participant.objects.get(pk=one.pk)
    Participant.objects.filter(pk=one.pk).update(link_series=9)
    with pytest.raises(NotNow, match="Somebody else"):
        links.renew(stale, by=the_desk(meeting), at=NOW, letter=a_letter)


def test_a_lost_link_goes_to_the_address_at_most_once_in_ten_minutes() -> None:
    meeting = a_meeting()
    one = a_participant(meeting)
    a_participant(meeting, "Refused", email=one.email, state=State.REFUSED)
    a_participant(meeting, "Mute", email="")
    assert links.send_again(meeting, "ANA.silva@example.org", at=NOW, letter=a_letter) == 1
    assert links.send_again(meeting, one.email, at=NOW + links.PAUSE, letter=a_letter) == 0
    later = NOW + links.PAUSE + timedelta(seconds=1)
    assert links.send_again(meeting, one.email, at=later, letter=a_letter) == 1
    assert links.send_again(meeting, "", at=NOW, letter=a_letter) == 0
    assert links.send_again(a_meeting("other"), one.email, at=NOW, letter=a_letter) == 0
    assert Letter.objects.count() == 2
