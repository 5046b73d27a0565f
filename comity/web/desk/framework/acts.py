"""What one does with a node at the desk: one table of acts, each one form and one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.framework import carrying, placing, states, wording
from comity.framework.authority import Act
from comity.framework.models import Node
from comity.framework.states import State
from comity.participants.models import Person
from comity.web.desk.framework import forms

Words = Mapping[str, Any]
Kind = Node.Kind


@dataclass(frozen=True, slots=True)
class NodeAct:
    """One thing that is done with a node. `offered` asks its kind and state only, `needs` the authority."""

    label: str | Promise
    done: str | Promise
    needs: Act
    offered: Callable[[Node], bool]
    carry_out: Callable[[Node, Words, Person, datetime], object]
    form: type[forms.NodeForm] = forms.NothingForm
    next: bool = False
    """It takes the node on: shown first."""
    grave: bool = False


def is_open(node: Node) -> bool:
    """An element or a guideline whose wording still changes."""
    return node.kind != Kind.PRACTICE and node.state in states.OPEN


def is_open_guideline(node: Node) -> bool:
    return is_open(node) and node.kind == Kind.GUIDELINE


def is_settled(node: Node) -> bool:
    return node.kind != Kind.PRACTICE and node.state in (State.SETTLED, State.AGREED)


def may_be_agreed(node: Node) -> bool:
    return node.kind == Kind.GUIDELINE and node.state == State.SETTLED


def stands(node: Node) -> bool:
    return node.state != State.REMOVED


def of_kind(kind: Node.Kind) -> Callable[[Node], bool]:
    return lambda node: node.kind == kind and stands(node)


def has_rests(node: Node) -> bool:
    return is_open(node) and node.rests.filter(left_at=None).exists()


def move(node: Node, words: Words, by: Person, at: datetime) -> None:
    under = words.get("under")
    parent = node.framework.nodes.get(number=under) if under else None
    if parent is not None and parent.pk == node.parent_id:
        parent = None
    placing.move(node, to=words["to"], parent=parent, by=by, at=at)


def step(by_how_many: int) -> Callable[[Node, Words, Person, datetime], object]:
    return lambda node, words, by, at: placing.move(node, to=node.position + by_how_many, by=by, at=at)


def take_away(node: Node, words: Words, by: Person, at: datetime) -> None:
    carrying.take_away(node.rests.get(number=words["number"]), by=by, at=at)


ACTS: dict[str, NodeAct] = {
    "settle": NodeAct(
        _("Settle the wording"),
        _("Settled. This wording no longer changes, and the next edition prints it."),
        Act.DRAFT,
        is_open,
        lambda node, words, by, at: wording.settle(node, by=by, at=at),
        next=True,
    ),
    "agree": NodeAct(
        _("Record that the Committee agreed"),
        _("On record: the guideline is recommended."),
        Act.AGREE,
        may_be_agreed,
        lambda node, words, by, at: wording.agree(node, **words, by=by, at=at),
        forms.AgreeForm,
        next=True,
    ),
    "reword": NodeAct(
        _("Begin a new wording"),
        _("A new wording is open. What was issued stays."),
        Act.DRAFT,
        is_settled,
        lambda node, words, by, at: wording.reword(node, **words, by=by, at=at),
        forms.ReasonForm,
    ),
    "guideline": NodeAct(
        _("Add a guideline"),
        _("Added, with the next number."),
        Act.DRAFT,
        of_kind(Kind.ELEMENT),
        lambda node, words, by, at: placing.add_guideline(node, **words, by=by, at=at),
        forms.TitleForm,
    ),
    "place": NodeAct(
        _("Place a practice here"),
        _("Placed, with the next number."),
        Act.DRAFT,
        of_kind(Kind.GUIDELINE),
        lambda node, words, by, at: placing.place(node, words["practice"], by=by, at=at),
        forms.PlaceForm,
    ),
    "practice": NodeAct(
        _("Rest it on a practice"),
        _("It rests on the practice. Name it in the text by its mark."),
        Act.DRAFT,
        is_open,
        lambda node, words, by, at: carrying.rest_on_practice(node, words["practice"], by=by, at=at),
        forms.RestOnPracticeForm,
    ),
    "words": NodeAct(
        _("Rest it on words"),
        _("It rests on the words. Name them in the text by their mark."),
        Act.DRAFT,
        is_open,
        lambda node, words, by, at: carrying.rest_on_words(node, words["words"], by=by, at=at),
        forms.RestOnWordsForm,
    ),
    "instrument": NodeAct(
        _("Rest it on an instrument"),
        _("It rests on the instrument. Name it in the text by its mark."),
        Act.DRAFT,
        is_open,
        lambda node, words, by, at: carrying.rest_on_instrument(node, **words, by=by, at=at),
        forms.RestOnInstrumentForm,
    ),
    "away": NodeAct(
        _("Take away what it rests on"),
        _("Taken away. Its mark is not used again."),
        Act.DRAFT,
        has_rests,
        take_away,
        forms.TakeAwayForm,
    ),
    "strength": NodeAct(
        _("Set the strength"),
        _("Set."),
        Act.DRAFT,
        is_open_guideline,
        lambda node, words, by, at: wording.set_strength(wording.latest(node), **words, by=by, at=at),
        forms.StrengthForm,
    ),
    "move": NodeAct(_("Move"), _("Moved. Its number stays."), Act.DRAFT, stands, move, forms.MoveForm),
    "up": NodeAct(_("Move up"), _("Moved. Its number stays."), Act.DRAFT, stands, step(-1)),
    "down": NodeAct(_("Move down"), _("Moved. Its number stays."), Act.DRAFT, stands, step(1)),
    "remove": NodeAct(
        _("Remove"),
        _("Removed. The number is not used again."),
        Act.DRAFT,
        stands,
        lambda node, words, by, at: placing.remove(node, **words, by=by, at=at),
        forms.RemoveForm,
        grave=True,
    ),
}
"""In the order in which they are offered."""
BESIDE = frozenset({"practice", "words", "instrument", "away"})
"""Offered beside what the node rests on."""
IN_THE_TREE = frozenset({"up", "down"})
"""Offered in the tree, and not on the page of a node."""


def seen(node: Node) -> str:
    """What the page shows of the node: an act on another is refused."""
    version = node.versions.order_by("number").last()
    return f"{node.state}|{version.number if version else 0}"
