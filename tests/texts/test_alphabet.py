"""The order of names."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from comity.texts.alphabet import initial, sort_key


def in_order(language: str, *names: str) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name, language))


def states(language: str) -> list[str]:
    text = files("comity.texts").joinpath("states.json").read_text(encoding="utf-8")
    return in_order(language, *(one["names"][language] for one in json.loads(text)))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Costa Rica", "Côte d’Ivoire", "Croatia", "Togo", "Türkiye", "Tuvalu"]),
        (
            "fr",
            ["Danemark", "Égypte", "El Salvador", "État de Palestine", "États-Unis d’Amérique", "Éthiopie"],
        ),
        ("es", ["Nauru", "Nepal", "Nuevo", "Ñandú", "Omán"]),
        ("ru", ["Индия", "Индонезия", "Иордания", "Йемен", "Кабо-Верде"]),
        ("ru", ["Ёлка", "Ель", "Ем"]),
        ("ar", ["الاتحاد الروسي", "إثيوبيا", "أذربيجان", "الأرجنتين", "ألبانيا", "المغرب", "النرويج"]),
        ("zh", ["阿富汗", "丹麦", "法国", "菲律宾", "斐济", "芬兰", "瑙鲁", "尼泊尔", "中国"]),
    ],
)
def test_names_stand_as_in_the_lists_of_the_language(language: str, names: list[str]) -> None:
    """RX-7."""
    assert in_order(language, *reversed(names)) == names


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_195_states_have_195_places(language: str) -> None:
    """RX-7."""
    assert len({sort_key(name, language) for name in states(language)}) == 195


def test_six_languages_have_six_orders() -> None:
    assert states("en")[:3] == ["Afghanistan", "Albania", "Algeria"]
    assert states("fr")[:3] == ["Afghanistan", "Afrique du Sud", "Albanie"]
    assert states("es")[:3] == ["Afganistán", "Albania", "Alemania"]
    assert states("ru")[:3] == ["Австралия", "Австрия", "Азербайджан"]
    assert states("ar")[:3] == ["الاتحاد الروسي", "إثيوبيا", "أذربيجان"]
    assert states("zh")[:3] == ["阿尔巴尼亚", "阿尔及利亚", "阿富汗"]


def test_names_that_differ_in_signs_only_are_kept_apart() -> None:
    assert sort_key("Guinea-Bissau", "en") != sort_key("Guinea Bissau", "en")


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [
        ("Égypte", "fr", "E"),
        ("الاتحاد الروسي", "ar", "ا"),
        ("المغرب", "ar", "م"),
        ("Ñandú", "es", "Ñ"),
        ("Йемен", "ru", "Й"),
        ("中国", "zh", ""),
        ("", "en", ""),
    ],
)
def test_a_name_stands_under_its_letter(name: str, language: str, letter: str) -> None:
    assert initial(name, language) == letter


def test_characters_beyond_the_common_ones_sort_after_them() -> None:
    assert in_order("zh", "龘", "㐀", "中", "A") == ["A", "中", "㐀", "龘"]
