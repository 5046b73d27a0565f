"""Bytes without a declared encoding made text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.encodings import decoded, guessed, looks_like_text

SENTENCES = {
    "ru": "Наша делегация благодарит Председателя за созыв этого заседания. Мы поддерживаем проект резолюции и призываем "
    "все государства-члены обеспечить уважение прав человека при борьбе с терроризмом; меры должны быть соразмерными.",
    "ar": "يود وفد بلادي أن يشكر الرئيس على عقد هذه الجلسة. ونؤيد مشروع القرار وندعو جميع الدول الأعضاء إلى ضمان احترام "
    "حقوق الإنسان في سياق مكافحة الإرهاب، على أن تكون التدابير متناسبة وضرورية.",
    "zh": "我国代表团感谢主席召开本次会议。我们支持该决议草案，并呼吁所有会员国在反恐斗争中确保尊重人权。各项措施应当是必要和相称的。",
    "fr": "Ma délégation remercie le Président d’avoir convoqué cette séance. Nous appuyons le projet de résolution et "
    "appelons tous les États à veiller au respect des droits de l’homme ; les mesures doivent être nécessaires.",
    "es": "Mi delegación agradece al Presidente la convocatoria de esta sesión. Apoyamos el proyecto de resolución y "
    "exhortamos a que se garantice el respeto de los derechos humanos: «las medidas serán necesarias» y también mañana.",
    "en": "My delegation thanks the Chair for convening this meeting – “an important one” – and supports the draft; the "
    "State’s measures must be necessary.",
}
LEGACY = {"ru": "cp1251", "ar": "cp1256", "zh": "gb18030", "fr": "cp1252", "es": "cp1252", "en": "cp1252"}


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_certain(language: str, encoding: str) -> None:
    text = SENTENCES[language] + "\r\n" + SENTENCES[language]
    if encoding in ("utf-16-le", "utf-16-be") and language == "zh":
        text = text.replace("。", "。\r\n ")  # blanks and line ends are what tells it
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("language", SENTENCES)
def test_legacy_encodings_are_told_by_their_letters(language: str) -> None:
    text = SENTENCES[language]
    assert decoded(text.encode(LEGACY[language])) == text


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("length", [30, 60, 100])
def test_short_pieces_are_told_as_well(language: str, length: int) -> None:
    text, chance = SENTENCES[language], random.Random(length)
    for _ in range(40):
        start = chance.randrange(len(text) - 10)
        piece = text[start : start + length]
        if not piece.isascii():
            assert decoded(piece.encode(LEGACY[language])) == piece


def test_names_and_capitals_are_told_too() -> None:
    for text, encoding in (
        ("ЗАЯВЛЕНИЕ ПОСТОЯННОГО ПРЕДСТАВИТЕЛЯ", "cp1251"), ("Genève, 3 août", "cp1252"), ("São Tomé e Príncipe", "cp1252"),
        ("DÉCLARATION DE L’ÉTAT", "cp1252"), ("Côte d’Ivoire", "cp1252"), ("中华人民共和国", "gb18030"), ("بيان", "cp1256"),
        ("1373 (2001) № 5", "cp1251"), ("Ελλάδα", "utf-8"),
    ):  # fmt: skip
        assert decoded(text.encode(encoding)) == text


def test_utf8_that_is_cut_or_slightly_broken_is_still_utf8() -> None:
    whole = SENTENCES["ru"].encode()
    assert decoded(whole[:-1]).startswith(SENTENCES["ru"][:50])
    assert decoded(whole[:2] + b"\xff" + whole[2:]).count("\ufffd") == 1


def test_a_long_text_is_told_by_its_beginning() -> None:
    text = (SENTENCES["ru"] + "\n") * 500
    assert decoded(text.encode("cp1251")) == text
    assert guessed((SENTENCES["zh"] * 1000).encode("gb18030")) == "gb18030"


def test_what_nothing_explains_does_not_fail() -> None:
    assert guessed(bytes(range(128, 256))) in ("cp1252", "cp1251", "cp1256", "gb18030")
    assert decoded(b"\x81") != ""


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"ab\0cd ef", b"\x01\x02\x03\x04 text", b"\0\0\0\0abc"]
)
def test_binary_is_no_text(content: bytes) -> None:
    assert not looks_like_text(content)


@given(st.binary())
def test_any_bytes_become_some_text(content: bytes) -> None:
    assert isinstance(decoded(content), str)
    assert looks_like_text(content) in (True, False)
