"""What is found: public paragraphs of statements and documents, each with the values by which it is filtered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.models import Body, Group
from comity.search import documents
from comity.search.index import Entry
from comity.statements.models import Citation, Paragraph, Statement, Version


def public(at: datetime) -> list[int]:
    """Keys of all versions that are public at the instant, in a lasting order."""
    statements = Version.objects.public(at).order_by("pk").values_list("pk", flat=True)
    return [*statements, *sorted(documents.keys_of(documents.public(at)))]


def of_keys(keys: Iterable[int], at: datetime) -> Iterator[Entry]:
    """Every paragraph of those of the versions that are public at the instant."""
    wanted = list(keys)
    if any(not documents.is_document(key) for key in wanted):
        yield from entries(Version.objects.public(at).filter(pk__in=wanted))
    if any(documents.is_document(key) for key in wanted):
        yield from documents.entries(documents.public(at, wanted))


def entries(versions: QuerySet[Version]) -> Iterator[Entry]:
    """Every paragraph of versions of statements, one after the other; six queries however many they are."""
    found = versions.select_related(
        "statement__meeting", "statement__delegation__body", "statement__session", "statement__on_behalf_of"
    ).prefetch_related("statement__aspects", "statement__delegation__body__groups")
    facets = {version.pk: of_statement(version.statement) for version in found}
    paragraphs = Paragraph.objects.filter(language_version__version__in=facets).order_by(
        "language_version__version", "language_version", "position"
    )
    cited = instruments(paragraphs)
    for key, version, text, language, kind in paragraphs.values_list(
        "pk", "language_version__version", "text", "language", "kind"
    ):
        own = {"kind": (kind,), "instrument": tuple(cited.get(key, ()))}
        yield Entry(key, version, text, language, facets[version] | own)


def of_statement(statement: Statement) -> dict[str, tuple[str, ...]]:
    """Facet -> values that all paragraphs of a statement share."""
    body = statement.delegation.body
    groups = {group.code for group in body.groups.all()}
    if statement.on_behalf_of is not None:
        groups.add(statement.on_behalf_of.code)
    return {
        "form": (FORM,),
        "delegation": (body.code,),
        "category": (body.category,),
        "group": tuple(sorted(groups)),
        "meeting": (statement.meeting.slug,),
        "session": (statement.session.code,) if statement.session else (),
        "aspect": tuple(sorted(aspect.code for aspect in statement.aspects.all())),
        "year": (str(statement.meeting.opens_on.year),),
    }


FORM = "statement"
PLACES = {
    "meeting": "statement__meeting",
    "session": "statement__session",
    "aspect": "statement__aspects",
    "group": "statement__on_behalf_of",
    "body": "statement__delegation__body",
}
"""What statements share -> how a version comes to it."""


def shared_values() -> dict[str, str]:
    """("body 7", say) -> the values that all statements of it bear, of every meeting, session, aspect, group and
    body; six queries. Names are no values: they are looked up when they are shown."""
    groups: dict[int, list[str]] = defaultdict(list)
    members = Body.groups.through.objects.order_by("group__code")
    for body, group in members.values_list("body", "group__code"):
        groups[body].append(group)
    rows: dict[str, Iterable[tuple[object, ...]]] = {
        "meeting": Meeting.objects.values_list("pk", "slug", "opens_on__year"),
        "session": Session.objects.order_by().values_list("pk", "code"),
        "aspect": Aspect.objects.order_by().values_list("pk", "code"),
        "group": Group.objects.values_list("pk", "code"),
        "body": [(pk, *rest, *groups[pk]) for pk, *rest in Body.every.values_list("pk", "code", "category")],
    }
    return {f"{kind} {row[0]}": " ".join(map(str, row[1:])) for kind, found in rows.items() for row in found}


def bearing(places: Iterable[str], at: datetime) -> set[int]:
    """Public versions of the statements and documents of these meetings, sessions, bodies ... ("body 7")."""
    asked = [(kind, int(key)) for kind, key in (place.split(" ") for place in places)]
    wanted = Q()
    for kind, key in asked:
        wanted |= Q(**{PLACES[kind]: key})
    if not wanted:
        return set()
    found = Version.objects.public(at).filter(wanted).values_list("pk", flat=True)
    return set(found) | documents.bearing(asked, at)


def instruments(paragraphs: QuerySet[Paragraph]) -> dict[int, set[str]]:
    """Paragraph -> symbols of the instruments that it cites."""
    found: dict[int, set[str]] = defaultdict(set)
    cited = Citation.objects.filter(paragraph__in=paragraphs.order_by().values("pk"))
    for paragraph, symbol in cited.values_list("paragraph", "symbol"):
        found[paragraph].add(symbol)
    return found


def size(versions: Iterable[int], *, limit: int) -> int:
    """Number of their paragraphs; counts no further than the limit."""
    wanted = list(versions)
    if len(wanted) >= limit:
        return limit
    papers = documents.size(wanted, limit=limit)
    statements = [key for key in wanted if not documents.is_document(key)]
    paragraphs = Paragraph.objects.filter(language_version__version__in=statements).order_by()
    return min(papers + paragraphs.values("pk")[:limit].count(), limit) if statements else papers
