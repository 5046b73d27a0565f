"""Whether what a model drafted is covered by the words it was given: claim by claim, and by what can be looked up.

No understanding is pretended: a person says which words bear each claim. What is found here is what those words cannot
bear, whatever was meant: a number, an instrument, a name or a negation that stands in none of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from comity.texts import citations, words

SHORTEST = 4
"""Words (Chinese: half so many signs again) below which a stretch between commas is no claim of its own."""
_ENDS = re.compile(r"(?<=[.;:!?؛؟])\s+|(?<=[。；！？：])")
_COMMAS = re.compile(r"(?<=[,،])\s+|(?<=，)")
_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_NAMED = re.compile(r"\b[^\W\d_]*[A-ZÀ-ÞА-ЯЁ][^\W_]*(?:[-’'][^\W_]+)*")
_BODY = {
    "zh": re.compile(
        r"[\u4e00-\u9fff]{1,12}?(?:委员会|执行局|组织|理事会|大会|联盟|法院|银行|基金会|办公室|小组)"
    ),
    "ar": re.compile(r"\b(?:ال)?(?:لجنة|منظمة|مجلس|اتحاد|محكمة|مكتب|مصرف|صندوق|هيئة|فريق)\s+\S+"),
}
_SPELLED = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "ar": "اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "zh": "",
}
_LARGE = {
    "en": {
        "dozen": "12",
        "hundred": "100",
        "thousand": "1000",
        "million": "1000000",
        "half": "50",
        "third": "33",
    },
    "fr": {
        "douzaine": "12",
        "cent": "100",
        "cents": "100",
        "mille": "1000",
        "million": "1000000",
        "moitié": "50",
    },
    "es": {
        "docena": "12",
        "cien": "100",
        "cientos": "100",
        "mil": "1000",
        "millón": "1000000",
        "mitad": "50",
    },
    "ru": {"сто": "100", "тысяча": "1000", "тысячи": "1000", "миллион": "1000000", "половина": "50"},
    "ar": {"مائة": "100", "مئة": "100", "ألف": "1000", "مليون": "1000000", "نصف": "50"},
    "zh": {},
}
_NEGATIONS = {
    "en": {"not", "no", "never", "none", "without", "neither", "nor", "cannot", "nothing", "nobody"},
    "fr": {"ne", "n", "pas", "jamais", "aucun", "aucune", "sans", "ni", "non", "rien"},
    "es": {"no", "nunca", "ningún", "ninguna", "ninguno", "sin", "ni", "jamás", "nada"},
    "ru": {"не", "нет", "ни", "никогда", "без", "нельзя", "никакой", "никаких"},
    "ar": {"لا", "لم", "لن", "ليس", "ليست", "غير", "دون", "بدون", "عدم", "بلا"},
}
_NOT_IN_CHINESE = re.compile(r"[不没未无非勿]")
_ALWAYS_LARGE = frozenset({"i", "states", "member", "state", "chair", "committee"})
_WORD = re.compile(r"[^\W\d_]+")


class What(StrEnum):
    NUMBER = "number"
    INSTRUMENT = "instrument"
    NAME = "name"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is said in a claim and stands in none of the words it is to rest on."""

    what: What
    words: str


