"""Cuts a text into the words by which it is found, alike for what is indexed and for what is asked.

Each word is folded (case, accents, Arabic letter forms, digits of any script) and stemmed in the language of its
paragraph. Where two readings are plausible both are given, over the same span. A name, a document symbol or an
abbreviation gives one wide token beside those of its parts, so that the whole and the parts are found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import Stemmer

from comity.texts import arabic_words

VERSION = 1
"""Raise when the same text gives other tokens: indexes made before are then rebuilt."""

LONGEST = 80
"""Code points of a term; what is longer is no word that anybody types."""


class Token(NamedTuple):
    """One way in which `text[start:end]` is found."""

    term: str
    """What is compared with the terms of a query; a name's begins with "@"."""
    start: int
    end: int
    form: str = ""
    """The folded, unstemmed word, by which exact phrases are found; empty for a second reading or a wide token."""


_INVISIBLE = "\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = rf"[^\W_{_HAN}\u02b0-\u02ff\u0640]"
_INSIDE = rf"(?:{_LETTER}|[{_MARKS}{_INVISIBLE}])"
_PIECE = re.compile(
    rf"(?P<symbol>[^\W\d_{_HAN}]{{1,10}}(?:[/\uff0f](?:[^\W_{_HAN}][.\-]?)+)+)"
    rf"|(?P<dotted>(?:(?<!\w)[^\W\d_{_HAN}]\.){{2,}}[^\W\d_{_HAN}]?(?!\w))"
    rf"|(?P<word>{_LETTER}{_INSIDE}*)"
    rf"|(?P<han>[{_HAN}]+)"
)
_RUN = re.compile(rf"[\w{_MARKS}{_INVISIBLE}]+")
"""Nearly always a word; the others, and what goes on with a stroke or is an initial, are looked at closely."""
_STROKES = frozenset("/\uff0f")
_MIXED = re.compile(rf"[_{_HAN}\u02b0-\u02ff\u0640{_MARKS}{_INVISIBLE}]")
_PART = re.compile(rf"{_LETTER}{_INSIDE}*")
_DROPPED = re.compile(rf"[{_MARKS}{_INVISIBLE}]")
_ELIDED = frozenset(["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])
_APOSTROPHES = frozenset("'\u2019\u2018\u02bc\u02bb\u02bf\u02be`\u00b4\uff07")
_LONGEST_ELIDED = 7
_HYPHENS = frozenset("-\u2010\u2011")
_LATIN = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d"})
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
_lists = json.loads(files("comity.texts").joinpath("words.json").read_text(encoding="utf-8"))
FUNCTION_WORDS: frozenset[str] = frozenset(
    word for words in _lists["function_words"].values() for word in words
)
"""Folded articles, prepositions and conjunctions, which a query may leave out beside other words."""
_COMPOUND = re.compile(
    "({})(?!(?:{}))(.{{5,}})".format(
        "|".join(sorted(_lists["compounds"], key=len, reverse=True)), "|".join(_lists["not_compounds"])
    )
)


_NOTHING = Token("", 0, 0)


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language], 0)


def _script(word: str) -> str:
    letter = next((letter for letter in word if letter.isalpha()), "")
    if (
        letter < "\u0370"
        or "\u1e00" <= letter <= "\u1eff"
        or "\ufb00" <= letter <= "\ufb06"
        or letter >= "\uff21"
    ):
        return "latin" if letter else ""
    if "\u0400" <= letter <= "\u052f":
        return "cyrillic"
    return "arabic" if "\u0600" <= letter <= "\u08ff" or "\ufb50" <= letter <= "\ufefc" else ""


def _unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_LATIN)


