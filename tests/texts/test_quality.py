"""Text layers that are worthless are told from those in any language."""

from __future__ import annotations

import random

import pytest

from comity.texts import quality
from comity.texts.model import Kind, Paragraph
from tests.texts.test_languages import OTHERS, OURS

LONG = {language: " ".join([text] * 3) for language, text in OURS.items()}


def enciphered(text: str) -> str:
    """Each letter for another, as a font without a table of its letters gives it."""
    letters = sorted({letter for letter in text if letter.isalpha()})
    others = letters[:]
    random.Random(7).shuffle(others)
    return text.translate(str.maketrans(dict(zip(letters, others, strict=True))))


@pytest.mark.parametrize("language", LONG)
def test_plain_text_is_trusted(language: str) -> None:
    assert quality.score(LONG[language], language) > 0.85
    assert not quality.is_garbage(LONG[language], language)


@pytest.mark.parametrize("language", [one for one in LONG if one != "zh"])
def test_an_enciphered_layer_is_garbage(language: str) -> None:
    assert quality.is_garbage(enciphered(LONG[language]), language)


def test_arabic_in_reverse_is_garbage() -> None:
    assert quality.is_garbage(LONG["ar"][::-1], "ar")


def test_chinese_of_rare_characters_is_garbage() -> None:
    assert quality.is_garbage("".join(chr(0x9000 + 7 * place) for place in range(130)), "zh")


def test_mojibake_is_garbage() -> None:
    assert quality.is_garbage(LONG["ru"].encode("cp1251").decode("latin-1"), "und")
    assert quality.is_garbage(LONG["ar"].encode().decode("latin-1"), "und")


def test_signs_without_meaning_make_garbage_of_any_text() -> None:
    text = "".join(letter + "\ue012" * (place % 4 == 0) for place, letter in enumerate(LONG["en"]))
    assert quality.odd(text) > 0.08
    assert quality.is_garbage(text, "en")
    assert quality.odd("") == 0.0


@pytest.mark.parametrize("name", OTHERS)
def test_another_language_is_no_garbage(name: str) -> None:
    assert not quality.is_garbage(" ".join([OTHERS[name]] * 3), "und")


def test_a_text_too_short_to_judge_is_trusted() -> None:
    assert not quality.is_garbage("xqzv wrblk", "en")
    assert quality.score("", "en") == quality.score("", "zh") == quality.score("a b c", "en") == 1.0


def paragraph(text: str, page: int | None, anchor: str = "bcdfgh") -> Paragraph:
    return Paragraph(anchor, None, Kind.PARAGRAPH, text, "en", page)


def test_the_pages_to_distrust_are_named() -> None:
    bad = enciphered(LONG["en"])
    mixed = [paragraph(LONG["en"], 1), paragraph(bad, 2, "second"), paragraph(bad, 3)]
    (warning,) = quality.warnings(mixed)
    assert (warning.code, warning.paragraph) == ("garbage_text", "second")
    assert "on pages 2, 3 cannot" in warning.message
    (warning,) = quality.warnings([paragraph(bad, 4)])
    assert ("on page 4 cannot" in warning.message, warning.paragraph) == (True, None)
    (warning,) = quality.warnings([paragraph(bad, None)])
    assert "in this file cannot" in warning.message
    assert quality.warnings([paragraph(LONG["en"], 1)]) == []
