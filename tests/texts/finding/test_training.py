from __future__ import annotations

import numpy as np
import pytest

from comity.texts.finding.crosslingual import load
from comity.texts.finding.training import extended, fit

pytestmark = pytest.mark.no_database

ENGLISH = ("border", "ship", "prison", "school", "court", "bank")
FRENCH = ("frontière", "navire", "prison", "école", "tribunal", "banque")
RUSSIAN = ("граница", "корабль", "тюрьма", "школа", "суд", "банк")


def passages() -> list[dict[str, str]]:
    """Each pair of words, said in three languages; the Russian of some is not there."""
    pairs = [(one, other) for one in range(6) for other in range(6) if one != other]
    found = []
    for at, (one, other) in enumerate(pairs):
        passage = {"en": f"the {ENGLISH[one]} and the {ENGLISH[other]}"}
        passage["fr"] = f"la {FRENCH[one]} et la {FRENCH[other]}"
        if at % 4:
            passage["ru"] = f"{RUSSIAN[one]} и {RUSSIAN[other]}"
        found.append(passage)
    return found


def test_words_that_are_said_side_by_side_come_to_lie_together() -> None:
    space = fit(passages(), dimensions=20)
    english = space.vectors(list(ENGLISH), ["en"] * 6)
    for language, words in (("fr", FRENCH), ("ru", RUSSIAN)):
        near = english @ space.vectors(list(words), [language] * 6).T
        assert near.argmax(axis=1).tolist() == list(range(6))


def test_the_same_passages_and_seed_give_the_same_bytes() -> None:
    """R12-1: reproducible."""
    one, other = fit(passages(), dimensions=8, seed=3), fit(passages(), dimensions=8, seed=3)
    assert one.features == other.features
    assert one.rows.tobytes() == other.rows.tobytes()
    assert one.scales.tobytes() == other.scales.tobytes()


def test_a_language_without_any_passage_has_no_features() -> None:
    space = fit(passages(), dimensions=8)
    assert (space.features["zh"], space.features["ar"]) == ({}, {})
    assert not space.vectors(["边界"], ["zh"])[:, :8].any()


def test_only_the_most_telling_features_are_kept() -> None:
    space = fit(passages(), dimensions=4, features=10)
    assert [len(known) for known in space.features.values()] == [0, 0, 10, 10, 10, 0]
    assert (len(space.rows), space.learnt) == (30, 4)


def test_a_space_may_have_more_dimensions_than_the_passages_can_fill() -> None:
    space = fit(passages()[:4], dimensions=50)
    assert space.learnt == 50
    assert np.isfinite(space.vectors(["the border"], ["en"])).all()


def test_a_secretariat_adds_words_of_its_own() -> None:
    """R12-1: new words come to lie where their passages do; what was known stays to the byte."""
    passages = [
        {"en": f"The zorbline watches the borders of {place}.", "ar": f"يراقب الزوربلين حدود {arabic}."}
        for place, arabic in (("Mali", "مالي"), ("Libya", "ليبيا"), ("Yemen", "اليمن"))
    ]
    before, after = load(), extended(load(), passages)
    words, languages = ["zorbline", "الزوربلين", "prison"], ["en", "ar", "en"]
    old, new = before.vectors(words, languages), after.vectors(words, languages)
    assert old[0] @ old[1] < 0.3
    assert new[0] @ new[1] > 0.9
    assert np.array_equal(old[2], new[2])
    assert np.array_equal(after.rows[: len(before.rows)], before.rows)
    assert after.card["extended_by"] == 3


def test_words_that_nothing_known_stands_beside_get_a_place_by_lot() -> None:
    space = extended(fit(passages(), dimensions=8), [{"zh": "边", "es": "frontera"}])
    near = space.vectors(["边", "frontera"], ["zh", "es"])
    assert near[0] @ near[1] > 0.9
