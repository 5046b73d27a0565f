"""States told by name or by adjective, in six languages."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from comity.texts import nations
from comity.texts.states import states

EVERY: list[dict[str, Any]] = json.loads(
    files("comity.texts").joinpath("nationalities.json").read_text(encoding="utf-8")
)
WRITTEN_ALIKE = {"مالي", "قطري"}
"""Arabic for "financial" and "country-level" too: they are found where they cannot mean that."""


def words(text: str, language: str) -> list[str]:
    return [one.words for one in nations.named(text, language)]


def codes(text: str, language: str) -> set[str]:
    return {one.code for one in nations.named(text, language)}


@pytest.mark.parametrize("language", nations.LANGUAGES)
def test_every_state_is_found_by_its_name(language: str) -> None:
    """R03-4"""
    missed = [
        one["iso2"] for one in states() if one["names"][language] not in WRITTEN_ALIKE
        and not words(f"– {one['names'][language]}.", language)
    ]  # fmt: skip
    assert missed == []


@pytest.mark.parametrize("language", nations.LANGUAGES)
def test_every_state_is_found_by_each_adjective_and_short_name(language: str) -> None:
    """R03-4"""
    ways = [
        way
        for one in EVERY
        for part in ("adjectives", "names")
        for way in one.get(part, {}).get(language, ())
        if way not in WRITTEN_ALIKE
    ]
    assert [way for way in ways if not words(f"– {way}.", language)] == []


def test_every_state_has_an_entry_and_no_other_has() -> None:
    assert [one["iso2"] for one in EVERY] == [one["iso2"] for one in states()] or {
        one["iso2"] for one in EVERY
    } == {one["iso2"] for one in states()}
    assert len(EVERY) == len(states())


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Norway’s experts and two Norwegians", ["Norway", "Norwegians"]),
        ("fr", "l’expérience norvégienne ; les Françaises ; la Côte d'Ivoire",
         ["norvégienne", "Françaises", "Côte d'Ivoire"]),
        ("es", "las expertas noruegas, los alemanes y EE. UU.", ["noruegas", "alemanes", "EE. UU."]),
        ("ru", "в Норвегии, норвежскими и с Соединенными Штатами Америки",
         ["Норвегии", "норвежскими", "Соединенными Штатами Америки"]),
        ("ar", "وللنرويج والخبراء النرويجيين وبالصين", ["وللنرويج", "النرويجيين", "وبالصين"]),
        ("zh", "挪威的专家，中方和美方", ["挪威", "中方", "美方"]),
    ],
)  # fmt: skip
def test_inflected_and_joined_forms_are_found(language: str, text: str, found: list[str]) -> None:
    assert words(text, language) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Polish the text. Latin American and Caribbean States; the Organization of American States; china cups"
         .replace("Polish", "polish")),
        ("fr", "États latino-américains ; mesures financières ; nier, nigaud"),
        ("es", "los fines de la cooperación latinoamericana e interamericana"),
        ("ru", "Мало кто из того числа; Латинская Америка; государства-члены"),
        ("ar", "الدعم المالي والمنسق القطري ومجريات الأمور"),
        ("zh", "执法方面和其中方法，司法方案"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_state_is_left_alone(language: str, text: str) -> None:
    assert words(text, language) == []


def test_what_is_written_like_another_word_is_found_where_it_is_a_state() -> None:
    assert codes("أكدت حكومة مالي والوفد القطري", "ar") == {"mli", "qat"}


def test_the_longest_name_counts_and_nothing_twice() -> None:
    assert codes("South Sudan", "en") == {"ssd"}
    assert words("Papua New Guinea and Guinea-Bissau", "en") == ["Papua New Guinea", "Guinea-Bissau"]


def test_delegations_of_a_meeting_are_found_by_their_names_too() -> None:
    own = [("norvaland", "Norvaland"), ("norvaland", "République du Norvaland")]
    told = nations.named("La République du Norvaland l’a dit", "fr", own)
    assert [(one.code, one.words) for one in told] == [("norvaland", "République du Norvaland")]


@pytest.mark.parametrize("language", nations.LANGUAGES)
def test_places_are_those_of_the_text_as_it_is_written(language: str) -> None:
    text = "Ñandú — é “x” أ́ 挪威 Norway Norvège Noruega Норвегия النَّرويج"
    for one in nations.named(text, language):
        assert text[one.start : one.end] == one.words
