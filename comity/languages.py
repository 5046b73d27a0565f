"""The six official languages as the site names them. Data uses two letters ("zh"), pages use Django's "zh-hans"."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import get_language, override

from comity.texts.model import LANGUAGES

NATIVE_NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


def reader_language() -> str:
    """Two-letter code of the language in which the page is being written."""
    code = (get_language() or "en")[:2]
    return code if code in LANGUAGES else "en"


def localized(names: dict[str, str], language: str | None = None) -> str:
    """The name in the reader's language; English, then any, where that is missing."""
    language = language or reader_language()
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def page_language(language: str) -> str:
    """Django's code of one of our two-letter languages."""
    return "zh-hans" if language == "zh" else language


def in_each_language(say: Callable[[], str]) -> dict[str, str]:
    """Language -> what is said when it is the reader's."""
    said = {}
    for language in LANGUAGES:
        with override(page_language(language)):
            said[language] = say()
    return said


def comma() -> str:
    """What stands between two things on one line, in the script of the page."""
    return {"ar": "، ", "zh": "，"}.get(reader_language(), ", ")


def semicolon() -> str:
    return {"ar": "؛ ", "zh": "；"}.get(reader_language(), "; ")


def brief(title: object) -> str:
    """What stands before the colon of a title, where that is enough to know it by ("Technical session I")."""
    words = str(title)
    head = re.split(r"\s*[:：]\s*", words, maxsplit=1)[0]
    return head if 0 < len(head) <= 48 else words


def left_to_right(words: str) -> str:
    """A stretch of figures keeps its order within Arabic (Unicode LRI and PDI)."""
    return f"\u2066{words}\u2069" if reader_language() == "ar" else words


def isolated(name: str) -> str:
    """A name of the other direction keeps its own within a sentence (Unicode FSI and PDI)."""
    is_rtl = any("\u0590" <= letter <= "\u08ff" for letter in name)
    return name if is_rtl == (reader_language() == "ar") else f"\u2068{name}\u2069"
