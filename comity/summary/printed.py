"""A version of the summary in one language, part by part, as the page and the files show it (DOMAIN.md A.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.languages import comma, localized, reader_language
from comity.meetings.printed import place_and_dates
from comity.meetings.times import written_date
from comity.participants.models import Stakeholder
from comity.summary.models import PER_SESSION, Sentence, SummaryVersion

Part = Sentence.Part
THEMES = (Part.RIGHTS, Part.GENDER, Part.VICTIMS)
HEADINGS = {"themes": gettext_lazy("Cross-cutting questions"), "ahead": gettext_lazy("The way ahead")}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence. `number` is its own for ever: "#s12" leads to it."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 1 for a session or a group of parts, 2 for a part; `sentences` run together as one paragraph."""

    level: int
    title: str
    sentences: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A document. `title` "" where its title names a State."""

    title: str
    symbol: str
    address: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The summary as printed in `language`, which is the original where the page's is not there yet."""

    language: str
    title: str
    convener: str
    meeting: str
    place_and_dates: str
    edition: str
    issued_on: str
    distribution: str
    """Without the language of the original, as documents have it besides: "English" is an adjective of a State too."""
    sample: str
    note: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    documents: tuple[Listed, ...]


def language_of(version: SummaryVersion, language: str) -> str:
    """The language asked for, or the original where the version has no words in it."""
    there = version.content["languages"]
    return language if language in there else there[0]


def printed(version: SummaryVersion, language: str) -> Printed:
    """Labels in the language that is active; call it with `language_of` active too."""
    content, meeting = version.content, version.meeting
    day = (version.issued_at or version.cleared_at).astimezone(meeting.zone).date()
    excepted = any(one["excepted"] for part in content["parts"] for one in part["sentences"])
    return Printed(
        language=language,
        title=_("Summary by the Chair"),
        convener=localized(content["meeting"]["convened_by"], language),
        meeting=localized(content["meeting"]["titles"], language),
        place_and_dates=place_and_dates(content["meeting"]),
        edition=status(version),
        issued_on=written_date(day),
        distribution=_("Distr.: General") if version.issued_at else "",
        sample=_("Sample: invented for demonstration") if meeting.sample else "",
        note=note(excepted),
        opening=opening(content),
        sections=tuple(sections(content, language)),
        documents=tuple(
            Listed(localized(one["titles"], language), one["symbol"], one["address"])
            for one in content["documents"]
        ),
    )


def status(version: SummaryVersion) -> str:
    number = _("Version %(number)d") % {"number": version.number}
    waiting = _("cleared, not issued")
    return number if version.issued_at else f"{number} · {waiting}"


def note(excepted: bool) -> str:
    words = _("This summary is the Chair’s responsibility alone. It was not negotiated and commits nobody.")
    further = _("It names no State.")
    joint = "" if reader_language() == "zh" else " "
    return words if excepted else f"{words}{joint}{further}"


def opening(content: dict[str, Any]) -> tuple[str, ...]:
    """Who took part, in numbers by category."""
    counted = [
        _("%(category)s: %(number)d") % {"category": Stakeholder(category).label, "number": number}
        for category, number in content["participation"]
    ]
    if not counted:
        return ()
    return (_("Delegations that took part, by category: %(counts)s.") % {"counts": comma().join(counted)},)


def sections(content: dict[str, Any], language: str) -> list[Section]:
    found: list[Section] = []
    above: object = None
    for part in content["parts"]:
        group, title = head(part, content, language)
        if group != above:
            found.append(Section(1, title))
            above = group
        said = tuple(Said(one["number"], one["texts"][language]) for one in part["sentences"])
        found.append(Section(2, str(Part(part["part"]).label), said))
    return found


def head(part: dict[str, Any], content: dict[str, Any], language: str) -> tuple[str, str]:
    """What stands above a part: its session, or the group that it belongs to."""
    if part["part"] in PER_SESSION:
        return part["session"], localized(content["sessions"][part["session"]], language)
    group = "themes" if part["part"] in THEMES else "ahead"
    return f"/{group}", str(HEADINGS[group])