def _ascii_digits(word: str) -> str:
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in word)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without case, accents and marks, its digits in ASCII: what `form` holds."""
    word = word.lower()
    if word.isascii():
        return word[:LONGEST]
    word = _ascii_digits(_DROPPED.sub("", unicodedata.normalize("NFC", word)))
    script = _script(word)
    if script == "latin":
        word = _unaccented(word)
    elif script == "cyrillic":
        word = word.replace("ё", "е")
    elif script == "arabic":
        word = arabic_words.fold(word)
    return unicodedata.normalize("NFKC", word)[:LONGEST]


@lru_cache(maxsize=400_000)
def _terms(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The form of a word and its terms, likeliest first."""
    form = fold(word)
    script = _script(form)
    if script == "arabic":
        return form, arabic_words.stems(form)
    stemmed_as = {"latin": language if language in ("en", "fr", "es", "und") else "en", "cyrillic": "ru"}.get(
        script
    )
    if stemmed_as in (None, "und") or not form.isalpha():
        return form, (form,)
    # Snowball wants the accents, writers forget them: both stems, so that either spelling finds the other.
    with_accents = _DROPPED.sub("", unicodedata.normalize("NFC", word.lower()))[:LONGEST]
    stems = [fold(_stemmer(stemmed_as).stemWord(with_accents)), _stemmer(stemmed_as).stemWord(form)]
    return form, tuple(dict.fromkeys(stem or form for stem in stems))


@lru_cache(maxsize=400_000)
def _readings(word: str, language: str) -> tuple[Token, ...]:
    """The tokens of one word, offsets from its beginning: a closed compound ("counterterrorism") gives two words."""
    compound = _COMPOUND.fullmatch(word.lower()) if len(word) > 8 else None
    middle = len(compound[1]) if compound else 0
    parts = [(0, middle), (middle, len(word))] if compound else [(0, len(word))]
    found = []
    for start, end in parts:
        form, terms = _terms(word[start:end], language)
        found += [Token(term, start, end, form if at == 0 else "") for at, term in enumerate(terms) if form]
    return tuple(found)


@lru_cache(maxsize=400_000)
def _plain(run: str, language: str) -> tuple[Token, ...] | None:
    """The tokens of a run that is one word; None where it has to be looked at closely."""
    return None if _MIXED.search(run) else _readings(run, language)


def _word(text: str, start: int, end: int, language: str) -> list[Token]:
    return [
        _token(Token, (term, start + first, start + last, form))
        for term, first, last, form in _readings(text[start:end], language)
    ]


_token = (
    tuple.__new__
)  # the constructor of a named tuple takes three times as long, and this runs for every word


def _is_elided(text: str, start: int, end: int) -> bool:
    """The l of "l'ONU" and the s of "Council's" are no words that a reader would miss."""
    if text[end : end + 1] in _APOSTROPHES:
        return text[start:end].lower() in _ELIDED and text[end + 1 : end + 2].isalpha()
    return (
        text[start:end] in ("s", "S")
        and start > 1
        and text[start - 1] in _APOSTROPHES
        and text[start - 2].isalpha()
    )


