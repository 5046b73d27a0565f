"""Documents of meetings beside statements in the same index: their public paragraphs, and how they are filtered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from comity.papers.models import Document, DocumentCitation, DocumentParagraph, DocumentVersion
from comity.search.index import Entry

FIRST = 1 << 40
"""From here on keys of the index, of versions and of paragraphs, are those of documents; below are statements'."""
FORM = "document"
PLACES = {"meeting": "document__meeting", "session": "document__session"}
"""What documents share -> how a version comes to it."""


def is_document(key: int) -> bool:
    return key >= FIRST


def entries(versions: QuerySet[DocumentVersion]) -> Iterator[Entry]:
    """Every paragraph of the versions, one version after the other; three queries however many they are."""
    found = versions.select_related("document__meeting", "document__session")
    facets = {version.pk: of_document(version.document) for version in found}
    paragraphs = DocumentParagraph.objects.filter(language_version__version__in=facets).order_by(
        "language_version__version", "language_version", "position"
    )
    cited = instruments(paragraphs)
    for key, version, text, language, kind in paragraphs.values_list(
        "pk", "language_version__version", "text", "language", "kind"
    ):
        own = {"kind": (kind,), "instrument": tuple(cited.get(key, ()))}
        yield Entry(FIRST + key, FIRST + version, text, language, facets[version] | own)


def of_document(document: Document) -> dict[str, tuple[str, ...]]:
    """Facet -> values that all paragraphs of a document share."""
    return {
        "form": (FORM,),
        "meeting": (document.meeting.slug,),
        "session": (document.session.code,) if document.session else (),
        "year": (str(document.meeting.opens_on.year),),
    }


def instruments(paragraphs: QuerySet[DocumentParagraph]) -> dict[int, set[str]]:
    """Paragraph -> symbols of the instruments that it cites."""
    found: dict[int, set[str]] = defaultdict(set)
    cited = DocumentCitation.objects.filter(paragraph__in=paragraphs.order_by().values("pk"))
    for paragraph, symbol in cited.values_list("paragraph", "symbol"):
        found[paragraph].add(symbol)
    return found


def public(at: datetime, keys: Iterable[int] | None = None) -> QuerySet[DocumentVersion]:
    """Versions that are public at the instant; of these keys of the index only, where some are given."""
    found = DocumentVersion.objects.public(at)
    return found if keys is None else found.filter(pk__in=[key - FIRST for key in keys if is_document(key)])


def bearing(places: Iterable[tuple[str, int]], at: datetime) -> set[int]:
    """Keys of public versions of the documents of these meetings and sessions (("meeting", 7))."""
    wanted = Q()
    for kind, key in places:
        if kind in PLACES:
            wanted |= Q(**{PLACES[kind]: key})
    return keys_of(public(at).filter(wanted)) if wanted else set()


def keys_of(versions: QuerySet[DocumentVersion]) -> set[int]:
    return {FIRST + pk for pk in versions.values_list("pk", flat=True)}


def size(keys: Iterable[int], *, limit: int) -> int:
    """Number of their paragraphs; counts no further than the limit."""
    wanted = [key - FIRST for key in keys if is_document(key)]
    if not wanted:
        return 0
    paragraphs = DocumentParagraph.objects.filter(language_version__version__in=wanted[:limit]).order_by()
    return paragraphs.values("pk")[:limit].count()


def public_paragraphs(keys: Iterable[int], at: datetime) -> dict[int, DocumentParagraph]:
    """Those that are public at the instant, whatever an index says, each with its document and session."""
    wanted = [key - FIRST for key in keys if is_document(key)]
    if not wanted:
        return {}
    found = DocumentParagraph.objects.filter(
        pk__in=wanted, language_version__version__in=DocumentVersion.objects.public(at)
    ).select_related(
        "language_version__version__document__meeting", "language_version__version__document__session"
    )
    return {FIRST + one.pk: one for one in found}
