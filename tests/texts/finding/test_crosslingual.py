from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from comity.texts.finding import crosslingual
from comity.texts.finding.crosslingual import Space, load, nearness
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.no_database

BORDERS = {
    "en": "Calls upon Member States to prevent the movement of terrorists by effective border controls;",
    "fr": "Demande aux États Membres d’empêcher les mouvements de terroristes par des contrôles efficaces aux frontières ;",
    "es": "Exhorta a los Estados Miembros a que impidan la circulación de terroristas mediante controles fronterizos eficaces;",
    "ru": "призывает государства-члены предотвращать передвижение террористов путем эффективного пограничного контроля;",
    "ar": "يهيب بالدول الأعضاء أن تمنع تنقل الإرهابيين عن طريق فرض ضوابط فعالة على الحدود؛",
    "zh": "促请会员国实行有效的边界管制，防止恐怖分子的移动；",
}
AID = {
    "en": "Expresses grave concern at the humanitarian situation and urges all parties to allow aid to reach civilians;",
    "fr": "Se déclare gravement préoccupé par la situation humanitaire et engage toutes les parties à laisser l’aide parvenir aux civils ;",
    "es": "Expresa su profunda preocupación por la situación humanitaria e insta a todas las partes a que permitan que la ayuda llegue a los civiles;",
    "ru": "выражает серьезную озабоченность гуманитарной ситуацией и настоятельно призывает все стороны пропустить помощь гражданскому населению;",
    "ar": "يعرب عن بالغ القلق إزاء الحالة الإنسانية ويحث جميع الأطراف على السماح بوصول المساعدات إلى المدنيين؛",
    "zh": "对人道主义局势表示严重关切，敦促所有各方让援助送达平民；",
}


def vectors(texts: dict[str, str]) -> np.ndarray:
    return load().vectors(list(texts.values()), list(texts))


def test_a_translation_is_nearer_than_another_paragraph_of_the_same_language() -> None:
    """R12-1: all thirty pairs of the six languages."""
    same = vectors(BORDERS) @ vectors(BORDERS).T
    other = vectors(BORDERS) @ vectors(AID).T
    assert same.min() > 1.5 * other.max()


def test_vectors_have_length_one_and_a_text_without_words_none() -> None:
    found = load().vectors(["Border controls", "", "…", "边"], ["en", "en", "fr", "zh"])
    assert np.allclose(np.linalg.norm(found, axis=1), [1, 0, 0, 1], atol=1e-6)
    assert (found.shape[1], found.dtype) == (load().dimensions, np.float32)


def test_no_texts_give_no_vectors() -> None:
    assert load().vectors([], []).shape == (0, load().dimensions)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    """What was computed before stays comparable with what comes later."""
    alone = load().vectors([BORDERS["ru"]], ["ru"])
    among = load().vectors([AID["fr"], AID["ru"], BORDERS["ru"], BORDERS["en"]], ["fr", "ru", "ru", "en"])
    assert np.allclose(alone[0], among[2], atol=1e-6)


def test_a_language_that_is_not_told_is_identified() -> None:
    told, untold = load().vectors([BORDERS["es"]], ["es"]), load().vectors([BORDERS["es"]])
    assert np.array_equal(told, untold)


def test_a_number_tells_otherwise_equal_paragraphs_apart_in_any_language() -> None:
    english = load().vectors([f"Recalling its resolution {n} (2019)," for n in (2457, 2462)], ["en"] * 2)
    russian = load().vectors(["ссылаясь на свою резолюцию 2462 (2019),"], ["ru"])
    near = (english @ russian.T).ravel()
    assert near[1] > near[0] + 0.1


def test_a_text_in_none_of_the_six_languages_meets_itself_alone() -> None:
    found = load().vectors(["todas as pessoas nascem livres", "o direito de todos"], ["und", "und"])
    assert np.isclose(found[0] @ found[0], 1)
    assert abs(found[0] @ found[1]) < 0.5


def test_nearness_is_less_to_what_lies_near_to_everything() -> None:
    rows = crosslingual.unit(np.eye(3, 4, dtype=np.float32) + np.float32(0.1))
    hub = crosslingual.unit(np.ones((1, 4), np.float32))
    near = nearness(rows, np.vstack([rows, hub]), neighbours=2)
    assert near.shape == (3, 4)
    assert near.argmax(axis=1).tolist() == [0, 1, 2]


def test_a_space_is_kept_and_read_again_to_the_byte(tmp_path: Path) -> None:
    space = load()
    small = Space(
        {language: dict(list(known.items())[:5]) for language, known in space.features.items()},
        space.rows,
        space.scales,
        {"seed": 1},
    )
    crosslingual.save(small, tmp_path)
    again = load(tmp_path)
    assert (again.features, again.card) == (small.features, {"seed": 1})
    assert np.array_equal(again.rows, small.rows)
    assert np.array_equal(again.scales, small.scales)


def test_what_ships_is_small_and_says_what_it_was_learnt_from() -> None:
    """R12-1: under 30 MB, learnt only from what may be shipped."""
    size = sum(path.stat().st_size for path in crosslingual.SHIPPED.iterdir())
    assert size < 25_000_000
    assert set(load().features) == set(LANGUAGES)
    assert all("United Nations" in one or "own" in one for one in load().card["learnt_from"])


def test_what_all_texts_of_a_language_share_is_taken_away() -> None:
    """R12-2: the manner of the occasion makes nobody alike."""
    manner = np.zeros((20, 4), np.float32)
    manner[:, 0] = 3
    manner[np.arange(20), 1 + np.arange(20) % 3] = 1
    vectors = crosslingual.unit(manner)
    languages = ["en"] * 19 + ["fr"]
    common = crosslingual.means(vectors, languages)
    found = crosslingual.centred(vectors, languages, common)
    assert float(vectors[0] @ vectors[1]) > 0.85
    assert float(found[0] @ found[1]) < float(vectors[0] @ vectors[1]) - 0.1
    assert np.allclose(found[0], found[3])
    assert np.linalg.norm(common["fr"]) < 0.1, "one text says little of what is common"
    assert np.allclose(crosslingual.centred(vectors[:1], ["ru"], common), vectors[:1])
    assert crosslingual.centred(vectors[:0], [], common).shape == (0, 4)
