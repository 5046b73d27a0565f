"""Preambular and operative paragraphs."""

from __future__ import annotations

import pytest

from comity.texts.finding.clauses import part


@pytest.mark.parametrize(
    ("language", "preambular", "operative"),
    [
        ("en", "Deeply concerned by the lack of staff,", "Urges all States to publish their laws;"),
        ("fr", "Rappelant ses décisions antérieures,", "Prie le Secrétaire général de faire rapport ;"),
        ("es", "Recordando sus decisiones anteriores,", "Solicita al Secretario General que informe;"),
        ("ru", "ссылаясь на свои прежние решения,", "просит Генерального секретаря представить доклад;"),
        ("ar", "وإذ يشير إلى قراراته السابقة،", "يطلب إلى الأمين العام أن يقدم تقريرا؛"),
        ("zh", "回顾以往各项决定，", "请秘书长提交报告；"),
    ],
)
def test_each_language_tells_its_parts(language: str, preambular: str, operative: str) -> None:
    assert part(preambular, language) == "preambular"
    assert part(operative, language) == "operative"


def test_a_number_or_the_end_decides_where_a_chinese_verb_does_not() -> None:
    assert part("欢迎秘书长的报告，", "zh") == "preambular"
    assert part("欢迎秘书长的报告；", "zh") == "operative"
    assert part("3. 欢迎秘书长的报告，", "zh") == "operative"
    assert part("欢迎秘书长的报告，", "zh", number="3") == "operative"
    assert part("欢迎秘书长的报告", "zh") == ""


@pytest.mark.parametrize("text", ["", "Reports", "During the year the office grew."])
def test_what_is_neither_is_neither(text: str) -> None:
    assert part(text, "en") == ""


def test_another_language_has_no_parts() -> None:
    assert part("Recalling its decisions,", "und") == ""
