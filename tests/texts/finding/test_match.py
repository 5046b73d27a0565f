from __future__ import annotations

import pytest

from comity.texts.finding.items import Item
from comity.texts.finding.match import BEST, Matches, best

pytestmark = pytest.mark.no_database

PRACTICES = [
    Item("P1", "A contact point answers urgent requests for the preservation of data at any hour.", "en"),
    Item("P2", "Effective border controls prevent the movement of terrorists.", "en"),
    Item("P3", "Prisons offer rehabilitation programmes to those who return.", "en"),
]
EXCERPTS = [
    Item(
        1, "Le point de contact répond à toute heure aux demandes urgentes de conservation de données.", "fr"
    ),
    Item(2, "有效的边界管制防止恐怖分子的移动。", "zh"),
    Item(3, "In our prisons, rehabilitation programmes are open to all who return.", "en"),
]


def test_an_excerpt_leads_to_the_practice_it_supports_in_any_language() -> None:
    """R12-3."""
    answers = list(best(EXCERPTS, PRACTICES))
    assert [answer.id for answer in answers] == [1, 2, 3]
    assert [answer.practices[0].id for answer in answers] == ["P1", "P2", "P3"]


def test_one_excerpt_alone_is_answered_too() -> None:
    (answer,) = best([Item("x", PRACTICES[1].text, "en")], PRACTICES)
    assert (answer.practices[0].id, answer.practices[0].score) == ("P2", 1.0)


def test_scores_are_between_0_and_1_and_best_first() -> None:
    for answer in best(EXCERPTS, PRACTICES):
        scores = [one.score for one in answer.practices]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 and round(score, 4) == score for score in scores)


def test_a_practice_in_several_languages_is_named_once() -> None:
    russian = Item("P2", "Эффективный пограничный контроль предотвращает передвижение террористов.", "ru")
    (answer,) = best([Item(1, russian.text, "ru")], [*PRACTICES, russian])
    named = [one.id for one in answer.practices]
    assert (named[0], len(named)) == ("P2", len(set(named)))


def test_without_practices_nothing_is_proposed() -> None:
    assert list(best(EXCERPTS[:1], [])) == [Matches(1, ())]
    assert list(best([], PRACTICES)) == []


def test_a_single_practice_and_texts_without_words_are_no_trouble() -> None:
    answers = list(best([*EXCERPTS, Item(4, "…", "en")], PRACTICES[:1]))
    assert [bool(answer.practices) for answer in answers] == [True, True, True, False]


def test_at_most_ten_are_named_and_the_earlier_of_equal_ones_first() -> None:
    many = [Item(number, PRACTICES[0].text, "en") for number in range(30)]
    (answer,) = best(EXCERPTS[:1], many)
    assert [one.id for one in answer.practices] == list(range(BEST))
