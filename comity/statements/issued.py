"""What was published of late and what can be visited at all, for feeds and site maps."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Min, Prefetch, Q, QuerySet

from comity.meetings.models import Instrument
from comity.participants.models import Delegation
from comity.statements import cover
from comity.statements.models import Paragraph, Version


def latest(
    *,
    at: datetime,
    meeting: str = "",
    session: str = "",
    delegation: str = "",
    ref: str = "",
    limit: int = 50,
) -> list[Version]:
    """The versions that are public, the newest first, each with its languages and first paragraphs.

    `meeting` is a slug, `session` and `delegation` are codes, `ref` is of a statement; "" means all. A withdrawn
    statement has no public version.
    """
    asked = {
        "statement__meeting__slug": meeting,
        "statement__session__code": session,
        "statement__delegation__body__code": delegation,
        "statement__ref": ref,
    }
    found = Version.objects.public(at).filter(**{path: value for path, value in asked.items() if value})
    return list(
        found.order_by("-public_from", "-pk")
        .select_related(
            "statement__meeting",
            "statement__delegation__body",
            "statement__session",
            "statement__on_behalf_of",
        )
        .prefetch_related(
            "statement__aspects", "languages__file", "statement__delegation__body__former_names"
        )[:limit]
    )


def first_published(versions: list[Version], *, at: datetime) -> dict[int, datetime]:
    """Statement id -> when the public first saw it."""
    return dict(
        Version.objects.filter(statement__in=[one.statement_id for one in versions], public_from__lte=at)
        .values("statement")
        .annotate(first=Min("public_from"))
        .values_list("statement", "first")
    )


def opening_words(versions: list[Version], *, paragraphs: int = 3) -> dict[int, list[Paragraph]]:
    """Language version id -> the first paragraphs after its cover, for all language versions of the versions."""
    read: dict[int, list[Paragraph]] = {}
    for one in Paragraph.objects.filter(
        language_version__version__in=versions, position__lt=cover.OPENING
    ).order_by("language_version", "position"):
        read.setdefault(one.language_version_id, []).append(one)
    return {text: found[(lines := cover.length(found)) : lines + paragraphs] for text, found in read.items()}


def statements(*, at: datetime) -> QuerySet[Version]:
    """All public versions in a lasting order, each with its languages."""
    return (
        Version.objects.public(at)
        .order_by("statement")
        .select_related("statement")
        .prefetch_related(Prefetch("languages"))
    )


def delegations(*, at: datetime) -> list[tuple[str, datetime]]:
    """(code of the body, when its newest statement appeared) of those who have one."""
    return list(
        Delegation.objects.filter(public(at, "statements__versions__"))
        .values("body__code")
        .annotate(newest=Max("statements__versions__public_from"))
        .order_by("body__code")
        .values_list("body__code", "newest")
    )


def instruments(*, at: datetime) -> list[str]:
    """Slugs of the instruments that public statements cite."""
    return list(
        Instrument.objects.filter(public(at, "citations__paragraph__language_version__version__"))
        .order_by("slug")
        .values_list("slug", flat=True)
        .distinct()
    )


def public(at: datetime, path: str) -> Q:
    """`Version.objects.public` for versions at the end of a path."""
    return Q(**{f"{path}public_from__lte": at}) & (
        Q(**{f"{path}public_until__isnull": True}) | Q(**{f"{path}public_until__gt": at})
    )
