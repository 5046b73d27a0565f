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
    return (fault.start >= len(content) - 3 and lost < 4) or beyond_ascii > 20 * lost


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 of a text with enough ASCII blanks and line ends: every second byte of those is zero."""
    sample = content[:_SAMPLE]
    zeros = sample.count(0)
    if zeros < max(len(sample) // 20, 1) or len(content) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd):
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


def _letters(sample: bytes, encoding: str) -> Counter[str] | None:
    """The letters beyond ASCII that the encoding makes of the bytes, None where it has none for some of them."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        text = sample.decode(encoding, "ignore")
        if len(sample) - len(text.encode(encoding, "ignore")) > 1 + len(sample) // 500:
            return None
    return Counter(letter for letter in text if letter > "\x7f")


def _share(letters: Counter[str] | None, usual: str, fitting: str) -> float:
    """How well the letters fit: the share of those met most often in the language, and of those met at all."""
    if not letters:
        return 0.0
    total = letters.total()
    often = sum(count for letter, count in letters.items() if letter in usual)
    met = sum(count for letter, count in letters.items() if letter in fitting)
    return (often + met) / (2 * total)


_SIGNS = "«»“”„’‘–—…№°§ \u00a0·"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ" + _SIGNS
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ،؛؟ـًٌٍَُِّْ" + _SIGNS
_LATIN = "àâäáãçèéêëíìîïñóòôöõúùûüœæÀÂÁÇÈÉÊÍÎÑÓÔÚÛÜŒ¿¡ßåøºª€" + _SIGNS


def _windows_1251(sample: bytes) -> float:
    return _share(_letters(sample, "cp1251"), "оеаинтсрвлкмдпуяызьбгчйхжю" + _SIGNS, _CYRILLIC)


def _windows_1256(sample: bytes) -> float:
    return _share(_letters(sample, "cp1256"), "الميونترةبدعسفهكأحقجشصىإءطضخ،" + _SIGNS, _ARABIC)


def _windows_1252(sample: bytes) -> float:
    """Latin text: the letters beyond ASCII are few among plain ones."""
    letters = _letters(sample, "cp1252")
    if not letters:
        return 0.1  # what nothing explains
    plain = sum(byte < 0x80 and chr(byte).isalpha() for byte in sample)
    return _share(letters, "éèàêçíóáñúôîùâûüöä" + _SIGNS, _LATIN) * min(1.0, plain / (2 * letters.total()))


def _gb18030(sample: bytes) -> float:
    """Chinese: pairs of bytes, most in the first level of GB 2312, which holds the characters in daily use."""
    if _letters(sample, "gb18030") is None:
        return 0.0
    text = sample.decode("gb18030", "ignore")
    wide = [letter for letter in text if letter > "\x7f"]
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
