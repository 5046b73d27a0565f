"""The tree of a framework: what stands under what, under numbers that are given once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.framework import placing, wording
from comity.framework.models import Node
from comity.participants.models import Role
from comity.practices import issuing as register
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import a_framework, a_guideline, a_placed, a_settled, an_element, issued
from tests.makers import NOW, a_meeting
from tests.practices.makers import (
    a_published,
    one_of,
    the_meeting,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db


def outline() -> list[tuple[int, int | None]]:
    """(number, number of its parent) of what stands, in order of numbers."""
    nodes = Node.objects.filter(removed_at=None).select_related("parent").order_by("number")
    return [(one.number, one.parent.number if one.parent else None) for one in nodes]


def order(parent: Node | None) -> list[int]:
    return [one.number for one in placing.siblings(a_framework(), parent)]


def test_a_framework_holds_elements_guidelines_and_practices_in_six_languages() -> None:
    """R04-1, R04-2: chapters, guidelines and practices, each under a number of its own."""
    element = an_element(settled=False)
    guideline = a_guideline(element)
    placed = a_placed(guideline)
    assert outline() == [(1, None), (2, 1), (3, 2)]
    assert [one.kind for one in (element, guideline, placed)] == ["element", "guideline", "practice"]
    for language in ("ar", "zh", "fr", "ru", "es"):
        wording.write(
            wording.latest(element),
            language=language,
            title=f"In {language}",
            text="",
            by=the_rapporteur(),
            at=NOW,
        )
    assert wording.latest(element).texts.count() == 6


def test_a_meeting_has_one_framework_with_a_title() -> None:
    a_framework()
    with pytest.raises(NotNow, match="has a framework already"):
        placing.begin(the_meeting(), titles={"en": "Another"}, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="title"):
        placing.rename(a_framework(), titles={"en": " "}, by=the_rapporteur(), at=NOW)
    placing.rename(a_framework(), titles={"en": "Better"}, by=the_rapporteur(), at=NOW)
    assert str(a_framework()) == "Better"


def test_a_node_needs_a_title_and_a_language() -> None:
    for title, language, sentence in (("", "en", "title"), ("x" * 201, "en", "200"), ("Law", "de", "six")):
        with pytest.raises(Refused, match=sentence):
            placing.add_element(a_framework(), title=title, language=language, by=the_rapporteur(), at=NOW)
    assert outline() == []


def test_a_number_that_was_removed_is_never_given_again() -> None:
    """R12-8: what is removed leaves its number, with the reason."""
    element = an_element()
    first, second = a_guideline(element), a_guideline(element)
    placing.remove(second, reason="Said elsewhere.", by=the_rapporteur(), at=NOW)
    third = a_guideline(element)
    assert [first.number, second.number, third.number] == [2, 3, 4]
    assert (second.state, second.reason) == ("removed", "Said elsewhere.")
    assert order(element) == [2, 4]


def test_what_holds_something_is_not_removed_and_removal_has_a_reason() -> None:
    element = an_element()
    guideline = a_guideline(element)
    with pytest.raises(NotNow, match="stands under it"):
        placing.remove(element, reason="No.", by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="Say why"):
        placing.remove(guideline, reason=" ", by=the_rapporteur(), at=NOW)
    placing.remove(guideline, reason="No.", by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="removed"):
        placing.remove(guideline, reason="Again.", by=the_rapporteur(), at=NOW)


def test_a_node_moves_and_keeps_its_number() -> None:
    first, second = an_element("One"), an_element("Two")
    a, b, c = a_guideline(first), a_guideline(first), a_guideline(second)
    placing.move(b, to=1, by=the_rapporteur(), at=NOW)
    assert order(first) == [b.number, a.number]
    placing.move(a, to=1, parent=second, by=the_rapporteur(), at=NOW)
    assert (order(first), order(second)) == ([b.number], [a.number, c.number])
    placing.move(second, to=1, by=the_rapporteur(), at=NOW)
    assert order(None) == [second.number, first.number]
    assert [one.position for one in placing.siblings(a_framework(), second)] == [1, 2]


def test_a_node_does_not_move_under_what_cannot_hold_it() -> None:
    element = an_element()
    guideline = a_guideline(element)
    other = a_guideline(element)
    for node, parent in ((guideline, other), (element, guideline)):
        with pytest.raises(Refused, match="moves under"):
            placing.move(node, to=1, parent=parent, by=the_rapporteur(), at=NOW)


def test_a_practice_has_one_place_and_carries_its_guideline() -> None:
    element = an_element()
    guideline, other = a_guideline(element), a_guideline(element)
    practice = a_published()
    node = a_placed(guideline, practice)
    assert [one.practice for one in guideline.rests.all()] == [practice]
    with pytest.raises(NotNow, match=f"number {node.number}"):
        a_placed(other, practice)
    placing.remove(node, reason="It belongs elsewhere.", by=the_rapporteur(), at=NOW)
    assert a_placed(other, practice).number == node.number + 1


def test_a_practice_that_was_given_up_or_belongs_elsewhere_is_not_placed() -> None:
    guideline, practice = a_guideline(), a_published()
    register.withdraw(practice, reason="Wrong.", by=the_secretariat(), at=NOW)
    practice.refresh_from_db()
    with pytest.raises(Refused, match="not been given up"):
        a_placed(guideline, practice)
    practice.meeting = a_meeting("sm2018")
    with pytest.raises(Refused, match="this meeting"):
        a_placed(guideline, practice)


def test_placing_under_a_settled_guideline_leaves_its_wording_alone() -> None:
    guideline = a_settled()
    a_placed(guideline)
    assert [one.practice_id for one in guideline.rests.all()] == [None]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DOCUMENT_OFFICER, Role.REVIEWER, Role.PRESS_OFFICER])
def test_others_do_not_draft(role: Role) -> None:
    element, person = an_element(), one_of(role)
    acts: list[Any] = [
        lambda: placing.add_element(a_framework(), title="x", language="en", by=person, at=NOW),
        lambda: placing.add_guideline(element, title="x", language="en", by=person, at=NOW),
        lambda: placing.move(element, to=1, by=person, at=NOW),
        lambda: placing.remove(element, reason="x", by=person, at=NOW),
        lambda: placing.rename(a_framework(), titles={"en": "x"}, by=person, at=NOW),
        lambda: placing.begin(the_meeting(), titles={"en": "x"}, by=person, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="drafts the framework"):
            act()
    assert outline() == [(1, None)]


def test_the_database_keeps_numbers_kinds_and_places() -> None:
    """R12-8: a shell cannot do what a verb refuses."""
    element = an_element()
    guideline = a_guideline(element)
    placing.remove(guideline, reason="No.", by=the_rapporteur(), at=NOW)
    one = Node.objects.filter(pk=guideline.pk)
    for change in (
        {"number": 99},
        {"kind": "element", "parent": None},
        {"state": "draft", "removed_at": None},
        {"parent": guideline},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            one.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        one._raw_delete("default")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["element", "guideline", "move", "over", "remove"]),
        st.integers(0, 9),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_added_moved_and_removed_numbers_are_given_once_and_places_have_no_gap(
    acts: list[tuple[str, int, int]],
) -> None:
    """R12-8"""
    point = transaction.savepoint()
    try:
        given_numbers: list[int] = []
        for act, which, to in acts:
            number = carry_out(act, which, to)
            if number is not None:
                given_numbers.append(number)
        framework = a_framework()
        assert given_numbers == list(range(1, len(given_numbers) + 1))
        assert sorted(framework.nodes.values_list("number", flat=True)) == given_numbers
        for parent in (None, *framework.nodes.filter(removed_at=None)):
            places = [one.position for one in placing.siblings(framework, parent)]
            assert places == list(range(1, len(places) + 1))
    finally:
        transaction.savepoint_rollback(point)


def carry_out(act: str, which: int, to: int) -> int | None:
    """One act on one of what is there; the number that it gave."""
    framework, by = a_framework(), the_rapporteur()
    every = list(framework.nodes.filter(removed_at=None).order_by("number"))
    elements = [one for one in every if one.kind == "element"]
    if act == "element":
        return placing.add_element(framework, title="E", language="en", by=by, at=NOW).number
    if not every:
        return None
    if act == "guideline" and elements:
        above = elements[which % len(elements)]
        return placing.add_guideline(above, title="G", language="en", by=by, at=NOW).number
    node = every[which % len(every)]
    if act == "move":
        placing.move(node, to=to, by=by, at=NOW)
    elif act == "over" and node.kind == "guideline":
        placing.move(node, to=to, parent=elements[to % len(elements)], by=by, at=NOW)
    elif act == "remove" and not placing.siblings(framework, node):
        placing.remove(node, reason="x", by=by, at=NOW)
    return None


def test_what_was_issued_and_removed_says_so() -> None:
    """R12-8: the number of what was removed resolves, with the edition that had it and why it is gone."""
    from comity.framework import public

    element = an_element()
    guideline = a_settled(element)
    other = a_settled(element, title="Keep a record")
    first = issued()
    placing.remove(guideline, reason="Merged into 3.", by=the_rapporteur(), at=NOW)
    second = issued()
    gone = public.of(second, at=NOW, language="en").gone
    assert [(one.number, one.edition, one.reason) for one in gone] == [(2, 1, "Merged into 3.")]
    assert public.printing(the_meeting().pk, 2, at=NOW) == first
    assert public.printing(the_meeting().pk, other.number, at=NOW) == second
    assert public.printing(the_meeting().pk, 99, at=NOW) is None
    assert public.of(first, at=NOW, language="en").newer == 2
