"""The words by which a proposal, a practice, a plan or a difficulty is known, in six languages: cues.json; and
those of courtesy: courtesies.json.

An entry is one word or several; `*` stands for any end of a word, `?` for one letter, `…` for up to three words. Case,
apostrophes and hyphens do not count; Arabic words are compared as `arabic_words.fold` leaves them, with or without a
leading و or ف. Chinese has no spaces between words: its entries are regular expressions.

A file that COMITY_COURTESIES names adds courtesies of one's own, and takes ours away by a leading "-":
{"en": ["dear colleagues", "-distinguished"]}.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import translate
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from comity.texts import arabic_words, lexicon
from comity.texts.model import LANGUAGES

_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u0652\u0670]+[^\W_]*)*")
_MARKS = re.compile("[\u064b-\u0652\u0670]")
_GAP = "…"
_WIDEST = 3
"""Words that a gap may stand for."""
_AND = "وف"
"""Arabic writes "and" and "so" as the first letter of the next word."""

Lists = Mapping[str, Sequence[str]]
"""Code -> entries."""


class Cue(NamedTuple):
    """A listed word found: `words == text[start:end]`, offsets in code points."""

    code: str
    words: str
    start: int
    end: int


class Word(NamedTuple):
    """A word as it is compared, and where it stands."""

    form: str
    start: int
    end: int


class Entry(NamedTuple):
    """What may follow a first word: each a whole word, a pattern or the gap."""

    code: str
    rest: tuple[re.Pattern[str] | None, ...]


def found(text: str, language: str) -> list[Cue]:
    """Every listed word of the text, by place; of two that overlap under one code the longer. [] for a language that
    has no lists."""
    if language not in LANGUAGES:
        return []
    spans = in_chinese(text) if language == "zh" else in_words(words(text, language), language)
    kept = [longest for _, same in groupby(sorted(spans), lambda one: one[0]) for longest in apart(same)]
    kept.sort(key=lambda one: (one[1], one[2], one[0]))
    return [Cue(code, text[start:end], start, end) for code, start, end in kept]


def apart(spans: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Those that do not overlap, the longest of a place first; they come sorted by place."""
    last: tuple[str, int, int] | None = None
    for one in spans:
        if last is not None and one[1] < last[2]:
            last = max(last, one, key=lambda span: span[2] - span[1])
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def words(text: str, language: str) -> list[Word]:
    """The words of a text; two that a bad extraction ran together ("weneed") are two, one that it tore apart
    ("con tinue") is one."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        written = form(match[0], language)
        middle = seam(written, language) if end - start >= _SHORTEST_RUN else 0
        if middle:
            found.append(Word(written[:middle], start, start + middle))
        elif found and found[-1].end + 1 == start and torn(found[-1].form, written, language):
            first = found.pop()
            found.append(Word(first.form + written, first.start, end))
            continue
        found.append(Word(written[middle:], start + middle, end))
    return found


_SHORTEST_RUN = 6
_SPACED = ("en", "fr", "es", "ru")


@lru_cache(maxsize=100_000)
def seam(word: str, language: str) -> int:
    """Where a word that no list has parts into two that the language's list has; 0 where it does not."""
    if language not in _SPACED or word in lexicon.listed(language):
        return 0
    known = lexicon.listed(language)
    places = [at for at in range(2, len(word) - 1) if word[:at] in known and word[at:] in known]
    return max(places, key=lambda at: min(at, len(word) - at), default=0)


@lru_cache(maxsize=100_000)
def form(word: str, language: str) -> str:
    return arabic_words.fold(_MARKS.sub("", word)) if language == "ar" else word.casefold()


@lru_cache(maxsize=100_000)
def torn(first: str, second: str, language: str) -> bool:
    """Whether two words are one of the language's list, and at least one of them by itself is none."""
    if language not in _SPACED or first + second not in (known := lexicon.listed(language)):
        return False
    return first not in known or second not in known or len(first) == 1 or len(second) == 1


