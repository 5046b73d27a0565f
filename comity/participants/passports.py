"""Passport data do not belong here (DOMAIN.md, section 5): what looks like them is refused wherever it is written."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

SENTENCE = _(
    "This looks like data of a passport or identity card, which must not be kept here. Leave it out: passes for the "
    "grounds are asked for in the registration system of the venue."
)

COLUMN = re.compile(
    r"passport|passeport|pasaporte|паспорт|护照|護照|جواز|visa\b|visado|\bvisum|\bвиза|签证|تأشيرة"
    r"|birth|naissance|nacimiento|рождени|出生|ميلاد|\bdob\b"
    r"|identity (?:card|number|document)|id[ _-]?(?:card|number|no)\b|national[ _-]?id"
    r"|carte d.identit|documento de identidad|\bdni\b"
    r"|удостоверени|身份证|هوية|nationality|nationalit|nacionalidad|гражданств|国籍|جنسية|social security",
    re.IGNORECASE,
)
"""Names of columns and fields that ask for them, in six languages."""

MACHINE_LINE = re.compile(r"[PVIAC][A-Z<][A-Z]{3}[A-Z<]{5,}|<{3,}")
"""The machine-readable line of a travel document (ICAO 9303)."""
NUMBER = re.compile(r"(?<![\w/.-])(?:[A-Z]{1,2}[ -]?\d{6,9}|\d{8,9}[A-Z]?|\d{2}[ -]\d{7})(?![\w/.-])")
"""As passports and identity cards of most States are numbered."""
SAID = re.compile(
    r"\b(?:passport|passeport|pasaporte)\b\D{0,20}\d|паспорт\D{0,20}\d|护照\D{0,10}\w?\d|جواز\D{0,20}\d", re.I
)


def asks(column: str) -> bool:
    """Whether a column or field asks for what is not kept."""
    return bool(COLUMN.search(column.replace("_", " ")))


def holds(words: str) -> bool:
    """Whether the words hold a passport's number or its machine-readable line."""
    return bool(MACHINE_LINE.search(words) or NUMBER.search(words) or SAID.search(words))
