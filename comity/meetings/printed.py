"""An agenda in one language, item by item, as the page, the PDF and the DOCX file show it (DOMAIN.md A.1)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comity.languages import comma, localized, reader_language
from comity.meetings import casting
from comity.meetings.models import AgendaVersion, Attribution, Segment
from comity.meetings.times import clock, place, weekday, written_date
from comity.texts.model import LANGUAGES

Content = dict[str, Any]
LANGUAGE_NAMES = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}
NAME_WITHHELD = gettext_lazy("name withheld")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an item says; `label` "" for running text, `kind` a stable code."""

    kind: str
    label: str
    words: tuple[str, ...]
    """One paragraph or list entry each."""
    language: str = ""
    """Of the words, where it is another than the agenda's because nobody translated them."""
    links: tuple[str, ...] = ()
    """The address behind each of the words, where there is one."""

    @property
    def linked(self) -> list[tuple[str, str]]:
        return [*zip(self.links, self.words, strict=True)]


@dataclass(frozen=True, slots=True)
class Item:
    """A session as the agenda prints it."""

    code: str
    title: str
    language: str
    """Of the title, "" where it is the agenda's."""
    when: str
    utc: str
    room: str
    cancelled: str | None
    """Why it is not held, None where it is."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    title: str
    sessions: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """An agenda as printed in the language of the page."""

    language: str
    title: str
    convener: str
    meeting: str
    place_and_dates: str
    version: str
    issued_on: str
    sample: str
    note: str
    cancelled: str
    """What stands with a session that is not held."""
    days: tuple[Day, ...]

    @property
    def edition(self) -> str:
        return self.version


def printed(version: AgendaVersion, *, named: AbstractSet[int] | None = None) -> Printed:
    """The version in the reader's language. `named` are the participants whom the public may read by name now; None for
    those who work on the meeting, who see everybody."""
    content, meeting = version.content, version.meeting
    zone = ZoneInfo(content["meeting"]["time_zone"])
    day = written_date(version.issued_at.astimezone(zone).date())
    return Printed(
        language=reader_language(),
        title=capfirst(str(version)),
        convener=localized(content["meeting"]["convened_by"]),
        meeting=localized(content["meeting"]["titles"]),
        place_and_dates=place_and_dates(content["meeting"]),
        version=_("Version %(number)d") % {"number": version.number},
        issued_on=_("Issued on %(day)s") % {"day": day},
        sample=_("Sample: invented for demonstration") if meeting.sample else "",
        note=_("Times are those of %(place)s; UTC stands beside them.") % {"place": place(meeting)},
        cancelled=_("Cancelled"),
        days=days(content, zone, known(version, named)),
    )


def nameless(agenda: Printed) -> Printed:
    """The agenda without those who take part, for a paper that is handed out and cannot be taken back."""
    days = tuple(
        Day(
            day.title,
            tuple(
                replace(one, lines=tuple(line for line in one.lines if not line.kind.startswith("role-")))
                for one in day.sessions
            ),
        )
        for day in agenda.days
    )
    note = _("Who takes part stands in the agenda on the website of the meeting.")
    return replace(agenda, days=days, note=f"{agenda.note} {note}")


def known(version: AgendaVersion, named: AbstractSet[int] | None) -> Content:
    """Who is called how. Whoever chose a pseudonym since is called by it in public, also where an earlier version was
    issued under the name."""
    people: Content = version.people
    if named is None:
        return people
    veiled = casting.veiled(int(key) for key in people)
    return {
        key: {**one, "name": veiled[int(key)], "title": ""} if int(key) in veiled else one
        for key, one in people.items()
        if int(key) in named
    }


def place_and_dates(meeting: Content) -> str:
    first, last = (date.fromisoformat(meeting[name]) for name in ("opens_on", "closes_on"))
    when = (
        written_date(first)
        if first == last
        else _("%(first)s to %(last)s") % {"first": written_date(first), "last": written_date(last)}
    )
    where = localized(meeting["venues"])
    return f"{where}{comma()}{when}" if where else when


def days(content: Content, zone: ZoneInfo, people: Content) -> tuple[Day, ...]:
    found: dict[date, list[Item]] = {}
    titles = {one["code"]: one["titles"] for one in content["aspects"]}
    topics = {one["code"]: one["titles"] for one in content["sessions"]}
    for one in sorted(content["sessions"], key=lambda one: (one["starts_at"], one["code"])):
        local = datetime.fromisoformat(one["starts_at"]).astimezone(zone)
        lines = tuple(line for line in lines_of(one, titles, topics, people) if any(line.words))
        found.setdefault(local.date(), []).append(item(one, zone, lines))
    return tuple(Day(weekday(day), tuple(items)) for day, items in found.items())


def item(one: Content, zone: ZoneInfo, lines: tuple[Line, ...]) -> Item:
    starts, ends = (datetime.fromisoformat(one[name]) for name in ("starts_at", "ends_at"))
    cancelled = None if one["cancelled"] is None else localized(one["cancelled"])
    return Item(
        code=one["code"],
        title=localized(one["titles"]),
        language=other_language(one["titles"]),
        when=f"{clock(starts.astimezone(zone))}–{clock(ends.astimezone(zone))}",
        utc=f"{starts.astimezone(UTC):%H:%M}–{ends.astimezone(UTC):%H:%M} UTC",
        room=localized(one["room"]),
        cancelled=cancelled,
        lines=lines,
    )


def lines_of(
    one: Content, aspects: dict[str, Any], topics: dict[str, Any], people: Content
) -> Iterable[Line]:
    """In the order of the form; empty ones are dropped by the caller."""
    for role, label in casting.labels():
        there = [part for part in one["parts"] if part["role"] == role]
        yield Line(f"role-{role}", label, tuple(person(part, people) for part in there))
    yield Line("aspects", _("Aspects"), tuple(localized(aspects[code]) for code in one["aspects"]))
    yield Line(
        "leads_to",
        _("Prepares"),
        tuple(localized(topics[code]) for code in one["leads_to"] if code in topics),
    )
    if "segments" in one:
        yield from annotation(one)
    else:
        yield documents(one)


def documents(one: Content) -> Line:
    papers = one.get("documents", ())
    return Line(
        "documents",
        _("Documentation"),
        tuple(paper(each) for each in papers),
        links=tuple(f"{settings.PUBLIC_ADDRESS}/id/{each['ref']}" for each in papers),
    )


def paper(one: Content) -> str:
    """Title, then the symbol that it bears or else its identifier here, with Add., Corr. or Rev."""
    number = " ".join(filter(None, [one["symbol"] or one["ref"], one["suffix"]]))
    return comma().join([localized(one["titles"]), number])


def annotation(one: Content) -> Iterable[Line]:
    """What the annotated agenda adds."""
    about = one["annotations"]
    yield Line(
        "annotation",
        _("Annotation"),
        tuple(localized(about).split("\n")) if about else (),
        other_language(about),
    )
    yield Line(
        "questions",
        _("Guiding questions"),
        tuple(localized(asked["texts"]) for asked in one["questions"]),
        next((found for asked in one["questions"] if (found := other_language(asked["texts"]))), ""),
    )
    yield Line("format", _("Format"), (*(segment(part) for part in one["segments"]), floor(one)))
    yield documents(one)
    yield Line("interpretation", _("Interpretation"), (interpretation(one["interpretation"]),))
    mode = str(Attribution(one["attribution"]).label)
    if one["attribution"] == Attribution.NON_ATTRIBUTED:
        mode = _("not attributed (Chatham House Rule)")
    yield Line("attribution", _("Attribution of what is said"), (mode,))
    yield Line("webcast", _("Webcast"), (_("yes") if one["webcast"] else _("no"),))


def person(part: Content, people: Content) -> str:
    """Name, title, body; while somebody is not confirmed, that too."""
    one = people.get(part["participant"])
    who = [one["name"], one["title"], localized(one["affiliation"])] if one else [str(NAME_WITHHELD)]
    named = comma().join(word for word in who if word)
    state = casting.unconfirmed(part["state"])
    return f"{named} ({state})" if state else named


def segment(part: Content) -> str:
    title = localized(part["titles"]) or capfirst(str(Segment.Kind(part["kind"]).label))
    minutes = ngettext("%(number)d minute", "%(number)d minutes", part["minutes"])
    said = f"{title}: {minutes % {'number': part['minutes']}}"
    about = localized(part["annotations"])
    return f"{said}. {about}" if about else said


def floor(one: Content) -> str:
    words = ngettext(
        "Statements from the floor: %(number)d minute each",
        "Statements from the floor: %(number)d minutes each",
        one["slot_minutes"],
    )
    return words % {"number": one["slot_minutes"]}


def interpretation(codes: list[str]) -> str:
    if set(codes) == set(LANGUAGES):
        return _("the six official languages")
    return comma().join(str(LANGUAGE_NAMES[code]) for code in codes if code in LANGUAGE_NAMES)


def other_language(said: dict[str, str]) -> str:
    """The language in which the reader gets these words, "" where it is the reader's own."""
    shown = localized(said)
    if not said or shown == said.get(reader_language()):
        return ""
    return next((code for code, words in said.items() if words == shown), "")