@dataclass(frozen=True, slots=True)
class Claim:
    """`key` is equal for equal words, so that what a person has said of it is kept when the rest is changed."""

    words: str

    @property
    def key(self) -> str:
        return hashlib.sha256(" ".join(self.words.split()).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Source:
    words: str
    language: str


def claims(text: str, language: str) -> list[Claim]:
    """The text cut at its stops, and at commas where what they part is long enough to claim something."""
    found: list[str] = []
    for part in _ENDS.split(text):
        found += joined([one for one in _COMMAS.split(part) if one.strip()], language)
    return [Claim(one.strip()) for one in found if _WORD.search(one)]


def joined(parts: list[str], language: str) -> list[str]:
    """Stretches too short to claim anything go with what stands before them."""
    made: list[str] = []
    for part in parts:
        if made and (length(part, language) < SHORTEST or length(made[-1], language) < SHORTEST):
            made[-1] += ("" if language == "zh" else " ") + part
        else:
            made.append(part)
    return made


def length(text: str, language: str) -> int:
    return len(text) * 2 // 3 if language == "zh" else len(text.split())


def marks(claim: Claim, language: str, sources: Iterable[Source]) -> list[Mark]:
    """What the claim says that none of the sources does, in its order of kinds."""
    there = [*sources]
    found = [*numbers(claim.words, language, there), *instruments(claim.words, there)]
    found += names(claim.words, language, there)
    if negated(claim.words, language) and not any(negated(one.words, one.language) for one in there):
        found.append(Mark(What.NEGATION, negated(claim.words, language)))
    return list(dict.fromkeys(found))


def numbers(text: str, language: str, sources: list[Source]) -> Iterator[Mark]:
    known = {value for one in sources for _said, value in counted(one.words, one.language)}
    for said, value in counted(text, language):
        if value not in known:
            yield Mark(What.NUMBER, said)


def counted(text: str, language: str) -> Iterator[tuple[str, str]]:
    """(as it is written, its value) of figures in any script and of numbers in words, less those of instruments."""
    cited = [(one.start, one.end) for one in citations.find(text)]
    for found in _NUMBER.finditer(text):
        if any(start <= found.start() < end for start, end in cited):
            continue
        digits = "".join(str(int(one)) if one.isdecimal() else "." for one in found[0])
        yield found[0], re.sub(r"\.(?=\d{3}(?:\D|$))", "", digits)
    spelled = {word: str(at) for at, word in enumerate(_SPELLED.get(language, "").split(), start=2)}
    spelled |= _LARGE.get(language, {})
    for found in _WORD.finditer(text):
        if value := spelled.get(found[0].casefold()):
            yield found[0], value


def instruments(text: str, sources: list[Source]) -> Iterator[Mark]:
    known = {one.symbol for source in sources for one in citations.find(source.words)}
    for one in citations.find(text):
        if one.symbol not in known:
            yield Mark(What.INSTRUMENT, text[one.start : one.end])


def names(text: str, language: str, sources: list[Source]) -> Iterator[Mark]:
    """Words with a capital within the claim, acronyms, and bodies by their usual endings; names that are known by many
    spellings count as one."""
    known = {form for one in sources for form in folded(one.words)}
    spelled = {one.term for source in sources for one in known_names(source.words, source.language)}
    spoken = {token.term: token for token in known_names(text, language)}
    for term, token in spoken.items():
        if term not in spelled:
            yield Mark(What.NAME, text[token.start : token.end])
    within = [(token.start, token.end) for token in spoken.values()]
    for found in _BODY.get(language, _NAMED).finditer(text):
        said = found[0]
        if any(start <= found.start() < end for start, end in within):
            continue
        if language not in _BODY and begins(text, found.start()) and not is_acronym(said):
            continue
        if not folded(said) <= known | _ALWAYS_LARGE and not any(said in one.words for one in sources):
            yield Mark(What.NAME, said)
    if language in _BODY:
        for found in re.finditer(r"[A-Z]{2,}[\w-]*", text):
            if found[0].casefold() not in known:
                yield Mark(What.NAME, found[0])


def known_names(text: str, language: str) -> list[words.Token]:
    return [one for one in words.analyse(text, language) if one.term.startswith("@")]


def folded(text: str) -> set[str]:
    return {found[0].casefold() for found in _WORD.finditer(text)}


def begins(text: str, at: int) -> bool:
    """A capital at the beginning tells nothing."""
    return not text[:at].strip() or text[:at].rstrip()[-1] in ".:;!?«“("


def is_acronym(said: str) -> bool:
    return len(said) > 1 and said.isupper()


def negated(text: str, language: str) -> str:
    """The first word that denies, "" where none does."""
    if language == "zh":
        found = _NOT_IN_CHINESE.search(text)
        return found[0] if found else ""
    denying = _NEGATIONS.get(language, set())
    for found in _WORD.finditer(text):
        if found[0].casefold() in denying:
            return found[0]
    shortened = re.search(r"\b\w+n[’']t\b", text) if language == "en" else None
    return shortened[0] if shortened else ""
