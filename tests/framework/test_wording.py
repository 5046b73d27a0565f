"""Elements and guidelines are worded like practices: every sentence names what it rests on."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from comity.framework import carrying, states, wording
from comity.framework.authority import BY_ROLE, OWN_DELEGATION, SENTENCES, Act, may
from comity.framework.models import Node, NodeText, NodeVersion
from comity.framework.states import MOVES, State
from comity.participants.models import Role
from comity.practices import flagging
from comity.practices import issuing as register
from comity.practices.models import Excerpt
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import TEXT, a_framework, a_guideline, a_settled, an_element, an_instrument, write
from tests.makers import NOW, a_delegate, a_delegation, a_meeting
from tests.practices.makers import (
    a_published,
    an_excerpt,
    one_of,
    the_chair,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db


def settle(node: Node) -> None:
    wording.settle(node, by=the_rapporteur(), at=NOW)


def on_words(node: Node, excerpt: Excerpt | None = None) -> int:
    found = carrying.rest_on_words(node, excerpt or an_excerpt(), by=the_rapporteur(), at=NOW)
    return found.number


def agree(node: Node, by: object = None) -> None:
    wording.agree(node, on=NOW.date(), procedure="silence", by=by or the_chair(), at=NOW)  # type: ignore[arg-type]


def test_a_guideline_rests_on_practices_words_and_paragraphs_of_instruments() -> None:
    """R04-1: each has a mark of its own, which the text names."""
    node = a_guideline()
    by = the_rapporteur()
    marks = [
        carrying.rest_on_practice(node, a_published(), by=by, at=NOW).number,
        on_words(node, an_excerpt("tcd")),
        carrying.rest_on_instrument(node, an_instrument(), paragraph=" 2 (f) ", by=by, at=NOW).number,
    ]
    assert marks == [1, 2, 3]
    assert node.rests.get(number=3).paragraph_cited == "2 (f)"
    with pytest.raises(NotNow, match="already"):
        carrying.rest_on_instrument(node, an_instrument(), paragraph="2 (f)", by=by, at=NOW)
    carrying.take_away(node.rests.get(number=3), by=by, at=NOW)
    with pytest.raises(NotNow, match="already"):
        carrying.take_away(node.rests.get(number=3), by=by, at=NOW)
    assert carrying.rest_on_instrument(node, an_instrument(), by=by, at=NOW).number == 4


def test_what_fell_or_belongs_to_another_meeting_carries_nothing() -> None:
    node, by = a_guideline(), the_rapporteur()
    excerpt, practice = an_excerpt("tcd"), a_published()
    flagging.discard(excerpt, reason="Misread.", by=by, at=NOW)
    register.withdraw(practice, reason="Wrong.", by=the_secretariat(), at=NOW)
    practice.refresh_from_db()
    excerpt.refresh_from_db()
    for act in (
        lambda: carrying.rest_on_words(node, excerpt, by=by, at=NOW),
        lambda: carrying.rest_on_practice(node, practice, by=by, at=NOW),
        lambda: carrying.rest_on_instrument(node, an_instrument("S/RES/1 (1)", known=False), by=by, at=NOW),
    ):
        with pytest.raises(Refused, match="Choose"):
            act()
    practice.meeting = excerpt.meeting = a_meeting("sm2018")
    for act in (
        lambda: carrying.rest_on_words(node, excerpt, by=by, at=NOW),
        lambda: carrying.rest_on_practice(node, practice, by=by, at=NOW),
    ):
        with pytest.raises(Refused, match="of this meeting"):
            act()


def test_a_guideline_without_support_is_not_settled() -> None:
    node = a_guideline()
    with pytest.raises(Refused, match="Write the guideline"):
        settle(node)
    write(node, "Answer at any hour.")
    with pytest.raises(Refused, match="rests on nothing"):
        settle(node)
    on_words(node)
    with pytest.raises(Refused, match="Nothing supports this sentence"):
        settle(node)
    write(node, "Answer at any hour [7].")
    assert [one.unknown for one in wording.unsupported(wording.latest(node))] == [(7,)]
    write(node, "Answer at any hour [1].")
    settle(node)
    assert node.state == State.SETTLED


def test_every_sentence_of_an_element_names_its_support_too() -> None:
    element = an_element(settled=False)
    write(element, "Law comes first.")
    with pytest.raises(Refused, match="Law comes first"):
        settle(element)


def test_a_text_does_not_repeat_words_whose_source_may_not_be_named() -> None:
    """RX-1"""
    node = a_guideline()
    excerpt = an_excerpt()
    on_words(node, excerpt)
    write(node, f"{excerpt.text} [1]")
    Excerpt.objects.filter(pk=excerpt.pk).update(attribution="non_attributed")
    with pytest.raises(Refused, match="may not be named"):
        settle(node)


def test_a_settled_wording_stays_and_a_new_one_begins_with_its_words() -> None:
    node = a_settled()
    version = wording.latest(node)
    with pytest.raises(NotNow, match="settled"):
        write(node)
    with pytest.raises(NotNow, match="settled"):
        wording.set_strength(version, strength="should", by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="proposed"):
        on_words(node)
    with pytest.raises(NotNow, match="proposed"):
        settle(node)
    with pytest.raises(Refused, match="Say why"):
        wording.reword(node, reason=" ", by=the_rapporteur(), at=NOW)
    second = wording.reword(node, reason="Clearer.", by=the_rapporteur(), at=NOW)
    assert (second.number, second.texts.get().text, node.state) == (2, TEXT, State.UNDER_REVIEW)
    wording.set_strength(second, strength="should", by=the_rapporteur(), at=NOW)
    settle(node)
    assert node.versions.count() == 2


def test_a_strength_is_one_of_the_list() -> None:
    """R04-2"""
    node = a_guideline()
    with pytest.raises(Refused, match="how strongly"):
        wording.set_strength(wording.latest(node), strength="shall", by=the_rapporteur(), at=NOW)
    wording.set_strength(wording.latest(node), strength="may_consider", by=the_rapporteur(), at=NOW)
    assert wording.latest(node).get_strength_display() == "may consider"


def test_a_translation_may_follow_and_names_the_same_sources() -> None:
    node = a_settled()
    with pytest.raises(Refused, match="same sources"):
        write(node, "Répondre à toute heure.", language="fr")
    write(node, "Répondre à toute heure [1].", language="fr")
    with pytest.raises(NotNow, match="settled"):
        write(node, "Répondre [1].", language="fr")
    with pytest.raises(Refused, match="six"):
        write(node, "Antworten [1].", language="de")
    with pytest.raises(Refused, match="title"):
        wording.write(wording.latest(node), language="es", title=" ", text=TEXT, by=the_rapporteur(), at=NOW)


def test_the_committee_agrees_to_a_settled_wording() -> None:
    """R04-2, R12-3: a guideline is recommended by a recorded decision only."""
    node = a_guideline()
    with pytest.raises(NotNow, match="being worded"):
        agree(node)
    node = a_settled()
    with pytest.raises(NotAllowed, match="Chair"):
        agree(node, the_rapporteur())
    with pytest.raises(Refused, match="how the Committee agreed"):
        wording.agree(node, on=NOW.date(), procedure="vote", by=the_chair(), at=NOW)
    agree(node)
    assert (node.state, wording.latest(node).procedure) == (State.AGREED, "silence")
    with pytest.raises(NotNow, match="recommended"):
        agree(node)


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_each_state_becomes_what_the_table_says_and_nothing_else(before: State, after: State) -> None:
    node = a_guideline()
    gone = {"removed_at": NOW, "reason": "x"}
    Node.objects.filter(pk=node.pk).update(state=before, **(gone if before == State.REMOVED else {}))
    node.refresh_from_db()
    changes = gone if after == State.REMOVED else {}
    if after in MOVES[before]:
        states.move(node, after, **changes)
        node.refresh_from_db()
        assert node.state == after
    else:
        with pytest.raises(NotNow):
            states.move(node, after, **changes)


def test_of_two_at_once_the_second_is_told() -> None:
    node = a_settled()
    again = Node.objects.get(pk=node.pk)
    agree(node)
    with pytest.raises(NotNow, match="Somebody else was first"):
        states.move(again, State.UNDER_REVIEW)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize(
    "role", [Role.SECRETARIAT, Role.RAPPORTEUR, Role.CHAIR, Role.REVIEWER, Role.PRESS_OFFICER]
)
def test_each_role_does_what_the_table_says(role: Role, act: Act) -> None:
    assert may(one_of(role), act, meeting=the_meeting()) is (role in BY_ROLE[act])
    assert act in SENTENCES


@pytest.mark.parametrize("act", list(Act))
def test_a_delegate_does_for_the_own_delegation_what_is_a_delegations(act: Act) -> None:
    own, other = (a_delegation(the_meeting(), code) for code in ("nor", "fra"))
    delegate = a_delegate(own)
    assert may(delegate, act, meeting=the_meeting(), delegation=own) is (act in OWN_DELEGATION)
    assert not may(delegate, act, meeting=the_meeting(), delegation=other)
    assert not may(delegate, act, meeting=the_meeting())


def test_the_database_keeps_what_was_settled_and_agreed() -> None:
    node = a_settled()
    agree(node)
    version, text = NodeVersion.objects.get(node=node), NodeText.objects.get(version__node=node)
    acts = [
        lambda: NodeText.objects.filter(pk=text.pk).update(text="Other."),
        lambda: NodeText.objects.filter(pk=text.pk)._raw_delete("default"),
        lambda: NodeVersion.objects.filter(pk=version.pk).update(frozen_at=None),
        lambda: NodeVersion.objects.filter(pk=version.pk).update(strength="should"),
        lambda: NodeVersion.objects.filter(pk=version.pk).update(reservations="None."),
        lambda: NodeVersion.objects.filter(pk=version.pk)._raw_delete("default"),
    ]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert a_framework().nodes.get(pk=node.pk).state == State.AGREED
