"""The order of names in each official language, as lists of the United Nations give them. docs/decisions/0010."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

Key = tuple[tuple[int, ...], str]

_ARTICLE = re.compile(r"^ال(?=\w{2})")
_ALIF = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_SPANISH = str.maketrans({"ñ": "n\uffff", "Ñ": "n\uffff"})
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_OTHER_CHINESE = 0xFFFF


def sort_key(name: str, language: str) -> Key:
    """What to sort names by in the language.

    Latin and Cyrillic names: letters without accents and case, signs as spaces, ñ after n. Arabic: the article
    of the first word does not count, nor do the carriers of the hamza. Chinese: by the reading of each character.
    Names that differ in signs only are kept apart by themselves.
    """
    if language == "zh":
        return tuple(_reading(character) for character in name if character.isalnum()), name
    text = name.strip()
    if language == "ar":
        text = _ARTICLE.sub("", text).translate(_ALIF).replace("ء", "")
    if language == "es":
        text = unicodedata.normalize("NFC", text).translate(_SPANISH)
    return tuple(ord(character) for character in _letters(text, language)), name


def _letters(text: str, language: str) -> str:
    folded = unicodedata.normalize("NFD", text.casefold())
    if language == "ru":
        # й is a letter of its own; ё is not.
        folded = folded.replace("и\u0306", "й")
    plain = "".join(
        character
        for character in folded.replace("’", "").replace("'", "")
        if not unicodedata.combining(character)
    )
    return " ".join(
        "".join(
            character if character.isalnum() or character == "\uffff" else " " for character in plain
        ).split()
    )


def initial(name: str, language: str) -> str:
    """The letter under which a printed list has the name; empty in Chinese, where it would not be seen."""
    if language == "zh" or not name:
        return ""
    text = _ARTICLE.sub("", name).translate(_ALIF) if language == "ar" else name
    if language == "es" and text[0] in "ñÑ":
        return "Ñ"
    return _letters(text, language)[:1].upper()


def _reading(character: str) -> int:
    """Place of a character by its reading: GB 2312 holds the common ones in that order."""
    if not _CHINESE.match(character):
        return min(ord(character), _OTHER_CHINESE)
    character = _homophones().get(character, character)
    try:
        return 0x10000 + int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return 0x20000 + ord(character)


@cache
def _homophones() -> dict[str, str]:
    """Rarer character -> a common one that is read the same."""
    text = files("comity.texts").joinpath("homophones.txt").read_text(encoding="utf-8")
    return {line[0]: line[1] for line in text.split("\n") if line}
