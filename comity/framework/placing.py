"""The tree: what stands under what, in which order, and under which number for ever (R04-1, R12-8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.framework import states
from comity.framework.authority import Act, require
from comity.framework.models import Framework, Node, NodeText, NodeVersion, Rest
from comity.framework.states import State
from comity.languages import NATIVE_NAMES
from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices.models import Practice
from comity.practices.states import CLOSED
from comity.record import trail
from comity.refusals import NotNow, Refused

Kind = Node.Kind
LONGEST_TITLE = 200


def begin(meeting: Meeting, *, titles: dict[str, str], by: Person, at: datetime) -> Framework:
    """The framework of the meeting, empty. Raises `NotNow` where there is one."""
    require(by, Act.DRAFT, meeting=meeting)
    check_titles(titles)
    try:
        with transaction.atomic():
            framework = Framework.objects.create(meeting=meeting, titles=titles, created_by=by, created_at=at)
            trail.note(framework, "began framework", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(_("The meeting has a framework already.")) from error
    return framework


def rename(framework: Framework, *, titles: dict[str, str], by: Person, at: datetime) -> None:
    """Call it otherwise, from the next edition on."""
    require(by, Act.DRAFT, meeting=framework.meeting_id)
    check_titles(titles)
    with transaction.atomic():
        Framework.objects.filter(pk=framework.pk).update(titles=titles)
        trail.note(framework, "renamed", by=by, at=at, before=framework.titles)
    framework.titles = titles


def check_titles(titles: dict[str, str]) -> None:
    if not any(words.strip() for words in titles.values()):
        raise Refused(_("Give the framework a title in at least one language."))


def add_element(framework: Framework, *, title: str, language: str, by: Person, at: datetime) -> Node:
    """A new element at the end, with the next number."""
    require(by, Act.DRAFT, meeting=framework.meeting_id)
    with transaction.atomic():
        return new_node(framework, Kind.ELEMENT, None, title=title, language=language, by=by, at=at)


def add_guideline(element: Node, *, title: str, language: str, by: Person, at: datetime) -> Node:
    """A new guideline at the end of the element, with the next number."""
    require(by, Act.DRAFT, meeting=element.framework.meeting_id)
    with transaction.atomic():
        parent = under(element, Kind.ELEMENT)
        return new_node(
            parent.framework, Kind.GUIDELINE, parent, title=title, language=language, by=by, at=at
        )


def place(guideline: Node, practice: Practice, *, by: Person, at: datetime) -> Node:
    """Put a practice of the register under the guideline. While the guideline's wording is open it rests on the
    practice too, unless it does already.

    Raises `Refused` for a practice of another meeting or one that was given up, `NotNow` for one that has a place.
    """
    require(by, Act.DRAFT, meeting=guideline.framework.meeting_id)
    if practice.meeting_id != guideline.framework.meeting_id or practice.state in CLOSED:
        raise Refused(_("Choose a practice of this meeting that has not been given up."))
    with transaction.atomic():
        parent = under(guideline, Kind.GUIDELINE)
        taken = Node.objects.filter(framework=parent.framework, practice=practice, removed_at=None).first()
        if taken is not None:
            raise NotNow(_("The practice has its place under number %(number)d.") % {"number": taken.number})
        node = create(parent.framework, Kind.PRACTICE, parent, by=by, at=at, practice=practice)
        if parent.state in states.OPEN and not parent.rests.filter(practice=practice, left_at=None).exists():
            Rest.objects.create(
                node=parent, number=next_mark(parent), practice=practice, joined_by=by, joined_at=at
            )
        trail.note(node, "placed", by=by, at=at, number=node.number, practice=practice.ref)
    return node


def under(parent: Node, kind: Node.Kind) -> Node:
    """The parent as it is now, its framework held."""
    assert parent.kind == kind, "an element holds guidelines, a guideline holds practices"
    return states.locked(parent)


def new_node(
    framework: Framework,
    kind: Node.Kind,
    parent: Node | None,
    *,
    title: str,
    language: str,
    by: Person,
    at: datetime,
) -> Node:
    """With its first wording, which is open. The framework is held."""
    title = title.strip()
    if language not in NATIVE_NAMES:
        raise Refused(_("Choose one of the six official languages."))
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(_("Give it a title of at most 200 characters."))
    states.hold(framework)
    node = create(framework, kind, parent, by=by, at=at)
    version = NodeVersion.objects.create(
        node=node, number=1, original_language=language, created_by=by, created_at=at
    )
    NodeText.objects.create(version=version, language=language, title=title, edited_by=by, edited_at=at)
    trail.note(node, f"added {kind.value}", by=by, at=at, number=node.number)
    return node


def create(
    framework: Framework,
    kind: Node.Kind,
    parent: Node | None,
    *,
    by: Person,
    at: datetime,
    practice: Practice | None = None,
) -> Node:
    last = framework.nodes.aggregate(last=Max("number"))["last"] or 0
    return Node.objects.create(
        framework=framework,
        number=last + 1,
        kind=kind,
        parent=parent,
        position=len(siblings(framework, parent)) + 1,
        practice=practice,
        created_by=by,
        created_at=at,
    )


def next_mark(node: Node) -> int:
    """A number that no `Rest` of the node has had."""
    return (node.rests.aggregate(last=Max("number"))["last"] or 0) + 1


def siblings(framework: Framework, parent: Node | None) -> list[Node]:
    """What stands under the same parent, in order."""
    return list(framework.nodes.filter(parent=parent, removed_at=None).order_by("position", "number"))


def move(node: Node, *, to: int, by: Person, at: datetime, parent: Node | None = None) -> None:
    """Put it at the place `to` (from 1) under its parent, or under another one of the same kind. Its number stays.

    Raises `Refused` for a parent that cannot hold it, `NotNow` for what was removed.
    """
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    with transaction.atomic():
        now = states.locked(node)
        above = now.parent if parent is None else states.locked(parent)
        if parent is not None and (
            now.parent is None or parent.kind != now.parent.kind or parent.framework_id != now.framework_id
        ):
            raise Refused(
                _("A guideline moves under an element, a practice under a guideline, of one framework.")
            )
        before = now.parent
        others = [one for one in siblings(now.framework, above) if one.pk != now.pk]
        others.insert(min(max(to, 1), len(others) + 1) - 1, now)
        Node.objects.filter(pk=now.pk).update(parent=above)
        renumber(others)
        if before is not None and above is not None and before.pk != above.pk:
            renumber(siblings(now.framework, before))
        trail.note(
            now, "moved", by=by, at=at, number=now.number, under=above.number if above else None, to=to
        )
    node.refresh_from_db()


def renumber(nodes: Iterable[Node]) -> None:
    """Positions from 1 without a gap; permanent numbers are another thing."""
    for position, one in enumerate(nodes, start=1):
        if one.position != position:
            Node.objects.filter(pk=one.pk).update(position=position)


def remove(node: Node, *, reason: str, by: Person, at: datetime) -> None:
    """Take it out of the tree. Its number is never used again, and where an edition had it, its page says so.

    Raises `Refused` without a reason, `NotNow` while something stands under it.
    """
    require(by, Act.DRAFT, meeting=node.framework.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is removed: whoever looks for the number will read it."))
    with transaction.atomic():
        now = states.locked(node)
        if siblings(now.framework, now):
            raise NotNow(_("Move or remove what stands under it first."))
        states.move(now, State.REMOVED, removed_at=at, reason=reason.strip())
        renumber(siblings(now.framework, now.parent))
        trail.note(now, "removed", by=by, at=at, number=now.number, reason=reason)
    node.refresh_from_db()