def _joined(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    """ "co-operation" and "e-mail" are also found as one word."""
    if end - start > 2 or end >= len(text) or text[end] not in _HYPHENS or text[start].isdigit():
        return
    if start and (text[start - 1].isalnum() or text[start - 1] in _HYPHENS):
        return
    rest = _PART.match(text, end + 1)
    if rest and rest.end() - rest.start() >= 4:
        for term in _terms(text[start:end] + rest[0], language)[1]:
            yield Token(term, start, rest.end())


def _symbol(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    """A document symbol as a whole, and its parts; any other words with a stroke between them are only parts."""
    whole = fold(text[start:end].replace("\uff0f", "/")).rstrip(".-")
    if any(letter.isdigit() for letter in whole):
        yield Token(whole, start, start + len(text[start:end].rstrip(".-")))
    for part in _PART.finditer(text, start, end):
        yield from _word(text, part.start(), part.end(), language)


def _han(text: str, start: int, end: int) -> list[Token]:
    """Each character, and each with the one that follows: Chinese has no spaces."""
    run = text[start:end]
    folded: Sequence[str] = run
    if not unicodedata.is_normalized("NFKC", run):
        folded = [unicodedata.normalize("NFKC", letter) for letter in run]
    tokens: list[Token] = [_NOTHING] * (2 * len(run) - 1)
    tokens[::2] = [_token(Token, (letter, at, at + 1, letter)) for at, letter in enumerate(folded, start)]
    tokens[1::2] = [
        _token(Token, (letter + following, at, at + 2, ""))
        for at, (letter, following) in enumerate(pairwise(folded), start)
    ]
    return tokens


def _han_only(text: str, start: int, end: int, only: Collection[str]) -> list[Token]:
    """Those of the wanted terms, looked for instead of cut."""
    run = text[start:end]
    if not unicodedata.is_normalized("NFKC", run):
        return _han(text, start, end)
    found = []
    for term in only:
        at = run.find(term) if 0 < len(term) <= 2 else -1
        while at >= 0:
            found.append(Token(term, start + at, start + at + len(term), term if len(term) == 1 else ""))
            at = run.find(term, at + 1)
    return sorted(found, key=lambda token: (token.start, token.end))


def _piece(
    text: str, start: int, language: str, only: Collection[str] | None = None
) -> tuple[list[Token], int]:
    """The tokens of what begins at `start`, or soon after it, and where to go on."""
    piece = _PIECE.search(text, start)
    if piece is None:
        return [], len(text)
    start, end = piece.span()
    match piece.lastgroup:
        case "han":
            return _han(text, start, end) if only is None else _han_only(text, start, end, only), end
        case "symbol":
            return list(_symbol(text, start, end, language)), end
        case "dotted":
            form = fold(piece[0].replace(".", ""))
            return [Token(form, start, end, form)], end
        case _:
            return _short_word(text, start, end, language), end


def _short_word(text: str, start: int, end: int, language: str) -> list[Token]:
    if _is_elided(text, start, end):
        return []
    return [*_joined(text, start, end, language), *_word(text, start, end, language)]


def cut(text: str, language: str, only: Collection[str] | None = None) -> list[Token]:
    """The tokens of a text without its names; `analyse` is what searching uses.

    With `only`, tokens of other terms are left out, in half the time.
    """
    tokens: list[Token] = []
    add, end = tokens.append, 0
    for run in _RUN.finditer(text):
        start, stop = run.span()
        if start < end:
            if stop <= end:
                continue
            start = end
        after = text[stop : stop + 1]
        length = stop - start
        readings = _plain(text[start:stop], language)
        if readings is None or after in _STROKES or (after == "." and length == 1):
            while start < stop:
                found, start = _piece(text, start, language, only)
                tokens += found if only is None else [token for token in found if token.term in only]
            end = start
            continue
        if length <= _LONGEST_ELIDED and _is_elided(text, start, stop):
            continue
        if length <= 2 and after in _HYPHENS:
            joined = _joined(text, start, stop, language)
            tokens += [token for token in joined if only is None or token.term in only]
        for term, first, last, form in readings:
            if only is None or term in only:
                add(_token(Token, (term, start + first, start + last, form)))
    return tokens


def analyse(text: str, language: str) -> list[Token]:
    """Every token of the text, in reading order of its words, with the names that stand in it.

    `language` is one of the six or "und" (nothing is stemmed). Offsets count code points of `text` as given.
    Text in another script than the language's is stemmed by its script (Latin as English).
    """
    from comity.texts import names

    tokens = cut(text, language)
    return tokens + [Token(term, start, end) for term, start, end in names.found(text, tokens)]


class Wanted(NamedTuple):
    """What a paragraph must hold to be found by the word `text[start:end]`: one of the terms."""

    start: int
    end: int
    terms: frozenset[str]
    is_function_word: bool


def wanted(text: str, language: str) -> list[Wanted]:
    """What a paragraph of the language must hold to be found by these words, in their order.

    A wide token stands for its parts, a name also for the characters that touch it.
    """
    tokens = analyse(text, language)
    named = [token for token in tokens if token.term.startswith("@")]
    spans: dict[tuple[int, int], list[str]] = {}
    for token in tokens:
        if token not in named and any(token.start < name.end and name.start < token.end for name in named):
            continue
        if not any(_wider(other, token) for other in tokens):
            spans.setdefault((token.start, token.end), []).append(token.term)
    return [
        Wanted(start, end, frozenset(terms), fold(text[start:end]) in FUNCTION_WORDS)
        for (start, end), terms in sorted(spans.items())
    ]


def _wider(other: Token, token: Token) -> bool:
    return (
        other.start <= token.start
        and token.end <= other.end
        and other.end - other.start > token.end - token.start
    )
