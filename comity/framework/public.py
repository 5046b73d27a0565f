"""The framework as anybody may see it: what was issued, told as the register tells it now.

An edition fixes which wordings stand where. What may be told of the words they rest on is asked at every read, so that
a source that was withdrawn is gone from every edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, Q, QuerySet

from comity.framework import annexed, carriers
from comity.framework.campaigns import printing as campaigns
from comity.framework.models import (
    EditionNode,
    FrameworkEdition,
    Node,
    NodeText,
)
from comity.framework.models.tree import Strength
from comity.framework.showing import (
    Edition,
    Element,
    Gone,
    Guideline,
    Placed,
    Words,
)
from comity.languages import localized
from comity.meetings import queries
from comity.practices import public as register
from comity.practices.models import Practice

Kind = Node.Kind


def issued(meeting: int, *, at: datetime) -> QuerySet[FrameworkEdition]:
    """The editions that the public sees, the newest first."""
    return (
        FrameworkEdition.objects.filter(framework__meeting=meeting, issued_at__lte=at)
        .select_related("framework__meeting")
        .order_by("-number")
    )


def opened(*, at: datetime) -> Q:
    """Whether a framework of an announced meeting is public, as part of a query that asks more."""
    announced = queries.was_announced("framework__meeting__")
    return Q(Exists(FrameworkEdition.objects.filter(announced, issued_at__lte=at)))


def of(edition: FrameworkEdition, *, at: datetime, language: str) -> Edition:
    """The edition in a language; each wording in its original where it is not translated."""
    meeting = edition.framework.meeting
    tree = Tree(edition, at=at, language=language)
    latest = issued(meeting.pk, at=at).first()
    newer = latest.number if latest is not None and latest.number > edition.number else 0
    return Edition(
        meeting=meeting.slug,
        number=edition.number,
        newer=newer,
        title=localized(edition.titles, language),
        language=language if language in edition.titles else next(iter(edition.titles)),
        issued_at=edition.issued_at,
        sha256=edition.sha256,
        letter=annexed.transmittal(edition.letter, language),
        elements=tree.elements(),
        options=tuple(annexed.option(one, language) for one in edition.annexes["options"]),
        future_work=annexed.works(edition, at=at, language=language),
        gone=gone(edition, language),
        campaigns=campaigns.told(edition.annexes.get("campaigns", []), edition.framework, language),
    )


@dataclass
class Tree:
    """Everything that an edition prints, loaded by a fixed number of queries."""

    edition: FrameworkEdition
    at: datetime
    language: str
    rows: list[EditionNode] = field(init=False)
    texts: dict[int, list[NodeText]] = field(init=False)
    placed: dict[int, Placed] = field(init=False)
    rests: dict[int, carriers.Carrying] = field(init=False)

    def __post_init__(self) -> None:
        found = self.edition.nodes.select_related(
            "node__framework__meeting", "version", "practice_version__practice"
        )
        self.rows = list(found.order_by("place"))
        worded = [one for one in self.rows if one.version_id is not None]
        self.texts = texts({one.version_id for one in worded if one.version_id})
        self.rests = carriers.of_each(
            [one.node for one in worded], then=self.edition.issued_at, at=self.at, language=self.language
        )
        self.placed = places(self.rows, at=self.at, language=self.language)

    def elements(self) -> tuple[Element, ...]:
        return tuple(
            Element(self.words(one), tuple(self.guidelines(one)))
            for one in self.rows
            if one.node.kind == Kind.ELEMENT
        )

    def guidelines(self, element: EditionNode) -> Iterable[Guideline]:
        for one in self.under(element):
            yield Guideline(self.words(one), tuple(self.placed[child.pk] for child in self.under(one)))

    def under(self, row: EditionNode) -> list[EditionNode]:
        return [one for one in self.rows if one.parent_id == row.node_id]

    def words(self, row: EditionNode) -> Words:
        version, node = row.version, row.node
        assert version is not None
        wordings = {one.language: one for one in self.texts[version.pk]}
        text = wordings.get(self.language) or wordings[version.original_language]
        carrying = self.rests[node.pk]
        has_strength = node.kind == Kind.GUIDELINE
        return Words(
            number=node.number,
            kind=node.kind,
            ref=node.ref,
            address=node.permanent_address,
            title=text.title,
            text=carrying.renumbered(text.text),
            language=text.language,
            is_original=text.language == version.original_language,
            languages=tuple(sorted(wordings)),
            version=version.number,
            strength=version.strength if has_strength else "",
            strength_label=str(Strength(version.strength).label) if has_strength else "",
            status=row.status,
            status_label=str(row.get_status_display()),
            agreed_on=version.agreed_on,
            procedure=str(version.get_procedure_display()) if version.procedure else "",
            reservations=version.reservations,
            rests=carrying.listed,
        )


def texts(versions: set[int]) -> dict[int, list[NodeText]]:
    found: dict[int, list[NodeText]] = {pk: [] for pk in versions}
    for one in NodeText.objects.filter(version__in=versions):
        found[one.version_id].append(one)
    return found


def places(rows: Iterable[EditionNode], *, at: datetime, language: str) -> dict[int, Placed]:
    """Key of the row -> the practice that is placed there, in the wording that the edition printed."""
    placed = [one for one in rows if one.practice_version is not None]
    practices = {
        one.pk: one
        for one in register.loaded(
            Practice.objects.filter(pk__in=[one.practice_version.practice_id for one in placed])  # type: ignore[union-attr]
        )
    }
    wanted = [(practices[one.practice_version.practice_id], one.practice_version) for one in placed]  # type: ignore[union-attr]
    pages = register.pages(wanted, at=at, language=language)
    return {
        one.pk: Placed(
            number=one.node.number,
            ref=one.node.ref,
            address=one.node.permanent_address,
            status=one.status,
            status_label=str(one.get_status_display()),
            page=page,
        )
        for one, page in zip(placed, pages, strict=True)
    }


def gone(edition: FrameworkEdition, language: str) -> tuple[Gone, ...]:
    """What earlier editions printed and this one does not, by number: a number that is missing says why (R12-8)."""
    here = edition.nodes.values("node")
    earlier = (
        EditionNode.objects.filter(
            edition__framework=edition.framework_id, edition__number__lt=edition.number
        )
        .exclude(node__in=here)
        .select_related("node", "edition", "version", "practice_version")
        .prefetch_related("version__texts", "practice_version__texts")
        .order_by("edition__number")
    )
    last = {one.node_id: one for one in earlier}
    return tuple(
        missing(one, edition.issued_at, language)
        for one in sorted(last.values(), key=lambda one: one.node.number)
    )


def missing(row: EditionNode, then: datetime, language: str) -> Gone:
    version = row.version or row.practice_version
    assert version is not None
    wordings = {one.language: one for one in version.texts.all()}
    text = wordings.get(language) or wordings[version.original_language]
    was_removed = row.node.removed_at is not None and row.node.removed_at <= then
    return Gone(
        number=row.node.number,
        kind=row.node.kind,
        kind_label=str(row.node.get_kind_display()),
        title=text.title,
        language=text.language,
        edition=row.edition.number,
        reason=(row.node.reason if was_removed else ""),
    )


def printing(meeting: int, number: int, *, at: datetime) -> FrameworkEdition | None:
    """The latest edition that has the node of that number; None for a number that was never issued."""
    return issued(meeting, at=at).filter(nodes__node__number=number).first()


def find(content: Edition, number: int) -> tuple[Element, Guideline | None, Placed | None] | None:
    """The node of that number in an edition, with what it stands under."""
    for element in content.elements:
        if element.words.number == number:
            return element, None, None
        for guideline in element.guidelines:
            if guideline.words.number == number:
                return element, guideline, None
            for placed in guideline.practices:
                if placed.number == number:
                    return element, guideline, placed
    return None
