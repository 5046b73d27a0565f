"""Search over what a meeting brought out: its framework, the Chair's summary, press releases, and plans.

Read as the public sees it at the instant, and asked at once (`comity.search.asking`): nothing is found before it is
issued or released, nor after it is corrected or withdrawn, whatever ran or did not run meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from comity.framework.campaigns.models import Campaign
from comity.framework.campaigns.public import LABELS
from comity.framework.campaigns.states import PUBLIC
from comity.framework.models import FrameworkEdition, NodeText
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.practices import marks
from comity.search import asking, highlights, releases, syntax
from comity.search.syntax import Asked
from comity.summary.models import SummaryVersion

SHARED = ("meeting", "language")
"""Filters that these texts bear too; any other is about paragraphs, and leaves none of them."""


class Kind(StrEnum):
    FRAMEWORK = "framework"
    SUMMARY = "summary"
    PRESS = "press"
    FUTURE_WORK = "future-work"
    CAMPAIGNS = "campaigns"


@dataclass(frozen=True, slots=True)
class Place:
    """What was found, whatever the language.

    `part`: "element", "guideline" or "option" of a framework, the part of the summary, the kind of a release;
    `number`: of it there; `edition`: number of the edition or version that prints it; `annex`: its place among the
    annexes; `ref`: of a release.
    """

    kind: Kind
    meeting: str
    part: str = ""
    number: int = 0
    edition: int = 0
    annex: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    place: Place
    language: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found, by its text in `language`, and the stretch of it that shows why."""

    place: Place
    title: str
    language: str
    pieces: list[highlights.Piece]


def find(
    query: str,
    there: Iterable[Meeting],
    *,
    at: datetime,
    language: str,
    kinds: Iterable[str] = tuple(Kind),
    filters: Mapping[str, Iterable[str]] | None = None,
) -> list[Hit]:
    """What is public of these kinds, each by its best text, the best first; any string is a query. `there` as
    `standing` gives it."""
    chosen = {name: [*values] for name, values in (filters or {}).items() if values}
    if not chosen.keys() <= {*SHARED}:
        return []
    asked = syntax.parse(query)
    meetings = [one for one in there if one.slug in chosen.get("meeting", [one.slug])]
    best: dict[Place, tuple[float, Text]] = {}
    for text in texts(meetings, at=at, kinds=kinds):
        if text.language not in chosen.get("language", [text.language]):
            continue
        score = asking.scored(asked, text.title, text.body, text.language)
        score *= asking.READER if text.language == language else 1
        if score > best.get(text.place, (0.0, text))[0]:
            best[text.place] = (score, text)
    found = sorted(best.values(), key=lambda pair: -pair[0])
    return [hit(text, asked) for _score, text in found]


def hit(text: Text, asked: Asked) -> Hit:
    pieces = asking.excerpt(asked, text.body or text.title, text.language)
    return Hit(text.place, text.title, text.language, pieces)


# What is public --------------------------------------------------------------------------------------------------


def texts(there: list[Meeting], *, at: datetime, kinds: Iterable[str]) -> Iterator[Text]:
    """Of these kinds and meetings, in every language, in a lasting order."""
    for kind in kinds:
        if kind in READERS:
            yield from READERS[Kind(kind)](there, at)


def standing(at: datetime) -> list[Meeting]:
    """Announced meetings, each with the keys of the edition and the summary that stand, and whether a release does: one
    query tells what there is."""
    found = Meeting.objects.filter(queries.was_announced())
    editions = FrameworkEdition.objects.filter(framework__meeting=OuterRef("pk"), issued_at__lte=at)
    versions = SummaryVersion.objects.filter(summary__meeting=OuterRef("pk"), issued_at__lte=at)
    return list(
        found.annotate(
            edition=Subquery(editions.order_by("-number").values("pk")[:1]),
            version=Subquery(versions.order_by("-number").values("pk")[:1]),
            has_campaigns=Exists(
                Campaign.objects.filter(framework__meeting=OuterRef("pk"), state__in=PUBLIC)
            ),
            has_releases=Exists(releases.public(at).filter(release__meeting=OuterRef("pk"))),
        ).order_by("-opens_on", "pk")
    )


def kinds_of(there: Iterable[Meeting]) -> list[Kind]:
    """Those of which something may stand."""
    asked = {
        Kind.FRAMEWORK: "edition",
        Kind.SUMMARY: "version",
        Kind.PRESS: "has_releases",
        Kind.FUTURE_WORK: "edition",
        Kind.CAMPAIGNS: "has_campaigns",
    }
    return [kind for kind, name in asked.items() if any(getattr(one, name) for one in there)]


