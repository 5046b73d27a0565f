"""What nodes are called, as the last edition that printed them has it."""

from __future__ import annotations

from collections.abc import Iterable

from comity.framework.models import EditionNode, Node, NodeText
from comity.languages import reader_language
from comity.meetings.models import Meeting
from comity.practices.models import PracticeText


def titles(nodes: Iterable[int], language: str = "") -> dict[int, str]:
    """Key of a node -> its title in the language (the reader's by default), else in the original; those that no
    edition has printed are missing. Three queries."""
    language = language or reader_language()
    rows = {
        one.node_id: one
        for one in EditionNode.objects.filter(node__in=[*nodes])
        .select_related("version", "practice_version")
        .order_by("edition__number")
    }
    worded = {
        (one.version_id, one.language): one.title
        for one in NodeText.objects.filter(version__in=[one.version_id for one in rows.values()])
    }
    placed = {
        (one.version_id, one.language): one.title
        for one in PracticeText.objects.filter(version__in=[one.practice_version_id for one in rows.values()])
    }
    found = {}
    for key, row in rows.items():
        version, texts = (row.version, worded) if row.version else (row.practice_version, placed)
        assert version is not None, "the database keeps one of the two"
        found[key] = texts.get((version.pk, language)) or texts[version.pk, version.original_language]
    return found


def title_of(node: Node, language: str = "") -> str:
    """Its number where no edition has printed it."""
    return titles([node.pk], language).get(node.pk, str(node))


def followed(meeting: Meeting) -> list[Node]:
    """Guidelines and placed practices that an edition has printed and that stand: what can be followed up."""
    return list(
        Node.objects.filter(framework__meeting=meeting, removed_at=None, printed__isnull=False)
        .exclude(kind=Node.Kind.ELEMENT)
        .select_related("framework__meeting", "practice")
        .distinct()
        .order_by("number")
    )
