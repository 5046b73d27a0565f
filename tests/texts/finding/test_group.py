from __future__ import annotations

import pytest

from comity.texts.finding import group, likeness
from comity.texts.finding.group import Grouping, suggest
from comity.texts.finding.items import Group, Item

pytestmark = pytest.mark.no_database

CONTACT = [
    Item("norvaland", "States should appoint a contact point that can be reached at any hour.", "en"),
    Item("montaraz", "Los Estados deberían designar un punto de contacto disponible a toda hora.", "es"),
]
BORDERS = [
    Item(
        "ouarzania",
        "Il faut des contrôles efficaces aux frontières contre les mouvements de terroristes.",
        "fr",
    ),
    Item("estmark", "Effective border controls prevent the movement of terrorists.", "en"),
]
GROUPS = [Group("contact", CONTACT), Group("borders", BORDERS)]
RUSSIAN = Item(1, "Эффективный пограничный контроль предотвращает передвижение террористов.", "ru")
ARABIC = Item(2, "ينبغي للدول أن تعين جهة اتصال يمكن الوصول إليها في أي وقت.", "ar")


def named(answers: list[Grouping]) -> list[list[object]]:
    return [[one.id for one in answer.groups] for answer in answers]


def test_an_excerpt_is_led_to_its_group_whatever_its_language() -> None:
    """R12-3: across delegations and languages."""
    answers = list(suggest([RUSSIAN, ARABIC], GROUPS))
    assert [answer.id for answer in answers] == [1, 2]
    assert [names[0] for names in named(answers)] == ["borders", "contact"]


def test_scores_are_between_0_and_1_best_first_and_1_for_the_same_words() -> None:
    same = Item("x", CONTACT[0].text, "en")
    (answer,) = suggest([same], [Group("one", CONTACT[:1]), Group("two", BORDERS)])
    scores = [one.score for one in answer.groups]
    assert (scores[0], scores) == (1.0, sorted(scores, reverse=True))
    assert all(0 < score <= 1 and round(score, 4) == score for score in scores)


def test_a_title_alone_makes_a_group_that_can_be_found() -> None:
    titles = [
        Group(1, titles=[Item(1, "Contrôle des frontières", "fr")]),
        Group(2, titles=[Item(2, "Urgent requests to preserve data", "en")]),
    ]
    assert named(list(suggest([RUSSIAN], titles)))[0][0] == 1


def test_the_likeliest_title_of_several_languages_counts() -> None:
    english, russian = Item(1, "Border controls", "en"), Item(1, RUSSIAN.text, "ru")
    (one,) = suggest([RUSSIAN], [Group(1, titles=[english])])
    (two,) = suggest([RUSSIAN], [Group(1, titles=[english, russian])])
    assert two.groups[0].score > one.groups[0].score


def test_near_duplicates_are_named_among_members_and_other_items() -> None:
    """R12-3: duplicates are support, never removed."""
    copies = [Item(8, CONTACT[0].text.upper(), "en"), Item(9, CONTACT[0].text, "en")]
    answers = list(suggest(copies, GROUPS))
    assert [answer.duplicates for answer in answers] == [(9, "norvaland"), (8, "norvaland")]


def test_without_groups_only_duplicates_are_named() -> None:
    assert list(suggest([RUSSIAN, ARABIC], [])) == [Grouping(1, (), ()), Grouping(2, (), ())]


def test_a_group_without_members_and_title_is_never_named() -> None:
    assert named(list(suggest([RUSSIAN], [Group("empty"), Group("borders", BORDERS)]))) == [["borders"]]


def test_the_same_input_gives_the_same_answers() -> None:
    assert list(suggest([RUSSIAN, ARABIC], GROUPS)) == list(suggest([RUSSIAN, ARABIC], GROUPS))


def test_only_as_many_groups_are_named_as_are_asked_for() -> None:
    many = [Group(number, BORDERS) for number in range(30)]
    assert named(list(suggest([RUSSIAN], many, best=3))) == [[0, 1, 2]]
    assert len(named(list(suggest([RUSSIAN], many)))[0]) == group.BEST


def test_of_many_texts_the_nearest_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """With more members than are compared one by one, the right group is still the first."""
    noise = [
        Item(f"n{n}", f"The committee met {n} times in room {n} to elect officers.", "en") for n in range(40)
    ]
    groups = [Group("noise", noise), *GROUPS]
    monkeypatch.setattr(likeness, "FEW", 10)
    monkeypatch.setattr(likeness, "NEAREST", 5)
    assert [names[0] for names in named(list(suggest([RUSSIAN, ARABIC], groups)))] == ["borders", "contact"]