def in_words(run: Sequence[Word], language: str) -> Iterator[tuple[str, int, int]]:
    for place, word in enumerate(run):
        for entry in beginning(word.form, language):
            last = follow(run, place + 1, entry.rest)
            if last:
                yield entry.code, word.start, run[last - 1].end


def follow(run: Sequence[Word], place: int, rest: tuple[re.Pattern[str] | None, ...]) -> int:
    """Where the words that follow end, 0 where they do not follow."""
    if not rest:
        return place
    head, tail = rest[0], rest[1:]
    if head is None:
        ends = (follow(run, place + step, tail) for step in range(_WIDEST + 1))
        return next((end for end in ends if end), 0)
    if place >= len(run) or not head.match(run[place].form):
        return 0
    return follow(run, place + 1, tail)


@lru_cache(maxsize=100_000)
def beginning(word: str, language: str) -> tuple[Entry, ...]:
    """The entries that may begin with this word."""
    exact, prefixes, patterns = tables(language)
    forms = [word]
    if language == "ar" and word[:1] in _AND and len(word) > 3:
        forms.append(word[1:])
    found: list[Entry] = []
    for one in forms:
        found += exact.get(one, ())
        for end in range(1, len(one) + 1):
            found += prefixes.get(one[:end], ())
        found += [entry for head, entry in patterns if head.match(one)]
    return tuple(found)


Table = dict[str, list[Entry]]


@cache
def tables(language: str) -> tuple[Table, Table, list[tuple[re.Pattern[str], Entry]]]:
    """Entries by their first word, by its beginning, and by a pattern of it."""
    exact: Table = {}
    prefixes: Table = {}
    patterns: list[tuple[re.Pattern[str], Entry]] = []
    for code, entries in lists(language).items():
        for written in entries:
            head, *rest = written.split()
            entry = Entry(code, tuple(None if one == _GAP else pattern(one) for one in rest))
            if "?" in head or "*" in head[:-1]:
                patterns.append((pattern(head), entry))
            elif head.endswith("*"):
                prefixes.setdefault(head[:-1], []).append(entry)
            else:
                exact.setdefault(head, []).append(entry)
    return exact, prefixes, patterns


def pattern(written: str) -> re.Pattern[str]:
    return re.compile(translate(written))


@cache
def lists(language: str) -> Lists:
    """All lists of a language, as the files have them."""
    told: dict[str, Sequence[str]] = {}
    for name in ("cues.json", "courtesies.json"):
        told |= json.loads(files("comity.texts.finding").joinpath(name).read_text(encoding="utf-8"))[language]
    own: list[str] = json.loads(own_courtesies() or "{}").get(language, [])
    gone = {one[1:] for one in own if one.startswith("-")}
    kept = [one for one in told["courtesy"] if one not in gone]
    return told | {"courtesy": kept + [one for one in own if not one.startswith("-")]}


@cache
def own_courtesies() -> str:
    """The file that COMITY_COURTESIES names, "" without one. Raises `OSError` where it is named and not there."""
    named = os.environ.get("COMITY_COURTESIES", "")
    return Path(named).read_text(encoding="utf-8") if named else ""


def edition() -> str:
    """Goes behind the version of what the lists propose: "" for ours, else a mark of one's own courtesies, so that
    proposals made by other lists are old."""
    own = own_courtesies()
    return f"+{sha256(own.encode()).hexdigest()[:6]}" if own else ""


def forget() -> None:
    """Read the lists anew."""
    for one in (own_courtesies, lists, tables, chinese, beginning):
        one.cache_clear()


def in_chinese(text: str) -> Iterator[tuple[str, int, int]]:
    for code, compiled in chinese():
        for match in compiled.finditer(text):
            yield code, match.start(), match.end()


@cache
def chinese() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (code, re.compile("|".join(sorted(entries, key=len, reverse=True))))
        for code, entries in lists("zh").items()
    ]
