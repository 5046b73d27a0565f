"""How texts are cut into the words by which they are found, in six languages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comity.texts import words
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.no_database
KNOWN = (*LANGUAGES, "und")


def terms(text: str, language: str = "en") -> list[str]:
    return [token.term for token in words.analyse(text, language)]


def finds(query: str, text: str, language: str) -> bool:
    """Whether a paragraph would be found: each word wanted is among its terms."""
    there = set(terms(text, language))
    return all(there & wanted.terms for wanted in words.wanted(query, language))


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("en", "recommendation", "We welcome the Recommendations."),
        ("fr", "recommandation", "Les RECOMMANDATIONS sont adoptées."),
        ("fr", "securite", "le Conseil de sécurité"),
        ("fr", "sécurité", "LE CONSEIL DE SECURITE"),
        ("es", "capacitacion", "La capacitación es esencial."),
        ("es", "lección", "las lecciones aprendidas"),
        ("ru", "рекомендация", "Мы приветствуем рекомендации."),
        ("ru", "еще", "Ещё раз"),
        ("ar", "إرهاب", "مكافحة الارهاب"),
        ("ar", "الدول", "تدعو دول العالم"),
        ("ar", "توصيات", "هذه التّوصيــات"),
        ("ar", "بلدان", "البلدان النامية"),
        ("ar", "1373", "القرار ١٣٧٣"),
        ("zh", "安全理事会", "联合国安全理事会的决议"),
        ("zh", "理事会", "联合国安全理事会的决议"),
        ("zh", "1373", "第１３７３（２００１）号决议"),
        ("en", "counter terrorism", "counterterrorism"),
        ("en", "counterterrorism", "counter-terrorism"),
        ("en", "cooperation", "international co-operation"),
        ("en", "email", "sent by e-mail"),
        ("en", "UN", "the U.N. and others"),
        ("en", "council", "the Council’s work"),
        ("fr", "ONU", "la Charte de l’ONU"),
        ("fr", "état", "jusqu'État"),
        ("en", "S/RES/1373", "see S/RES/1373 (2001)"),
        ("en", "1373", "see S/RES/1373 (2001)"),
        ("zh", "S/RES/1373", "见Ｓ／ＲＥＳ／１３７３（２００１）"),
        ("ru", "Internet", "использование Internet террористами"),
        ("und", "erfaringer", "Vi deler ERFARINGER"),
        ("en", "oevre", "œvre"),
        ("en", "strasse", "Straße"),
    ],
)
def test_a_word_is_found_however_it_is_written(language: str, query: str, text: str) -> None:
    assert finds(query, text, language)


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("en", "university", "the universe"),
        ("ar", "حرب", "سلام"),
        ("zh", "会安", "联合国安全理事会"),
        ("fr", "ONU", "la Charte"),
        ("ru", "право", "мир"),
        ("en", "councils s", "no such word"),
    ],
)
def test_another_word_is_not_found(language: str, query: str, text: str) -> None:
    assert not finds(query, text, language)


def test_the_places_of_words_are_code_points_of_the_text_as_given() -> None:
    text = "L’ONU à Genève: U.N. et S/RES/1373 (2001), 会员国 — القُدرات."
    for token in words.analyse(text, "fr"):
        assert 0 <= token.start < token.end <= len(text)
        if token.form:
            assert words.fold(text[token.start : token.end].replace(".", "")) == token.form


def test_a_symbol_is_one_word_and_its_parts() -> None:
    assert terms("S/RES/1373") == ["s/res/1373", "s", "res", "1373"]


def test_words_with_a_stroke_between_them_are_words_only() -> None:
    assert "and/or" not in terms("and/or")


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    assert [(token.term, token.start, token.end, token.form) for token in words.cut("会员国", "zh")] == [
        ("会", 0, 1, "会"),
        ("会员", 0, 2, ""),
        ("员", 1, 2, "员"),
        ("员国", 1, 3, ""),
        ("国", 2, 3, "国"),
    ]


def test_compatibility_characters_are_folded_one_by_one() -> None:
    assert [token.term for token in words.cut("\u985e\uf9d0", "zh")] == ["\u985e", "\u985e\u985e", "\u985e"]


def test_articles_are_marked_so_that_they_may_be_left_out() -> None:
    marked = {
        (language, text): [wanted.is_function_word for wanted in words.wanted(text, language)]
        for language, text in (
            ("en", "the Council"),
            ("fr", "le Conseil"),
            ("ru", "в Совете"),
            ("es", "el Consejo"),
        )
    }
    assert set(map(tuple, marked.values())) == {(True, False)}


def test_a_pasted_giant_is_cut_short() -> None:
    assert {len(term) for term in terms("x" * 5_000)} == {words.LONGEST}


def test_nothing_is_found_in_nothing() -> None:
    assert [words.analyse(text, "en") for text in ("", " ", "—", "…!?", "_", "\u200f\u200e")] == [[]] * 6


@settings(deadline=None, max_examples=300)
@given(some.text(max_size=120), some.sampled_from(KNOWN))
def test_any_text_is_cut_and_its_words_stand_in_order(text: str, language: str) -> None:
    tokens = words.analyse(text, language)
    spoken = [token for token in tokens if token.form]
    assert all(0 <= token.start < token.end <= len(text) and token.term for token in tokens)
    assert [token.start for token in spoken] == sorted(token.start for token in spoken)
    assert all(" " not in token.term and len(token.term) <= 2 * words.LONGEST for token in tokens)


@settings(deadline=None, max_examples=200)
@given(some.text(max_size=80), some.sampled_from(KNOWN), some.sets(some.integers(0, 30)))
def test_cutting_for_some_terms_only_gives_those_of_cutting_for_all(
    text: str, language: str, chosen: set[int]
) -> None:
    every = words.cut(text, language)
    only = {token.term for at, token in enumerate(every) if at in chosen}
    assert words.cut(text, language, only) == [token for token in every if token.term in only]


@settings(deadline=None, max_examples=200)
@given(some.text(alphabet="abcéñ -'’.1ÉßœΣяЁشإ会国", max_size=30), some.sampled_from(KNOWN))
def test_a_text_is_found_by_its_own_words(text: str, language: str) -> None:
    there = {token.term for token in words.analyse(text, language)}
    for wanted in words.wanted(text, language):
        assert there & wanted.terms


def test_every_paragraph_of_the_council_is_found_by_its_words_in_six_languages(data: Path) -> None:
    for language in LANGUAGES:
        path = data / "unsc-akn" / "jsonl" / f"resolutions_2020-2021_{language}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts = [part["text"] for part in json.loads(next(file))["paras"]][:30]
        for text in texts:
            asked = " ".join(text.split()[:20]) if language != "zh" else text.split("，")[0]
            there = {token.term for token in words.analyse(text, language)}
            assert all(there & wanted.terms for wanted in words.wanted(asked, language))


def test_an_article_elided_within_chinese_is_no_word() -> None:
    assert "l" not in terms("中国和l’ONU", "zh")
    assert "onu" in terms("中国和l’ONU", "zh")


def test_characters_that_follow_a_symbol_without_a_space_are_found() -> None:
    assert {"s/res/1373", "号决", "决议"} <= set(terms("安理会S/RES/1373号决议", "zh"))
