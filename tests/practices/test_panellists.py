"""What a panellist says who speaks for no delegation carries practices too, and tells of her what she agrees to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from comity.floor import moderating, recording, taking
from comity.floor.models import Floor, Intervention
from comity.meetings import erasing
from comity.meetings.models import Attribution, Meeting, Part, Session
from comity.participants import agreements, panellists
from comity.participants.models import Body, Delegation, Participant, Stakeholder, Use
from comity.practices import counting, flagging, seal
from comity.practices import public as register
from comity.practices.models import Excerpt
from comity.practices.showing import Page
from comity.practices.sources import Telling
from comity.refusals import Refused
from comity.statements.models import Statement
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair
from tests.floor.test_record_page import browser
from tests.makers import NOW, a_delegation, a_participant
from tests.practices.makers import a_decided, an_excerpt, the_paragraph, the_rapporteur

pytestmark = pytest.mark.django_db
SAID = "We zyxwkeep what was reported for a year."
NAMED = (Use.NAME, Use.AFFILIATION)


def a_panellist(floor: Floor, name: str = "Ana Silva", *, uses: Any = (), **fields: Any) -> Part:
    """Of a company, confirmed for the session; agrees to nothing unless told otherwise."""
    details = {"category": "private_sector", "affiliation": "Harbour Ltd", **fields}
    who = a_participant(floor.session.meeting, name, kind="panellist", uses=uses, **details)
    return Part.objects.create(
        session=floor.session,
        participant=who,
        role=Part.Role.PANELLIST,
        state=Part.State.CONFIRMED,
        proposed_at=NOW,
    )


def a_public_floor(mode: Attribution = Attribution.ATTRIBUTED) -> Floor:
    floor = a_floor()
    Meeting.objects.filter(pk=floor.session.meeting_id).update(state=Meeting.State.IN_SESSION)
    Session.objects.filter(pk=floor.session_id).update(attribution=mode)
    floor.session.refresh_from_db()
    return floor


def presented(part: Part, floor: Floor, words: str = SAID) -> Intervention:
    by = chair(floor)
    turn = moderating.present(part, by=by, at=BEGINS + MINUTE)
    turn.floor = floor
    moderating.end(turn, by=by, at=BEGINS + 3 * MINUTE)
    recording.note(turn, words, seen="", by=the_rapporteur(), at=BEGINS + 4 * MINUTE)
    return turn


def taken(turn: Intervention) -> Statement:
    return taking.take(turn, by=the_rapporteur(), at=BEGINS + 5 * MINUTE)


def flagged(statement: Statement) -> Excerpt:
    words = the_paragraph(statement)
    return flagging.flag(
        words, 0, len(words.text), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=BEGINS + 6 * MINUTE
    )


def a_practice(*, mode: Attribution = Attribution.ATTRIBUTED, crowd: bool = True, **fields: Any) -> Any:
    """(practice, participant): decided, with the words of a panellist beside those of Norway."""
    floor = a_public_floor(mode)
    part = a_panellist(floor, **fields)
    for name in ("Bo Li", "Cem Ay") if crowd else ():
        a_panellist(floor, name)
    excerpt = flagged(taken(presented(part, floor)))
    return a_decided(an_excerpt(), excerpt), part.participant


def page_of(practice: Any) -> Page:
    practice.refresh_from_db()
    practice.public_from = practice.public_from or NOW
    practice.save(update_fields=["public_from"])
    found = register.find(practice.ref, at=NOW, language="en")
    assert found is not None
    return found


def test_what_a_panellist_said_is_read_like_a_statement() -> None:
    """R12-1, R05-2: citable paragraphs, in a place of her own and under her category."""
    floor = a_public_floor()
    statement = taken(presented(a_panellist(floor), floor))
    assert the_paragraph(statement).text == SAID
    assert [*statement.aspects.all()] == [*floor.session.aspects.all()]
    place = statement.delegation
    assert (place.panellist.name, place.body.category) == ("Ana Silva", "private_sector")
    assert (statement.whose, statement.inside) == ("Private sector", "Ana Silva (Harbour Ltd)")
    address = reverse("desk:reading_at", args=[statement.meeting.slug, the_paragraph(statement).pk])
    assert "Ana Silva (Harbour Ltd)" in browser(the_rapporteur()).get(address).content.decode()


def test_a_panellist_has_one_place_and_it_is_no_delegation() -> None:
    """R05-1: neither States nor organizations become more by it."""
    floor = a_public_floor()
    meeting, bodies = floor.session.meeting, Body.objects.count()
    there = [*meeting.delegations.all()]
    who = a_panellist(floor).participant
    assert panellists.source_of(who) == panellists.source_of(who)
    assert [*meeting.delegations.all()] == there
    assert [*Delegation.objects.filter(meeting=meeting)] == there
    assert (Body.objects.count(), Body.every.count()) == (bodies, bodies + 1)


def test_a_panellist_of_a_delegation_speaks_in_its_place() -> None:
    floor = a_public_floor()
    norway = a_delegation(floor.session.meeting)
    part = a_panellist(floor, delegation=norway, category="member_state", affiliation="")
    assert taken(presented(part, floor)).delegation == norway


def test_who_agrees_to_be_named_is_named_without_the_words() -> None:
    """R12-7, RX-3: the words stand in no text that the public can read."""
    practice, _who = a_practice(uses=NAMED)
    source = page_of(practice).sources[1]
    assert (source.telling, source.whose, source.category) == (
        Telling.NAMED,
        "Ana Silva (Harbour Ltd)",
        "private_sector",
    )
    assert (source.words, source.address, source.body) == ("", "", "")


def test_the_pseudonym_stands_for_the_name() -> None:
    """RX-3."""
    practice, _who = a_practice(uses=NAMED, pseudonym="A mediator")
    assert page_of(practice).sources[1].whose == "A mediator"


@pytest.mark.parametrize("uses", [(), (Use.NAME,), (Use.AFFILIATION,), (Use.LIST, Use.TEXT)])
def test_who_does_not_agree_is_told_by_category(uses: Any) -> None:
    """RX-1, RX-3: off by default for civil society, companies and academia."""
    practice, _who = a_practice(uses=uses)
    source = page_of(practice).sources[1]
    assert (source.telling, source.whose) == (Telling.CATEGORY, "Private sector")


def test_a_category_of_too_few_tells_nothing() -> None:
    """RX-1."""
    practice, _who = a_practice(crowd=False)
    assert page_of(practice).sources[1].telling is Telling.SEALED


@pytest.mark.parametrize("mode", [Attribution.NON_ATTRIBUTED, Attribution.CONFIDENTIAL])
def test_the_chatham_house_rule_holds_whatever_she_agrees_to(mode: Attribution) -> None:
    """RX-1."""
    practice, _who = a_practice(mode=mode, uses=NAMED)
    assert page_of(practice).sources[1].telling is Telling.SEALED


def test_by_category_holds_whatever_she_agrees_to() -> None:
    """RX-1."""
    practice, _who = a_practice(mode=Attribution.BY_CATEGORY, uses=NAMED)
    assert page_of(practice).sources[1].telling is Telling.CATEGORY


def test_the_name_goes_at_once_when_she_takes_her_consent_back() -> None:
    """RX-3: fast unpublish, also of what stands in the page cache."""
    practice, who = a_practice(uses=NAMED)
    page_of(practice)
    address = f"/en/practices/{practice.ref}"
    assert "Ana Silva" in browser().get(address, follow=True).content.decode()
    agreements.answer(who, {Use.LIST}, at=NOW)
    assert "Ana Silva" not in browser().get(address, follow=True).content.decode()


def test_the_name_goes_with_erasure() -> None:
    """RX-4."""
    practice, who = a_practice(uses=NAMED)
    erasing.erase(who, by=None, at=NOW)
    assert page_of(practice).sources[1].telling is Telling.CATEGORY


def test_she_counts_under_her_category_and_not_as_a_state() -> None:
    """R12-9, R05-1."""
    practice, _who = a_practice(uses=NAMED)
    found = counting.counts(practice)
    assert (found.own, found.categories) == (2, {"member_state": 1, "private_sector": 1})
    told = page_of(practice).counts
    assert told is not None
    assert (told.own, told.categories) == (2, {"member_state": 1, "private_sector": 1})


def test_she_counts_for_the_public_only_as_far_as_she_is_told() -> None:
    """RX-1: a count that follows from what is told tells nothing more."""
    practice, _who = a_practice()
    told = page_of(practice).counts
    assert told is not None
    assert (told.own, told.categories) == (None, {"member_state": 1, "private_sector": 1})


def test_her_words_are_opened_like_any_under_seal() -> None:
    """RX-2: who she is, is told to those two roles alone, with a reason."""
    floor = a_public_floor(Attribution.NON_ATTRIBUTED)
    statement = taken(presented(a_panellist(floor), floor))
    assert seal.whose(statement) == "An intervention under seal"
    with pytest.raises(Refused):
        seal.open_record(statement, reason=" ", by=the_rapporteur(), at=NOW)
    found = seal.open_record(statement, reason="to ask back", by=the_rapporteur(), at=NOW)
    assert found.inside == "Ana Silva (Harbour Ltd)"


@pytest.mark.parametrize("category", Stakeholder)
def test_every_category_has_a_name_in_six_languages(category: Stakeholder) -> None:
    """RX-7."""
    body = panellists.category_itself(category)
    assert (len(body.names), body) == (6, panellists.category_itself(category))
    assert body.names["en"] == category.label


def test_somebody_without_an_affiliation_is_named_alone() -> None:
    floor = a_public_floor()
    who = a_panellist(floor, affiliation="", uses=NAMED, category="individual_expert").participant
    place = panellists.source_of(who)
    assert place.inside == "Ana Silva"
    assert panellists.public_names([who.pk]) == {who.pk: {"en": "Ana Silva"}}
    assert Participant.objects.filter(own_place=place).get() == who