def framework(there: list[Meeting], at: datetime) -> Iterator[Text]:
    """Elements and guidelines of the editions that stand, and the options for carrying them out."""
    keys = {one.edition for one in there if one.edition}  # type: ignore[attr-defined]
    if not keys:
        return
    rows = NodeText.objects.filter(version__printed__edition__in=keys).order_by(
        "version__printed__edition", "version__printed__place", "language"
    )
    wanted = ("version__node__framework__meeting__slug", "version__node__kind", "version__node__number")
    for language, title, text, meeting, kind, number in rows.values_list(
        "language", "title", "text", *wanted
    ):
        yield Text(Place(Kind.FRAMEWORK, meeting, kind, number), language, title, marks.without_marks(text))
    for edition in editions(there):
        named = ("leads", "partners", "steps", "resources", "timeframes", "pros", "cons", "reasons")
        yield from annexed(edition, "options", named, Kind.FRAMEWORK, "option", 1)


def future_work(there: list[Meeting], at: datetime) -> Iterator[Text]:
    """Items as the editions that stand print them."""
    for edition in editions(there):
        named = ("purposes", "interlocutors", "timings")
        place = 2 if edition.annexes["options"] else 1
        yield from annexed(edition, "future_work", named, Kind.FUTURE_WORK, "", place)


def editions(there: list[Meeting]) -> Iterable[FrameworkEdition]:
    keys = {one.edition for one in there if one.edition}  # type: ignore[attr-defined]
    if not keys:
        return []
    return FrameworkEdition.objects.filter(pk__in=keys).select_related("framework__meeting").order_by("pk")


def annexed(
    edition: FrameworkEdition, name: str, parts: tuple[str, ...], kind: Kind, part: str, place: int
) -> Iterator[Text]:
    rows: list[dict[str, Any]] = edition.annexes[name]
    for one in rows:
        where = Place(kind, edition.meeting.slug, part, one["number"], edition.number, annex=place)
        for language, title in one["titles"].items():
            said = (one.get(field, {}).get(language, "") for field in parts)
            yield Text(where, language, title, "\n".join(filter(None, said)))


def summary(there: list[Meeting], at: datetime) -> Iterator[Text]:
    """The sentences of the versions that stand, in the languages in which they are whole."""
    keys = {one.version for one in there if one.version}  # type: ignore[attr-defined]
    if not keys:
        return
    for version in SummaryVersion.objects.filter(pk__in=keys).select_related("summary__meeting"):
        for part in version.content["parts"]:
            for one in part["sentences"]:
                place = Place(Kind.SUMMARY, version.meeting.slug, part["part"], one["number"], version.number)
                for language in version.content["languages"]:
                    yield Text(place, language, "", one["texts"][language])


def press(there: list[Meeting], at: datetime) -> Iterator[Text]:
    """Releases as they stand, quotations in their places."""
    open_ = [one for one in there if one.has_releases]  # type: ignore[attr-defined]
    for version, text, body in releases.worded(open_, at=at) if open_ else ():
        place = Place(Kind.PRESS, version.meeting.slug, version.release.kind, ref=version.release.ref)
        yield Text(place, text.language, text.headline, body)


def campaigns(there: list[Meeting], at: datetime) -> Iterator[Text]:
    """Those that the public reads, as they stand now."""
    open_ = [one for one in there if one.has_campaigns]  # type: ignore[attr-defined]
    if not open_:
        return
    rows = Campaign.objects.filter(framework__meeting__in=open_, state__in=PUBLIC)
    for one in rows.select_related("framework__meeting").order_by("framework", "number"):
        place = Place(Kind.CAMPAIGNS, one.meeting.slug, one.state, one.number)
        for language, title in one.titles.items():
            said = (getattr(one, name).get(language, "") for name in (*LABELS, "outcomes"))
            yield Text(place, language, title, "\n".join(filter(None, said)))


READERS: dict[Kind, Callable[[list[Meeting], datetime], Iterator[Text]]] = {
    Kind.FRAMEWORK: framework,
    Kind.SUMMARY: summary,
    Kind.PRESS: press,
    Kind.FUTURE_WORK: future_work,
    Kind.CAMPAIGNS: campaigns,
}
"""A kind more is a line here, and its name and address in `comity/web/site/found.py`."""
