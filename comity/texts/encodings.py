"""Bytes without a declared encoding made text: by byte order mark, by validity, by how the letters fall."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def decoded(content: bytes) -> str:
    """The text of a file. UTF-8 and UTF-16 are certain; else the best of Windows-1251, 1252, 1256 and GB18030 by how
    plausible the letters are. Never fails: bytes that no guess explains become U+FFFD."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if wide := _wide_without_mark(content):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if _cut_short(content, fault):
            return content.decode("utf-8", "replace")
    return content.decode(guessed(content), "replace")


def _cut_short(content: bytes, fault: UnicodeDecodeError) -> bool:
    """UTF-8 but for a few bytes: cut within a letter, or pasted together; no other encoding looks so by chance."""
    good = content.decode("utf-8", "ignore")
    lost = len(content) - len(good.encode())
    beyond_ascii = sum(letter > "\x7f" for letter in good)
    return beyond_ascii > 20 * lost or (beyond_ascii > 0 and fault.start >= len(content) - 3)


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 of a text with enough ASCII blanks and line ends: every second byte of those is zero."""
    sample = content[:_SAMPLE]
    zeros = sample.count(0)
    plain = sum(0x20 <= byte < 0x7F for byte in sample)
    if zeros < max(len(sample) // 20, 1) or len(content) % 2 or plain > 0.6 * len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def looks_like_text(content: bytes) -> bool:
    """Whether bytes are text in some encoding, and no program, picture or random bytes."""
    sample = content[:_SAMPLE]
    text = decoded(sample)
    if "\0" in text.rstrip("\0"):
        return False
    return len(_CONTROL.findall(text)) <= len(text) // 50


def guessed(content: bytes) -> str:
    """The likeliest of the four legacy encodings of bytes that are no UTF-8."""
    sample = content[:_SAMPLE]
    if len(sample) < len(content):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    return max(_SCORES, key=lambda encoding: _SCORES[encoding](sample))


def _text(sample: bytes, encoding: str) -> str:
    """What the encoding makes of the bytes, "" where it has no meaning for more than a few of them."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        text = sample.decode(encoding, "ignore")
        lost = len(sample) - len(text.encode(encoding))
        return text if lost <= 1 + len(sample) // 500 else ""


def _fit(text: str, usual: str, fitting: str, is_word: Callable[[str], bool]) -> float:
    """How well a text fits a language, 0..1: the share of letters beyond ASCII that are met often in it and of those
    met at all, and of those that stand in words which are spelt as its words are."""
    letters = Counter(letter for letter in text if letter > "\x7f")
    if not letters:
        return 0.0
    often = sum(count for letter, count in letters.items() if letter.lower() in usual)
    met = sum(count for letter, count in letters.items() if letter in fitting)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    weights = [sum(letter > "\x7f" for letter in word) for word in words]
    spelt = sum(weight for word, weight in zip(words, weights, strict=True) if is_word(word))
    return (often + met) / (2 * letters.total()) * (spelt / sum(weights) if words else 1.0)


def _is_of_one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _has_no_ascii(word: str) -> bool:
    return not any(letter <= "\x7f" for letter in word)


_SIGNS = "«»“”„’‘–—…№°§ \u00a0·"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" + _SIGNS
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ،؛؟ـًٌٍَُِّْ" + _SIGNS
_LATIN = "àâäáãçèéêëíìîïñóòôöõúùûüœæÀÂÁÇÈÉÊÍÎÑÓÔÚÛÜŒ¿¡ßåøºª€" + _SIGNS


def _windows_1251(sample: bytes) -> float:
    return _fit(
        _text(sample, "cp1251"),
        "оеаинтсрвлкмдпуяызьбгчйхжю" + _SIGNS,
        _CYRILLIC,
        lambda word: _has_no_ascii(word) and _is_of_one_case(word),
    )


def _windows_1256(sample: bytes) -> float:
    return _fit(_text(sample, "cp1256"), "الميونترةبدعسفهكأحقجشصىإءطضخ،" + _SIGNS, _ARABIC, _has_no_ascii)


def _windows_1252(sample: bytes) -> float:
    """Latin words have few letters beyond ASCII."""
    fit = _fit(
        _text(sample, "cp1252"),
        "éèàêçíóáñúôîùâûüöäã" + _SIGNS,
        _LATIN,
        lambda word: (
            len(word) == 1 or (_is_of_one_case(word) and 3 * sum(map(str.isascii, word)) >= len(word))
        ),
    )
    return max(fit, 0.1)  # what nothing explains


def _gb18030(sample: bytes) -> float:
    """Chinese: pairs of bytes, most in the first level of GB 2312, which holds the characters in daily use."""
    wide = [letter for letter in _text(sample, "gb18030") if letter > "\x7f"]
    if not wide:
        return 0.0
    pairs = [letter.encode("gb18030", "ignore") for letter in wide]
    daily = sum(len(pair) == 2 and 0xA1 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 and pair[0] not in range(0xA4, 0xB0)
                for pair in pairs)  # fmt: skip
    return daily / len(pairs)


_SCORES: dict[str, Callable[[bytes], float]] = {
    "cp1252": _windows_1252,
    "cp1251": _windows_1251,
    "cp1256": _windows_1256,
    "gb18030": _gb18030,
}
