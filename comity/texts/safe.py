"""Text from outside made safe to look at: what would reorder, hide or pretend is shown instead of obeyed."""

from __future__ import annotations

import re
import unicodedata

_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_NAMES = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI",
    "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\u200b": "ZWSP", "\u2060": "WJ", "\ufeff": "BOM",
    "\u2028": "LS", "\u2029": "PS", "\u180e": "MVS", "\u00ad": "SHY", "\u206a": "ISS", "\u206b": "ASS",
    "\u206c": "IAFS", "\u206d": "AAFS", "\u206e": "NADS", "\u206f": "NODS", "\u3164": "HF", "\uffa0": "HHF",
}  # fmt: skip
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def visible(text: str) -> str:
    """The text with control characters, invisible tags and characters that reorder what is shown replaced by their
    names in brackets: "[RLO]", "[U+0007]". Pairs that isolate or embed a run and are closed are kept: mixed Arabic and
    Latin text needs them; so are the marks of direction and the joiners, which stand in correct text.

    >>> visible("pay 100\u202e 001")
    'pay 100[RLO] 001'
    """
    if not _ODD.search(text):
        return text
    closed = _closed_pairs(text)
    return "".join(
        _named(letter) if _ODD.match(letter) and place not in closed else letter
        for place, letter in enumerate(text)
    )


def _closed_pairs(text: str) -> set[int]:
    """Places of the characters that open an embedding or an isolate and of those that close it, well nested."""
    open_places: list[int] = []
    closed: set[int] = set()
    for place, letter in enumerate(text):
        if letter in _OPENS:
            open_places.append(place)
        elif letter in ("\u202c", "\u2069"):
            if open_places and _OPENS[text[open_places[-1]]] == letter:
                closed |= {open_places.pop(), place}
        elif letter == "\n":
            open_places.clear()  # a paragraph ends what is open
    return closed


def _named(letter: str) -> str:
    return f"[{_NAMES.get(letter) or f'U+{ord(letter):04X}'}]"


def lookalikes(text: str) -> list[str]:
    """Words that mix letters of scripts which look alike, as "Cоmmittee" with a Cyrillic "о" does; each once.

    They cannot be found by searching and may be meant to deceive; a person decides. Parts joined by a hyphen are words
    of their own ("IT-сектор").
    """
    mixed = (word for word in _WORD.findall(text) if not word.isascii() and len(_scripts(word)) > 1)
    return list(dict.fromkeys(mixed))


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {name for name in names if name in _SCRIPTS}
