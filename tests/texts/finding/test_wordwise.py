from __future__ import annotations

import numpy as np
import pytest

from comity.texts.finding.crosslingual import load
from comity.texts.finding.cutting import cut
from comity.texts.finding.wordwise import Wordwise, consonants, finer, wordwise
from tests.texts.finding.test_crosslingual import AID, BORDERS

pytestmark = pytest.mark.no_database


def ready(*texts: tuple[str, str]) -> Wordwise:
    return wordwise(cut([text for _, text in texts], [language for language, _ in texts]), load())


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_more_words_of_a_text_pair_with_those_of_its_translation(language: str) -> None:
    """R12-1."""
    words = ready(("en", BORDERS["en"]), (language, BORDERS[language]), (language, AID[language]))
    assert words.alike(0, 1) > 1.3 * words.alike(0, 2)
    assert words.alike(0, 1) == pytest.approx(words.alike(1, 0), abs=1e-5)


def test_a_text_pairs_wholly_with_itself_and_not_at_all_with_nothing() -> None:
    words = ready(("en", BORDERS["en"]), ("en", BORDERS["en"]), ("fr", "…"))
    assert words.alike(0, 1) == pytest.approx(1, abs=1e-5)
    assert words.alike(0, 2) == 0


def test_a_word_is_paired_once() -> None:
    words = ready(
        ("en", "borders"), ("fr", "frontières"), ("fr", "frontières frontières contrôles efficaces")
    )
    assert words.alike(0, 1) > words.alike(0, 2)


@pytest.mark.parametrize("form", ["Khalid", "Халид", "خالد", "Jālid".replace("J", "Kh")])
def test_a_name_is_known_by_its_consonants_in_three_scripts(form: str) -> None:
    assert consonants(form) == "kld"


def test_a_name_that_nobody_learnt_sets_two_like_texts_apart() -> None:
    """R12-1: the same sentence about two persons."""
    words = ready(
        ("es", "Medidas contra Damasceno Ndibabaje."),
        ("ar", "تدابير ضد محمد غازي."),
        ("ar", "تدابير ضد داماسين نديباباجي."),
    )
    near = finer(np.full((1, 2), 0.5, np.float32), words, [0], [1, 2])
    assert near[0, 1] > near[0, 0]


def test_what_is_no_candidate_keeps_its_nearness() -> None:
    words = ready(*BORDERS.items())
    near = np.full((1, 5), 0.5, np.float32)
    only = np.array([[True, True, False, False, False]])
    found = finer(near, words, [0], [1, 2, 3, 4, 5], only=only)
    assert (found[0, 2:] == 0.5).all()
    assert found[0, :2].sum() == pytest.approx(1, abs=1e-5)  # one rises by as much as the other sinks


def test_the_same_words_are_as_near_as_the_same_words() -> None:
    words = ready(("ru", BORDERS["ru"]), *[("en", BORDERS["en"])] * 60)
    found = finer(np.full((1, 60), 0.5, np.float32), words, [0], range(1, 61))
    assert np.ptp(found) < 1e-5
