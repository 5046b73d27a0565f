"""Which body is meant by a name as people write it: in manifests, e-mails and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from comity.participants.models import Body, Stakeholder
from comity.texts.states import understood

ORGANIZATION = re.compile(
    r"\b(organi[sz]ation|commission|committee|council|authority|union for|secretariat|bank|programme|agency|unesco"
    r"|group|states|alliance|community)\b",
    re.I,
)
STATES = (Stakeholder.MEMBER_STATE, Stakeholder.OBSERVER_STATE)
CLOSE = 0.85
BRACKETS = re.compile(r"\(.*?\)|（.*?）")
LONGEST = 8
"""Words of a name that is looked for in a file name."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The body that a name most likely means; `sure` unless a slip of a letter or two was forgiven."""

    body: Body
    sure: bool


def plain(name: str) -> str:
    """Lower case, without accents, brackets and punctuation: what two spellings have in common."""
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    return " ".join(re.findall(r"\w+", re.sub(r"[_'’]", " ", bare).casefold()))


class Names:
    """All names of the bodies given, for looking up many names in one go."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.bodies: dict[str, Body] = {}
        self.codes: dict[str, Body] = {}
        for body in bodies:
            self.add(body)

    def add(self, body: Body) -> None:
        self.codes.setdefault(body.code, body)
        for name in spellings(body):
            # "us" and "uk" are also a word and a language: they count as codes do.
            (self.bodies if len(name) > 2 else self.codes).setdefault(name, body)

    def find(self, name: str) -> Body | None:
        """As `guess`, without saying how sure it is."""
        guess = self.guess(name)
        return guess.body if guess else None

    def guess(self, name: str) -> Guess | None:
        """By code or by a name in any language, official, former or everyday; slips of a letter or two are forgiven
        where they leave one body only."""
        known = self._known(name)
        if known is not None:
            return Guess(known, sure=True)
        if len(plain(name)) <= 5:
            return None
        close = self.close_to(name)
        return Guess(close[0], sure=False) if len(close) == 1 else None

    def close_to(self, name: str) -> list[Body]:
        """Bodies whose names differ from it by little: more than one where only a person can choose."""
        found = [self.bodies[one] for one in get_close_matches(plain(name), self.bodies, cutoff=CLOSE)]
        return list({body.pk: body for body in found}.values())

    def _known(self, name: str) -> Body | None:
        for form in (plain(name), plain(BRACKETS.sub("", name))):
            if form in self.bodies:
                return self.bodies[form]
        if (code := self.codes.get(name.strip().lower())) is not None:
            return code
        abbreviations = [self.codes.get(plain(one)) for one in BRACKETS.findall(name)]
        return next((body for body in abbreviations if body and body.category not in STATES), None)

    def guess_from_file_name(self, file_name: str) -> Guess | None:
        """The longest name that stands in a file name such as `cop22_REPUBLIC_OF_KOREA_en.pdf`.

        None where there is none, or where two bodies are named: then only a person can tell whose it is. A code
        counts where it stands in capitals, as in `NOR-statement.pdf`, for many codes are words.
        """
        stem = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        named = self._named(plain(stem).split())
        if not named:
            capitals = re.findall(r"(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])", stem)
            named = {body.pk: body for word in capitals if (body := self.codes.get(word.lower()))}
        if named:
            return Guess(next(iter(named.values())), sure=True) if len(named) == 1 else None
        return self._close_to_a_word(plain(stem).split())

    def _named(self, words: list[str]) -> dict[int, Body]:
        """Every body that is named; a name within a longer one is not counted ("Guinea" in "Guinea-Bissau")."""
        found: dict[int, Body] = {}
        place = 0
        while place < len(words):
            step = 1
            for length in range(min(LONGEST, len(words) - place), 0, -1):
                body = self.bodies.get(" ".join(words[place : place + length]))
                if body is not None:
                    found[body.pk], step = body, length
                    break
            place += step
        return found

    def _close_to_a_word(self, words: list[str]) -> Guess | None:
        for word in sorted(words, key=len, reverse=True):
            guess = self.guess(word) if len(word) > 5 else None
            if guess is not None:
                return guess
        return None


def spellings(body: Body) -> set[str]:
    found = {plain(name) for name in understood().get(body.code, ())}
    for names in (body.names, *(former.names for former in body.former_names.all())):
        for name in names.values():
            found |= {plain(name), plain(BRACKETS.sub("", name))}
    return found - {""}


def probable_category(name: str) -> Stakeholder:
    """A first guess for a body that nobody has entered yet; the secretariat is asked to check it."""
    return Stakeholder.IGO_INTERNATIONAL if ORGANIZATION.search(name) else Stakeholder.CIVIL_SOCIETY
