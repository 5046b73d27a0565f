"""Numbers and letters of parts as documents of the Organization write them in each language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.languages import reader_language

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
ORDINALS = {
    "ar": ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"),
    "zh": ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十"),
}
"""How documents of the Organization number their parts in these languages."""
AFTER = {
    "ar": ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"),
    "zh": ORDINALS["zh"],
}
"""The same behind a word, as in "Appendix I"; elsewhere a Roman number."""
LATIN = ("(a)", "(b)", "(c)", "(d)")
MARKS = {
    "ar": ("(أ)", "(ب)", "(ج)", "(د)"),
    "ru": ("a)", "b)", "c)", "d)"),
    "fr": ("a)", "b)", "c)", "d)"),
    "es": ("a)", "b)", "c)", "d)"),
}


def marks() -> tuple[str, ...]:
    """Letters before paragraphs, in the language that is active: "(a)", "a)", "(أ)"."""
    return MARKS.get(reader_language(), LATIN)


def in_order(place: int) -> str:
    """How a part is numbered before its title in the language that is active: "I. ", "أولا - ", "一、"."""
    language = reader_language()
    known = ORDINALS.get(language, ())
    if place > len(known):
        return f"{roman(place)}. "
    return f"{known[place - 1]}、" if language == "zh" else f"{known[place - 1]} - "


def appendix(place: int, title: str) -> str:
    """The heading of an appendix in the language that is active: "Appendix I. ", "التذييل الأول - ", "附录一 "."""
    word, language = _("Appendix"), reader_language()
    known = AFTER.get(language, ())
    if place > len(known):
        return f"{word} {roman(place)}. {title}"
    return f"{word}{known[place - 1]} {title}" if language == "zh" else f"{word} {known[place - 1]} - {title}"


def roman(number: int) -> str:
    """I, II, III: the order of elements in this edition."""
    written = ""
    for value, sign in ROMAN:
        while number >= value:
            written += sign
            number -= value
    return written
