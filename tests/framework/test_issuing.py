"""Editions: numbered, frozen, and nothing in them without the words it rests on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from comity.framework import carrying, issuing, placing, public, waiting, wording
from comity.framework.models import EditionNode, FrameworkEdition
from comity.framework.showing import Edition
from comity.practices import flagging, vocabulary
from comity.practices import issuing as register
from comity.practices.models import Excerpt
from comity.practices.sources import Telling
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import (
    LATER,
    a_framework,
    a_guideline,
    a_placed,
    a_settled,
    an_element,
    an_item,
    an_option,
    issued,
    the_letter,
    write,
)
from tests.makers import NOW
from tests.practices.makers import (
    a_candidate,
    a_decided,
    a_published,
    an_excerpt,
    the_chair,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db


def shown(edition: FrameworkEdition, language: str = "en") -> Edition:
    return public.of(edition, at=NOW, language=language)


def printed(edition: FrameworkEdition) -> list[tuple[int, str]]:
    return [(one.node.number, one.status) for one in edition.nodes.select_related("node")]


def test_an_edition_prints_what_is_settled_and_calls_each_thing_what_was_decided() -> None:
    """R12-8, R04-2: only recommended practices as such, the others as identified."""
    element = an_element()
    guideline, other = a_settled(element), a_settled(element, title="Keep a record")
    a_placed(guideline)
    a_placed(guideline, a_published(an_excerpt("tcd"), outcome="identified"))
    a_placed(guideline, a_candidate(an_excerpt("fra")))
    a_guideline(element, "Still being worded")
    wording.agree(other, on=NOW.date(), procedure="consensus", by=the_chair(), at=NOW)
    assert printed(issued()) == [
        (1, "proposed"),
        (2, "proposed"),
        (4, "recommended"),
        (5, "identified"),
        (3, "recommended"),
    ]


def test_editions_are_numbered_and_the_same_is_not_issued_twice() -> None:
    a_settled()
    assert issued().number == 1
    with pytest.raises(NotNow, match="Nothing has changed"):
        issued()
    a_settled(title="Another")
    assert issued().number == 2


def test_there_must_be_something_to_issue_and_somebody_who_signs() -> None:
    an_element()
    with pytest.raises(Refused, match="nothing to issue"):
        issued()
    a_settled()
    with pytest.raises(Refused, match="who signs"):
        issued(signatory=" ")
    with pytest.raises(NotAllowed, match="secretariat"):
        issuing.issue(a_framework(), letter=the_letter(), by=the_rapporteur(), at=NOW)


def test_a_guideline_whose_support_fell_is_not_issued() -> None:
    """Every public sentence of an outcome leads back to the words it rests on."""
    excerpt = an_excerpt()
    guideline = a_guideline()
    carrying.rest_on_words(guideline, excerpt, by=the_rapporteur(), at=NOW)
    write(guideline)
    wording.settle(guideline, by=the_rapporteur(), at=NOW)
    flagging.discard(excerpt, reason="Misread.", by=the_rapporteur(), at=NOW)
    assert [one.number for one in waiting.of(a_framework(), at=NOW).unsupported] == [1, 2]
    with pytest.raises(Refused, match="Number 1 rests on nothing"):
        issued()
    a_settled(guideline.parent, title="Another")
    with pytest.raises(Refused, match="Number 2 rests on nothing"):
        issued()


def test_a_guideline_under_an_element_that_is_not_settled_is_not_issued() -> None:
    a_settled(an_element("Settled"))
    a_settled(an_element("Open", settled=False))
    with pytest.raises(Refused, match="settle the element first"):
        issued()


def test_a_guideline_that_rests_on_a_hidden_practice_is_not_issued() -> None:
    guideline, practice = a_guideline(), a_decided()
    carrying.rest_on_practice(guideline, practice, by=the_rapporteur(), at=NOW)
    write(guideline)
    wording.settle(guideline, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="not public yet"):
        issued()
    register.publish(practice, by=the_secretariat(), at=NOW)
    carrier = shown(issued()).elements[0].guidelines[0].words.rests[0]
    assert carrier.practice is not None
    assert carrier.practice.ref == practice.ref


def test_what_is_worded_anew_prints_as_it_was_settled() -> None:
    guideline = a_settled()
    wording.reword(guideline, reason="Clearer.", by=the_rapporteur(), at=NOW)
    write(guideline, "Answer soon [1].")
    assert "any hour" in shown(issued()).elements[0].guidelines[0].words.text


def test_an_issued_edition_stays_when_the_tree_changes() -> None:
    element, other = an_element("One"), an_element("Two", settled=False)
    guideline = a_settled(element)
    first = issued()
    before = shown(first)
    a_settled(other, title="More")
    placing.move(guideline, to=1, parent=other, by=the_rapporteur(), at=NOW)
    an_option()
    assert shown(first) == before


def test_annexes_are_frozen_with_the_edition() -> None:
    """R04-4, R12-10: options and future work go with the letter."""
    a_settled()
    option, item = an_option(), an_item()
    edition = issued()
    content = shown(edition)
    assert [(one.title, one.lead, one.decision_label) for one in content.options] == [
        ("One desk for all", "The Executive Directorate", "not decided yet")
    ]
    [work] = content.future_work
    assert (work.title, work.interlocutors, work.owner_label) == (
        "Visit contact points",
        "National authorities",
        "Executive Directorate",
    )
    assert [one.ref for one in work.practices] == [item.practices.get().ref]
    type(option).objects.filter(pk=option.pk).update(titles={"en": "Other"})
    assert shown(edition) == content


def test_the_letter_has_the_form_and_no_symbol_that_was_not_given() -> None:
    a_settled()
    letter = shown(issued(symbol="")).letter
    assert (letter.symbol, letter.addressee, letter.signatory) == (
        "",
        "President of the Security Council",
        "The Chair",
    )
    assert len(letter.paragraphs) == 3
    a_settled(title="More")
    assert shown(issued(symbol="S/2017/1", addressee="The Council")).letter.addressee == "The Council"


def test_sealed_words_are_told_as_being_on_file_and_come_last() -> None:
    """RX-1"""
    guideline, by = a_guideline(), the_rapporteur()
    sealed, named = an_excerpt("tcd"), an_excerpt("nor", "We answer each request within a day, always.")
    Excerpt.objects.filter(pk=sealed.pk).update(attribution="non_attributed")
    for one in (sealed, named):
        carrying.rest_on_words(guideline, one, by=by, at=NOW)
    write(guideline, "Answer at any hour [1]. Answer within a day [2].")
    wording.settle(guideline, by=by, at=NOW)
    words = shown(issued()).elements[0].guidelines[0].words
    assert words.text == "Answer at any hour [2]. Answer within a day [1]."
    assert [(one.number, one.source.telling) for one in words.rests if one.source] == [
        (1, Telling.QUOTED),
        (2, Telling.SEALED),
    ]
    assert "tcd" not in repr(words)


def test_words_that_are_withdrawn_later_are_gone_from_every_edition() -> None:
    guideline, by = a_guideline(), the_rapporteur()
    for code in ("nor", "tcd"):
        carrying.rest_on_words(guideline, an_excerpt(code), by=by, at=NOW)
    write(guideline, "Answer [1] [2].")
    wording.settle(guideline, by=by, at=NOW)
    edition = issued()
    Excerpt.objects.filter(delegation__body__code="nor").update(attribution="withdrawn")
    words = shown(edition).elements[0].guidelines[0].words
    assert (words.text, len(words.rests)) == ("Answer [1].", 1)


def test_an_edition_is_not_seen_before_it_is_issued() -> None:
    a_settled()
    edition = issued(at=LATER)
    meeting = edition.meeting.pk
    assert public.issued(meeting, at=LATER - timedelta(seconds=1)).first() is None
    assert public.issued(meeting, at=LATER).first() == edition


def test_what_waits_is_listed() -> None:
    """An element without support and a recommended practice without a place both show."""
    vocabulary.load()
    element = an_element()
    guideline = a_guideline(element)
    practice = a_published()
    a_published(an_excerpt("tcd"), outcome="identified")
    found = waiting.of(a_framework(), at=NOW)
    assert [one.number for one in found.unsupported] == [1, 2]
    assert found.unplaced == [practice]
    assert [one.number for one in found.unsettled] == [2]
    a_placed(guideline, practice)
    placed = a_placed(guideline, a_candidate(an_excerpt("fra")))
    found = waiting.of(a_framework(), at=NOW)
    assert (found.unsupported, found.unplaced, found.undecided) == ([], [], [placed])
    assert found.total == 2


def test_a_practice_is_found_in_its_place() -> None:
    guideline, practice = a_settled(), a_published()
    node = a_placed(guideline, practice)
    content = shown(issued())
    found = public.find(content, node.number)
    assert found is not None
    assert found[2] is not None
    assert found[2].page.card.ref == practice.ref
    assert found[1] is not None
    assert found[1].words.number == guideline.number
    for number in (guideline.number, 1):
        assert public.find(content, number) is not None
    assert public.find(content, 99) is None


def test_the_database_keeps_editions_and_issues_nothing_without_support() -> None:
    guideline = a_settled()
    edition = issued()
    row = EditionNode.objects.get(edition=edition, node=guideline)
    bare = a_guideline(guideline.parent, "Bare")
    type(wording.latest(bare)).objects.filter(node=bare).update(frozen_at=NOW)
    acts = [
        lambda: FrameworkEdition.objects.filter(pk=edition.pk).update(annexes={}),
        lambda: EditionNode.objects.filter(pk=row.pk).update(place=9),
        lambda: EditionNode.objects.filter(pk=row.pk)._raw_delete("default"),
        lambda: FrameworkEdition.objects.filter(pk=edition.pk)._raw_delete("default"),
        lambda: EditionNode.objects.create(
            edition=edition, node=bare, place=9, version=wording.latest(bare), status="proposed"
        ),
        lambda: EditionNode.objects.create(
            edition=edition, node=bare, place=9, version=wording.latest(guideline), status="proposed"
        ),
    ]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert edition.nodes.count() == 2


def test_the_database_calls_no_practice_recommended_that_is_not() -> None:
    guideline, practice = a_settled(), a_published(outcome="identified")
    node = a_placed(guideline, practice)
    edition = issued()
    version = EditionNode.objects.get(node=node).practice_version
    another = a_placed(guideline, a_published(an_excerpt("tcd"), outcome="identified"))
    for status in ("recommended", "proposed"):
        with pytest.raises(DatabaseError), transaction.atomic():
            EditionNode.objects.create(
                edition=edition,
                node=another,
                parent=guideline,
                place=9,
                practice_version=version,
                status=status,
            )
