"""The six official languages as the site names them. Data uses two letters ("zh"), pages use Django's "zh-hans"."""

from __future__ import annotations

from django.utils.translation import get_language

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
