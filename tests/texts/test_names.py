"""Names that are written in many ways and six languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.texts import names, words
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.no_database
EVERY_WAY = [
    pytest.param(name.term, language, way, id=f"{name.code}-{language}-{way}")
    for name in names.all()
    for language, ways in name.variants.items()
    for way in ways
]


def named(text: str, language: str) -> list[tuple[str, str]]:
    """(term, the words in the text) of each name."""
    return [
        (token.term, text[token.start : token.end])
        for token in words.analyse(text, language)
        if token.term.startswith("@")
    ]


@pytest.fixture
def own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A list of the site's own in place of the bundled one."""
    path = tmp_path / "names.json"
    monkeypatch.setenv("COMITY_NAMES", str(path))
    forget()
    yield path
    monkeypatch.undo()
    forget()


def forget() -> None:
    for kept in (names.all, names._sequences, names._han_patterns, names._beginning_with):
        kept.cache_clear()


@pytest.mark.parametrize(("term", "language", "way"), EVERY_WAY)
def test_each_way_to_write_a_name_is_found_in_a_sentence(term: str, language: str, way: str) -> None:
    """R01-2."""
    around = {"zh": "打击{}的威胁", "ar": "تهديد {} المستمر", "ru": "угроза {} сохраняется"}.get(
        language, "— {}, again"
    )
    assert (term, way) in named(around.format(way), language)


@pytest.mark.parametrize(("term", "language", "way"), EVERY_WAY)
def test_each_way_to_write_a_name_means_the_name_to_a_reader_of_any_language(
    term: str, language: str, way: str
) -> None:
    """R01-2: whatever the language of the paragraph that is asked."""
    for asked in LANGUAGES:
        assert any(term in wanted.terms for wanted in words.wanted(way, asked)), asked


@pytest.mark.parametrize("code", ["isil", "al-qaida"])
def test_the_names_of_the_mandate_are_listed_in_all_six_languages(code: str) -> None:
    [name] = [name for name in names.all() if name.code == code]
    assert set(name.variants) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "da'esh", "da'esh"),
        ("en", "DA’ESH", "DA’ESH"),
        ("en", "Da`esh", "Da`esh"),
        ("en", "Al Qaida", "Al Qaida"),
        ("en", "al-Qa'ida", "al-Qa'ida"),
        ("ru", "«Аль-Каиды»", "Аль-Каиды"),
        ("ru", "Исламского государства Ирака и Леванта", "Исламского государства Ирака и Леванта"),
        ("ar", "وداعش", "وداعش"),
        ("ar", "لداعش", "لداعش"),
        ("zh", "“基地”组织", "基地”组织"),
        ("zh", "所谓“伊斯兰国”的威胁", "伊斯兰国"),
        ("zh", "伊斯兰国和伊斯兰国家", "伊斯兰国"),
    ],
)
def test_case_marks_endings_and_particles_need_no_spelling_of_their_own(
    language: str, text: str, found: str
) -> None:
    assert [way for _, way in named(f"… {text} …", language)] != []
    assert any(found in way or way in text for _, way in named(f"… {text} …", language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Islamic Republic and the State of Kuwait"),
        ("en", "the base of the mountain"),
        ("zh", "伊斯兰国家的代表"),
        ("zh", "各伊斯兰国家"),
        ("zh", "军事基地"),
        ("ar", "قاعدة بيانات"),
        ("ru", "Иго чужого"),
    ],
)
def test_what_only_looks_like_a_name_is_none(language: str, text: str) -> None:
    assert named(text, language) == []


def test_the_list_can_be_replaced_by_one_of_the_sites_own(own_list: Path) -> None:
    own_list.write_text(
        json.dumps([{"code": "who", "names": {"en": ["WHO", "World Health Organization"], "fr": ["OMS"]}}])
    )
    assert named("The World Health Organization (WHO) and ISIL", "en") == [
        ("@who", "World Health Organization"),
        ("@who", "WHO"),
    ]
    [wanted] = words.wanted("OMS", "en")
    assert "@who" in wanted.terms


@pytest.mark.parametrize(
    "content", ["{", "{}", "[1]", '[{"code": "a"}]', '[{"names": {}}]', '[{"code": "a", "names": 3}]']
)
def test_a_list_that_is_none_is_refused_with_its_path(own_list: Path, content: str) -> None:
    own_list.write_text(content)
    if content == "{}":
        assert names.all() == ()
        return
    with pytest.raises(ValueError, match=r"names\.json is not a list of names"):
        names.all()
