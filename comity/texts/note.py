"""A concept note read for what it says of the meeting: proposals, each with the words it came from.

Nothing is decided here: where a note says a thing twice, both are proposed, and what it does not say is remarked on.
Words are looked for in English; instruments, which every language cites alike, in all six. The note for the meeting of
30 November 2016 is the first example: it speaks of "the above four aspects" and lists none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.texts.model import Citation, Kind, Paragraph, Reading, Status

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
DAY = rf"(?P<{{0}}day>\d{{{{1,2}}}})(?:\s+(?P<{{0}}month>{'|'.join(MONTHS)}))?(?:,?\s+(?P<{{0}}year>\d{{{{4}}}}))?"
SPAN = re.compile(rf"{DAY.format('from_')}\s*(?:to|and|through|–|—|-)\s*{DAY.format('to_')}")
ONE_DAY = re.compile(DAY.format(""))
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
ASPECTS = re.compile(rf"\b(?P<number>{'|'.join(NUMBERS)}|\d)\s+(?:aspects|topics|themes)\b", re.I)
LISTED = re.compile(r"\b(?:aspects|topics|themes)\b.*:$", re.I)
HELD = re.compile(
    r"\b(?:held|convened|take place)\s+(?:at|in)\s+(?:the\s+)?(?P<venue>[A-Z].+?),?\s+(?:from|on)\s+\d"
)
FOCUS = re.compile(
    r"\b(?P<kind>[Ss]pecial [Mm]eeting)\b[^.]*?\bfocus on (?P<subject>[^.;]+)|\bfocus on (?P<alone>[^.;]+)"
)
COMMITTEE = re.compile(r"\b((?:[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)* )+Committee)\b")
DUE = re.compile(rf"\b(?:by|before|until|no(?:t)? later than)\s+(?:the\s+)?{DAY.format('')}")
EARLIER = re.compile(rf"\bon\s+{DAY.format('')},?[^.]*\bheld\b")
PREPARED = re.compile(r"[^.]*\bpreparatory\b[^.]*\.")
PHASES = re.compile(r"[^.]*\bpresentation\b[^.]*\bdiscussion\b[^.]*\.", re.I)
EXPERTS = re.compile(r"[^.]*\bexperts\b will serve as rapporteurs\.", re.I)
DUTIES = {"regist": "registration", "statement": "statements"}
ZONES = {
    "New York": "America/New_York",
    "Geneva": "Europe/Zurich",
    "Vienna": "Europe/Vienna",
    "Nairobi": "Africa/Nairobi",
    "Addis Ababa": "Africa/Addis_Ababa",
    "Bangkok": "Asia/Bangkok",
    "Beirut": "Asia/Beirut",
    "Santiago": "America/Santiago",
    "Paris": "Europe/Paris",
    "Rome": "Europe/Rome",
    "The Hague": "Europe/Amsterdam",
    "Madrid": "Europe/Madrid",
    "New Delhi": "Asia/Kolkata",
    "Abu Dhabi": "Asia/Dubai",
    "Strasbourg": "Europe/Paris",
}
"""Cities where the Organization and its committees meet, and their clocks."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where it stands: the anchor and printed number of a paragraph, and exact words of it."""

    anchor: str
    number: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`field`: title, convener, days, venue, time_zone, instrument, aspects, deadline, preparation, phases,
    rapporteurs, earlier. `value` is JSON: days {"opens_on", "closes_on"}, deadline {"of", "on"}, aspects titles."""

    field: str
    value: Any
    source: Source


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should look at: `code` is stable."""

    code: str
    source: Source | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Proposals of one field in the order of likelihood."""

    language: str
    proposals: list[Proposal]
    remarks: list[Remark]

    def of(self, field: str) -> list[Proposal]:
        return [one for one in self.proposals if one.field == field]


def study(reading: Reading) -> Note:
    """What the note proposes and what it leaves open; a text that is no concept note proposes little."""
    paragraphs = reading.paragraphs
    language = reading.languages[0].language if reading.languages else "und"
    proposals = [
        *titles(paragraphs),
        *conveners(paragraphs),
        *days(paragraphs),
        *venues(paragraphs),
        *instruments(paragraphs, reading.citations),
        *aspects(paragraphs),
        *deadlines(paragraphs),
        *sentences("preparation", PREPARED, paragraphs),
        *sentences("phases", PHASES, paragraphs),
        *sentences("rapporteurs", EXPERTS, paragraphs),
        *earlier(paragraphs),
    ]
    return Note(language, proposals, list(remarks(reading, proposals)))


def source(paragraph: Paragraph, words: str) -> Source:
    return Source(paragraph.anchor, paragraph.number, words)


def titles(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """The heading above the first numbered paragraph, where it is a title; else what the meeting will focus on."""
    for one in paragraphs:
        if one.number and one.kind != Kind.HEADING:
            break
        if one.kind == Kind.HEADING and len(one.text.split()) > 3:
            title = re.sub(r"^concept (?:note|paper)\s*[:–—-]?\s*", "", one.text, flags=re.I)
            yield Proposal("title", title, source(one, one.text))
    for one in paragraphs:
        for found in FOCUS.finditer(one.text):
            subject = (found["subject"] or found["alone"]).strip()
            kind = "Special Meeting" if found["kind"] else "Meeting"
            yield Proposal("title", f"{kind} on {subject}", source(one, found.group()))


def conveners(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """The committee that is named most often with its whole name."""
    named = Counter(
        name for one in paragraphs for found in COMMITTEE.finditer(one.text) if (name := whole(found[1]))
    )
    for name, _times in named.most_common(1):
        one = next(one for one in paragraphs if name in one.text)
        yield Proposal("convener", name, source(one, name))


def whole(name: str) -> str:
    """Without the article of a sentence that begins with it; "" for "the Committee"."""
    name = name.removeprefix("The ")
    return "" if name in ("Committee", "The Committee") else name


def days(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """From when to when it will be held, in the paragraph that says where, or under the heading that says "date"."""
    likely = [one for one in paragraphs if HELD.search(one.text)] + under(paragraphs, r"\b(?:date|dates)\b")
    seen = set()
    for one in likely:
        if one.anchor in seen:
            continue
        seen.add(one.anchor)
        found = SPAN.search(one.text)
        if found is not None:
            if (span := span_of(found)) is not None:
                value = {"opens_on": span[0].isoformat(), "closes_on": span[1].isoformat()}
                yield Proposal("days", value, source(one, found.group()))
            continue
        single = next((day for found in ONE_DAY.finditer(one.text) if (day := whole_day(found))), None)
        if single is not None:
            on, words = single
            value = {"opens_on": on.isoformat(), "closes_on": on.isoformat()}
            yield Proposal("days", value, source(one, words))


def under(paragraphs: Sequence[Paragraph], heading: str) -> list[Paragraph]:
    """The paragraphs below a heading that has these words."""
    found, inside = [], False
    for one in paragraphs:
        if one.kind == Kind.HEADING:
            inside = re.search(heading, one.text, re.I) is not None
        elif inside:
            found.append(one)
    return found


def span_of(found: re.Match[str]) -> tuple[date, date] | None:
    """What the first day leaves out it takes from the second: "30 November to 1 December 2016"."""
    month, year = found["to_month"], found["to_year"]
    if not month or not year:
        return None
    last = day_of(found["to_day"], month, year)
    first = day_of(found["from_day"], found["from_month"] or month, found["from_year"] or year)
    return (first, last) if first and last and first <= last else None


def whole_day(found: re.Match[str]) -> tuple[date, str] | None:
    if not found["month"] or not found["year"]:
        return None
    day = day_of(found["day"], found["month"], found["year"])
    return (day, found.group()) if day else None


def day_of(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def venues(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """Where it will be held, and whose clock that is."""
    for one in paragraphs:
        found = HELD.search(one.text)
        if found is None:
            continue
        venue = found["venue"].strip()
        yield Proposal("venue", venue, source(one, venue))
        for city, zone in ZONES.items():
            if city in venue:
                yield Proposal("time_zone", zone, source(one, city))
                break


def instruments(paragraphs: Sequence[Paragraph], citations: Sequence[Citation]) -> Iterator[Proposal]:
    """Each that is cited once, in the order in which they are cited first."""
    by_anchor = {one.anchor: one for one in paragraphs}
    seen = set()
    for one in citations:
        if one.symbol not in seen and one.paragraph in by_anchor:
            seen.add(one.symbol)
            yield Proposal("instrument", one.symbol, source(by_anchor[one.paragraph], one.text))


def aspects(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """Lists that may be the declared aspects: one that says so; else those of the right length, the nearest above the
    sentence that counts them first."""
    for place, one in enumerate(paragraphs):
        if LISTED.search(one.text):
            items = listed_below(paragraphs[place + 1 :])
            if len(items) > 1:
                yield Proposal("aspects", [titled(item.text) for item in items], source(one, one.text))
    number, above = counted(paragraphs)
    candidates = [
        (place, Proposal("aspects", [titled(item) for item in items], source(one, words)))
        for place, one in enumerate(paragraphs)
        for words, items in enumerations(one.text)
        if len(items) == number or (number is None and len(items) > 2)
    ]
    yield from (
        found for _place, found in sorted(candidates, key=lambda one: (one[0] > above, abs(above - one[0])))
    )


def listed_below(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    items = []
    for one in paragraphs:
        if one.kind != Kind.ITEM:
            break
        items.append(one)
    return items


def counted(paragraphs: Sequence[Paragraph]) -> tuple[int | None, int]:
    """How many aspects the note says there are, and the place of the paragraph that says so."""
    for place, one in enumerate(paragraphs):
        found = ASPECTS.search(one.text)
        if found is not None:
            word = found["number"].lower()
            return NUMBERS.get(word) or int(word), place
    return None, len(paragraphs)


def enumerations(text: str) -> Iterator[tuple[str, list[str]]]:
    """(the words, what they list) of each list that "including" opens and a full stop ends."""
    for found in re.finditer(r"\bincluding,?\s+(?P<list>[^.]+)\.", text):
        listed = found["list"]
        pattern = r";\s*(?:and\s+)?" if ";" in listed else r",\s+(?:and\s+)?|\s+as well as\s+"
        yield listed, [item.strip() for item in re.split(pattern, listed) if item.strip()]


def titled(item: str) -> str:
    item = re.sub(r"^(?:and\s+)?(?:the\s+)?", "", item.strip().rstrip(".;,"), flags=re.I)
    return item[:1].upper() + item[1:]


def deadlines(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """Until when statements are sent and participants register; `of` is "statements" or "registration"."""
    for one in paragraphs:
        for sentence in re.findall(r"[^.]+\.?", one.text):
            about = next((of for stem, of in DUTIES.items() if stem in sentence.lower()), "")
            found = DUE.search(sentence)
            if about and found and found["month"] and found["year"]:
                on = day_of(found["day"], found["month"], found["year"])
                if on is not None:
                    value = {"of": about, "on": on.isoformat()}
                    yield Proposal("deadline", value, source(one, sentence.strip()))


def sentences(field: str, pattern: re.Pattern[str], paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """The first sentence that says so."""
    for one in paragraphs:
        found = pattern.search(one.text)
        if found is not None:
            yield Proposal(field, True, source(one, found.group().strip()))
            return


def earlier(paragraphs: Sequence[Paragraph]) -> Iterator[Proposal]:
    """The meeting that this one follows."""
    for one in paragraphs:
        found = EARLIER.search(one.text)
        if found is not None and (day := whole_day(found)) is not None:
            yield Proposal("earlier", day[0].isoformat(), source(one, found.group()))
            return


def remarks(reading: Reading, proposals: Sequence[Proposal]) -> Iterator[Remark]:
    """What the note leaves open or says wrongly."""
    by_anchor = {one.anchor: one for one in reading.paragraphs}
    number, place = counted(reading.paragraphs)
    lists = [one for one in proposals if one.field == "aspects"]
    if number is not None and len(lists) != 1:
        one = reading.paragraphs[place]
        found = ASPECTS.search(one.text)
        assert found is not None, "it was counted"
        yield Remark("aspects_not_listed", source(one, found.group()), str(len(lists)))
    for cited in reading.citations:
        if cited.status == Status.YEAR_MISMATCH:
            yield Remark("year_mismatch", source(by_anchor[cited.paragraph], cited.text), cited.symbol)
    for warning in reading.warnings:
        found_in = by_anchor.get(warning.paragraph or "")
        yield Remark(warning.code, source(found_in, found_in.text) if found_in else None, warning.message)
    if not any(one.field == "deadline" for one in proposals):
        yield Remark("no_deadline")
    if not any(one.field == "days" for one in proposals):
        yield Remark("no_days")
