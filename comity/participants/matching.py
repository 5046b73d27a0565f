"""Which body is meant by a name as people write it: in manifests, e-mails and file names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from comity.participants.models import Body, Stakeholder

EVERYDAY: dict[str, tuple[str, ...]] = {
    "are": ("uae", "emirates"),
    "bol": ("bolivia",),
    "brn": ("brunei",),
    "cpv": ("cape verde",),
    "civ": ("ivory coast", "cotedivoire", "cote divoire"),
    "cod": ("drc", "dr congo"),
    "cze": ("czech republic",),
    "fsm": ("micronesia",),
    "gbr": ("uk", "united kingdom", "great britain"),
    "irn": ("iran",),
    "kor": ("korea", "south korea", "rok"),
    "lao": ("laos",),
    "mda": ("moldova",),
    "mkd": ("macedonia",),
    "mmr": ("burma",),
    "nld": ("netherlands", "holland"),
    "prk": ("north korea", "dprk"),
    "pse": ("palestine",),
    "rus": ("russia",),
    "swz": ("swaziland",),
    "syr": ("syria",),
    "tls": ("east timor",),
    "tur": ("turkey",),
    "tza": ("tanzania",),
    "usa": ("us", "united states"),
    "ven": ("venezuela",),
    "vat": ("vatican",),
    "vnm": ("vietnam",),
}
"""Everyday English names that no official name contains; recognized, never shown."""
ORGANIZATION = re.compile(
    r"\b(organi[sz]ation|commission|authority|council|union for|secretariat|bank|programme|agency|unesco)\b",
    re.I,
)
CLOSE = 0.85


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
        for body in bodies:
            self.add(body)

    def add(self, body: Body) -> None:
        for name in spellings(body):
            self.bodies.setdefault(name, body)

    def find(self, name: str) -> Body | None:
        """By code or by a name in any language, official or everyday; slips of a letter or two are forgiven."""
        wanted = plain(name)
        found = self.bodies.get(wanted) or self.bodies.get(plain(re.sub(r"\(.*?\)", "", name)))
        if found is None and len(wanted) > 5:
            close = get_close_matches(wanted, self.bodies, n=1, cutoff=CLOSE)
            found = self.bodies[close[0]] if close else None
        return found

    def find_in_file_name(self, file_name: str) -> Body | None:
        """The longest name that stands in a file name such as `cop22_REPUBLIC_OF_KOREA_en.pdf`."""
        words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", file_name.rsplit(".", 1)[0])).split()
        for length in range(min(8, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                if len(name) > 2 and name in self.bodies:
                    return self.bodies[name]
        for word in sorted(words, key=len, reverse=True):
            if len(word) > 5 and (close := get_close_matches(word, self.bodies, n=1, cutoff=CLOSE)):
                return self.bodies[close[0]]
        return None


def spellings(body: Body) -> set[str]:
    found = {plain(body.code), *EVERYDAY.get(body.code, ())}
    for name in body.names.values():
        found |= {plain(name), plain(re.sub(r"\(.*?\)", "", name))}
    return found - {""}


def probable_category(name: str) -> Stakeholder:
    """A first guess for a body that nobody has entered yet; the secretariat is asked to check it."""
    return Stakeholder.IGO_INTERNATIONAL if ORGANIZATION.search(name) else Stakeholder.CIVIL_SOCIETY
