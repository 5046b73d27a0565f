"""What can be looked up of a draft: claims, and numbers, instruments, names and negations that stand in no source."""

from __future__ import annotations

import pytest

from comity.summary.covering import Claim, Source, claims, marks

pytestmark = pytest.mark.no_database
SOURCE = Source(
    "We keep 24 contact points with Europol under resolution 1373 (2001), and Daesh was not stopped by them.",
    "en",
)


def told(text: str, language: str = "en", *sources: Source) -> list[str]:
    return [f"{one.what}: {one.words}" for one in marks(Claim(text), language, sources or (SOURCE,))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reported 24 contact points with Europol", []),
        ("reported contact points", []),
        ("reported 25 contact points", ["number: 25"]),
        ("reported ٢٤ contact points", []),
        ("reported twelve contact points", ["number: twelve"]),
        ("reported contact points under resolution 1373 (2001)", []),
        ("reported contact points under resolution 2354 (2017)", ["instrument: 2354 (2017)"]),
        ("reported 2001 contact points", ["number: 2001"]),
        ("reported contact points with Interpol", ["name: Interpol"]),
        ("reported contact points with the UNODC", ["name: UNODC"]),
        ("reported that ISIL was not stopped", []),
        ("Cooperation was reported", []),
    ],
)
def test_what_stands_in_no_source_is_marked(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_negation_is_marked_where_no_source_denies() -> None:
    plain = Source("We keep contact points.", "en")
    for text, language, word in (
        ("did not keep contact points", "en", "not"),
        ("didn’t keep contact points", "en", "didn’t"),
        ("n’ont aucun point de contact", "fr", "n"),
        ("sin puntos de contacto", "es", "sin"),
        ("не имеют пунктов связи", "ru", "не"),
        ("لم يحتفظ بجهات اتصال", "ar", "لم"),
        ("没有联络点", "zh", "没"),
    ):
        assert f"negation: {word}" in told(text, language, plain)
        assert "negation" not in " ".join(told(text, language, plain, SOURCE))


def test_figures_and_numbers_in_words_are_the_same_in_all_languages() -> None:
    source = Source("Нам помогли два центра и 1 000 экспертов", "ru")
    assert told("two centres helped", "en", source) == []
    assert told("مركزان و ٢ آخران", "ar", source) == []
    assert told("three centres helped", "en", source) == ["number: three"]


def test_bodies_are_known_by_their_endings_where_there_are_no_capitals() -> None:
    chinese = Source("反恐怖主义委员会提供协助。", "zh")
    assert told("反恐怖主义委员会提供了协助", "zh", chinese) == []
    assert any("人权理事会" in one for one in told("人权理事会提供了协助", "zh", chinese))
    arabic = Source("قدمت لجنة مكافحة الإرهاب المساعدة.", "ar")
    assert told("قدمت لجنة مكافحة الإرهاب المساعدة", "ar", arabic) == []
    assert told("قدمت منظمة الأمن المساعدة", "ar", arabic) == ["name: منظمة الأمن"]
    assert told("قدمت UNODC المساعدة", "ar", arabic) == ["name: UNODC"]


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("reported an office for requests.", "en", 1),
        ("reported an office, which answers at any hour, and a list of experts.", "en", 2),
        ("reported an office; it answers at night. It has staff.", "en", 3),
        ("أفاد بوجود مكتب للرد على الطلبات، وأضاف أن لديه موظفين كثيرين؛ ويعمل ليلا.", "ar", 3),
        ("介绍了全天候答复请求的联络处，并说明了专家名单的编制方法。", "zh", 2),
        ("", "en", 0),
        ("... ; !", "en", 0),
    ],
)
def test_a_draft_is_cut_into_claims(text: str, language: str, number: int) -> None:
    found = claims(text, language)
    assert len(found) == number
    kept = "".join(one.words for one in found)
    assert "".join(kept.split()) == "".join(text.split()) or not found


def test_equal_claims_have_equal_keys_whatever_is_changed_besides() -> None:
    before = claims("One office answers. It has staff.", "en")
    after = claims("One office answers. It has no staff.", "en")
    assert before[0].key == after[0].key
    assert before[1].key != after[1].key
