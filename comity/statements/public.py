"""Lists of what the public may read: statements by filters, with counts, in the order of names of a language.

Every read takes the instant and holds to `Version.objects.public(at)`: what is under embargo is neither listed nor
counted. The number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from comity.languages import NATIVE_NAMES, localized
from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.models import Body, Group, Stakeholder
from comity.statements import cover
from comity.statements.models import LanguageVersion, Paragraph, Statement, Version
from comity.texts.alphabet import sort_key
from comity.texts.model import LANGUAGES, Kind

FILTERS = ("aspect", "session", "category", "region", "language")
"""Names of the filters, as in the address."""
PER_PAGE = 60
ORDER = [
    *(Stakeholder.MEMBER_STATE, Stakeholder.OBSERVER_STATE, Stakeholder.UN_ENTITY),
    *(Stakeholder.IGO_INTERNATIONAL, Stakeholder.IGO_REGIONAL, Stakeholder.IGO_SUBREGIONAL),
    *(Stakeholder.CIVIL_SOCIETY, Stakeholder.ACADEMIA, Stakeholder.PRIVATE_SECTOR),
    *(Stakeholder.MEDIA, Stakeholder.INDIVIDUAL_EXPERT),
]
"""States first, then entities and organizations, then others, as the floor is given."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter, and how many statements would be listed with it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of statements. `total` counts what the filters leave, `of_all` everything that is public."""

    total: int
    of_all: int
    versions: list[Version]
    filters: dict[str, list[Option]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What filters and order need of one public version."""

    version: int
    body: int
    body_order: tuple[int, object]
    starts: str
    public_from: datetime
    values: Mapping[str, frozenset[str]]


def versions(at: datetime, *, meetings: Iterable[Meeting]) -> QuerySet[Version]:
    """Public versions of the meetings with all that a list shows of each: four queries however many."""
    return (
        Version.objects.public(at)
        .filter(statement__meeting__in=meetings)
        .select_related(
            "statement__meeting",
            "statement__delegation__body",
            "statement__session",
            "statement__on_behalf_of",
        )
        .prefetch_related("languages", "statement__aspects", "statement__delegation__body__former_names")
    )


def listing(
    meeting: Meeting,
    *,
    at: datetime,
    language: str,
    chosen: Mapping[str, str] | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Listing:
    """One page of the public statements of a meeting, in the order of names of the language.

    `chosen`: filter -> value; an unknown value leaves nothing. A filter's counts obey the other filters.
    """
    wanted = {name: value for name, value in (chosen or {}).items() if name in FILTERS and value}
    every = entries(meeting, at=at, language=language)
    left = [one for one in every if matches(one, wanted)]
    left.sort(key=lambda one: (one.body_order, one.starts, one.public_from, one.version))
    pages = max(1, -(-len(left) // per_page))
    page = min(max(page, 1), pages)
    shown = [one.version for one in left[(page - 1) * per_page : page * per_page]]
    found = versions(at, meetings=[meeting]).in_bulk(shown)
    return Listing(
        total=len(left),
        of_all=len(every),
        versions=[found[pk] for pk in shown],
        filters=options(meeting, every, wanted),
        page=page,
        pages=pages,
    )


def matches(entry: Entry, wanted: Mapping[str, str], *, but: str = "") -> bool:
    return all(value in entry.values[name] for name, value in wanted.items() if name != but)


def entries(meeting: Meeting, *, at: datetime, language: str) -> list[Entry]:
    """The public versions of a meeting as filters see them; five queries of few columns."""
    public = Version.objects.public(at).filter(statement__meeting=meeting)
    aspects = collected(
        Statement.aspects.through.objects.filter(statement__meeting=meeting).values_list(
            "statement_id", "aspect__code"
        )
    )
    languages = collected(
        LanguageVersion.objects.filter(version__in=public).values_list("version_id", "language")
    )
    regions = collected(
        Body.groups.through.objects.filter(
            body__delegations__meeting=meeting, group__kind=Group.Kind.REGIONAL
        ).values_list("body_id", "group__code")
    )
    rows = list(
        public.values_list(
            "pk",
            "statement_id",
            "statement__session__code",
            "statement__session__starts_at",
            "statement__delegation__body_id",
            "statement__delegation__body__category",
            "public_from",
        )
    )
    order = name_orders(((row[4], meeting.opens_on) for row in rows), language)
    return [
        Entry(
            version=version,
            body=body,
            body_order=order[body, meeting.opens_on],
            starts=starts.isoformat() if starts else "~",
            public_from=public_from or at,  # never None: the rows are public
            values={
                "aspect": aspects.get(statement, frozenset()),
                "session": frozenset({session} if session else ()),
                "category": frozenset({category}),
                "region": regions.get(body, frozenset()),
                "language": languages.get(version, frozenset()),
            },
        )
        for version, statement, session, starts, body, category, public_from in rows
    ]


def collected(pairs: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in found.items()}


def place(body: Body) -> int:
    """Member and Observer States stand in one alphabet; each other category in its own, after them."""
    return max(1, ORDER.index(Stakeholder(body.category)))


def options(meeting: Meeting, every: list[Entry], wanted: Mapping[str, str]) -> dict[str, list[Option]]:
    """Filter -> its values that occur, in their own order."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
    for entry in every:
        for name in FILTERS:
            if matches(entry, wanted, but=name):
                counts[name].update(entry.values[name])
    occurring = {name: {value for entry in every for value in entry.values[name]} for name in FILTERS}
    return {
        name: [
            Option(value, label, counts[name][value], value == wanted.get(name))
            for value, label in labels
            if value in occurring[name] or value == wanted.get(name)
        ]
        for name, labels in values_of(meeting).items()
    }


def values_of(meeting: Meeting) -> dict[str, list[tuple[str, str]]]:
    """Filter -> its possible values with their labels in the reader's language."""
    return {
        "aspect": [(one.code, str(one)) for one in Aspect.objects.filter(meeting=meeting)],
        "session": [(one.code, str(one)) for one in Session.objects.filter(meeting=meeting)],
        "category": [(one.value, str(one.label)) for one in ORDER],
        "region": sorted(
            (
                (one.code, localized(one.names))
                for one in Group.objects.filter(kind=Group.Kind.REGIONAL).order_by("code")
            ),
            key=lambda pair: pair[1],
        ),
        "language": [(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    }


def newest(meeting: Meeting, *, at: datetime, limit: int = 6) -> list[Version]:
    """What was published last, the newest first."""
    return list(versions(at, meetings=[meeting]).order_by("-public_from", "-pk")[:limit])


def of_body(body: Body, *, at: datetime, meetings: Iterable[Meeting]) -> list[Version]:
    """What a State or organization says in writing, the latest meeting first."""
    return list(
        versions(at, meetings=meetings)
        .filter(statement__delegation__body=body)
        .order_by("-statement__meeting__opens_on", "statement__session__starts_at", "public_from", "pk")
    )


def was_ever_public(body: Body, *, at: datetime, meetings: Iterable[Meeting]) -> bool:
    """Whether the public knows that the body took part: nothing under embargo may tell it."""
    known = once_public(at, [one.pk for one in meetings])
    return known.filter(statement__delegation__body=body).exists()


def bodies_called(codes: Iterable[str], *, at: datetime, meetings: Iterable[Meeting]) -> dict[str, str]:
    """Code -> name, of those that the public knows to have taken part; with what a renamed State was called then."""
    opened = {one.pk: one.opens_on for one in meetings}
    part = once_public(at, opened).filter(statement__delegation__body__code__in=codes)
    days: dict[int, set[date]] = {}
    for body, meeting in part.values_list("statement__delegation__body", "statement__meeting").distinct():
        days.setdefault(body, set()).add(opened[meeting])
    found: dict[str, str] = {}
    for one in Body.every.filter(pk__in=days).prefetch_related("former_names"):
        then = {localized(one.names_on(day)) for day in days[one.pk]} - {str(one)}
        found[one.code] = f"{one} ({', '.join(sorted(then))})" if then else str(one)
    return found


def groups_called(codes: Iterable[str], *, at: datetime, meetings: Iterable[Meeting]) -> dict[str, str]:
    """Code -> name, of regional groups, whose members everybody knows, and of those in whose name something public
    was said or whose members said it."""
    part = once_public(at, [one.pk for one in meetings])
    said = Group.objects.filter(code__in=codes).filter(
        Q(kind=Group.Kind.REGIONAL)
        | Q(pk__in=part.values("statement__on_behalf_of"))
        | Q(members__in=part.values("statement__delegation__body"))
    )
    return {one.code: str(one) for one in said.distinct()}


def once_public(at: datetime, meetings: Iterable[int]) -> QuerySet[Version]:
    """What the public can read or could read once, of the meetings with these keys."""
    return Version.objects.filter(statement__meeting__in=[*meetings], public_from__lte=at)


def by_session(
    meeting: Meeting, *, at: datetime, language: str, limit: int
) -> dict[int | None, tuple[list[Version], int]]:
    """Session -> its first public statements in the order of names, and how many there are; None: of no session."""
    rows = list(
        Version.objects.public(at)
        .filter(statement__meeting=meeting)
        .values_list("statement__session_id", "statement__delegation__body_id", "public_from", "pk")
    )
    day = meeting.opens_on
    order = name_orders(((body, day) for _session, body, _from, _pk in rows), language)
    rows.sort(key=lambda row: (order[row[1], day], row[2], row[3]))
    grouped: dict[int | None, list[int]] = {}
    for session, _body, _from, pk in rows:
        grouped.setdefault(session, []).append(pk)
    found = versions(at, meetings=[meeting]).in_bulk([pk for same in grouped.values() for pk in same[:limit]])
    return {session: ([found[pk] for pk in same[:limit]], len(same)) for session, same in grouped.items()}


def name_orders(
    bodies: Iterable[tuple[int, date]], language: str
) -> dict[tuple[int, date], tuple[int, object]]:
    """(body, day) -> what to sort it by in the language, by its name of that day; two queries."""
    wanted = {*bodies}
    found = Body.every.prefetch_related("former_names").only("category", "names")
    by_key = found.in_bulk([body for body, _day in wanted])
    return {
        (body, day): (
            place(by_key[body]),
            sort_key(localized(by_key[body].names_on(day), language), language),
        )
        for body, day in wanted
    }


def shown_language(version: Version, language: str) -> LanguageVersion | None:
    """The language version for a reader: in her language, else the original, else any."""
    found = list(version.languages.all())
    return next((one for one in found if one.language == language), found[0] if found else None)


def openings(found: Iterable[Version], language: str) -> dict[int, Paragraph]:
    """Version -> the first of its paragraphs that says more than a cover or a greeting; one query."""
    texts = {
        text.pk: version.pk for version in found if (text := shown_language(version, language)) is not None
    }
    opening: dict[int, Paragraph] = {}
    paragraphs = Paragraph.objects.filter(
        language_version__in=texts, position__lt=cover.OPENING, kind__in=[Kind.PARAGRAPH, Kind.ITEM]
    ).order_by("position")
    for one in paragraphs:
        before = opening.setdefault(texts[one.language_version_id], one)
        if not cover.tells(before) and worth(one) > worth(before):
            opening[texts[one.language_version_id]] = one
    return opening


def worth(paragraph: Paragraph) -> tuple[bool, bool, int]:
    """What says most of a statement is greatest: a whole sentence, then what ends like one, then what is longest."""
    return cover.tells(paragraph), cover.is_stopped(paragraph), cover.weight(paragraph)
