"""The numbers that a program prints before the items of a list: 3 as "3", "c", "iii", "ج", "三", "③"."""

from __future__ import annotations

from collections.abc import Callable

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # Word leaves out ё й ъ ы ь
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FIGURES = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_SYMBOLS = "*†‡§"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def printed(value: int, form: str) -> str:
    """The value as the numbering form prints it; an unknown form, or a value it has no sign for, prints figures.

    Forms have the names of ECMA-376 17.18.59 (ST_NumberFormat): "decimal", "lowerLetter", "upperRoman",
    "arabicAlpha", "chineseCounting" and so on. "none" prints nothing.

    >>> [printed(4, form) for form in ("lowerLetter", "upperRoman", "arabicAbjad", "chineseCounting")]
    ['d', 'IV', 'د', '四']
    """
    maker = _FORMS.get(form)
    return (maker(value) if maker and value > 0 else "") or ("" if form == "none" else str(value))


def _repeated(alphabet: str, value: int) -> str:
    """a ... z, then aa, bb: as Word counts."""
    turn, place = divmod(value - 1, len(alphabet))
    return alphabet[place] * (turn + 1) if turn < 30 else ""


def _cycled(alphabet: str, value: int) -> str:
    return alphabet[(value - 1) % len(alphabet)]


def _roman(value: int) -> str:
    if value >= 4000:
        return ""
    signs = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        signs.append(sign * count)
    return "".join(signs)


def _counted(value: int, figures: str = _FIGURES, units: str = "十百千") -> str:
    """一, 十, 十一, 二十, 一百零五 up to 9,999."""
    if value >= 10_000:
        return ""
    text, gap = "", False
    digits = str(value)
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = bool(text)
            continue
        text += ("零" if gap else "") + figures[int(digit)] + (units[place - 1] if place else "")
        gap = False
    return text.removeprefix("一") if figures == _FIGURES and 10 <= value < 20 else text


def _digits(value: int, figures: str) -> str:
    return "".join(figures[int(digit)] for digit in str(value))


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _enclosed(first: int, value: int) -> str:
    return chr(first + value - 1) if value <= 20 else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "decimalZero": lambda value: f"{value:02}",
    "lowerLetter": lambda value: _repeated(_LATIN, value),
    "upperLetter": lambda value: _repeated(_LATIN, value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "ordinal": _ordinal,
    "chicago": lambda value: _repeated(_SYMBOLS, value),
    "numberInDash": lambda value: f"- {value} -",
    "russianLower": lambda value: _repeated(_RUSSIAN, value),
    "russianUpper": lambda value: _repeated(_RUSSIAN, value).upper(),
    "arabicAlpha": lambda value: _repeated(_ARABIC, value),
    "arabicAbjad": lambda value: _repeated(_ABJAD, value),
    "arabicFigures": lambda value: _digits(value, "٠١٢٣٤٥٦٧٨٩"),
    "decimalFullWidth": lambda value: _digits(value, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda value: _digits(value, "０１２３４５６７８９"),
    "decimalEnclosedCircle": lambda value: _enclosed(0x2460, value),
    "decimalEnclosedCircleChinese": lambda value: _enclosed(0x2460, value),
    "decimalEnclosedParen": lambda value: _enclosed(0x2474, value),
    "decimalEnclosedFullstop": lambda value: _enclosed(0x2488, value),
    "ideographTraditional": lambda value: _cycled(_STEMS, value),
    "ideographZodiac": lambda value: _cycled(_BRANCHES, value),
    "ideographDigital": lambda value: _digits(value, _FIGURES),
    "japaneseDigitalTenThousand": lambda value: _digits(value, _FIGURES),
    "taiwaneseDigital": lambda value: _digits(value, _FIGURES),
    "chineseLegalSimplified": lambda value: _counted(value, _LEGAL, "拾佰仟"),
} | dict.fromkeys(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
     "japaneseCounting"),
    _counted,
)  # fmt: skip
