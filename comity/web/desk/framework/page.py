"""One node at the desk: its text beside what it rests on, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.framework import states, wording
from comity.framework.authority import Act
from comity.framework.models import Node, NodeText, NodeVersion, Rest
from comity.framework.wording import Unsupported
from comity.languages import NATIVE_NAMES, reader_language
from comity.participants.models import Delegation, Person
from comity.practices import marks, queries, seal
from comity.practices.queries import DeskSource
from comity.record import trail
from comity.refusals import Refused
from comity.web.desk.framework import forms
from comity.web.desk.framework.acts import ACTS, BESIDE, IN_THE_TREE, NodeAct, seen
from comity.web.desk.framework.place import around, may, node_of, person, titles
from comity.web.desk.page import mistakes

LATEST = 30
"""Acts of the record that are shown."""
Bound = Mapping[str, django_forms.Form]


@dataclass(frozen=True, slots=True)
class Beside:
    """Something on which the node rests. `words` and `who` of an excerpt as far as the reader may know them; `sources`
    of a practice."""

    rest: Rest
    words: str | None
    who: Delegation | None
    sources: list[DeskSource]
    is_named: bool
    """A sentence of the text shown names it."""


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    act: NodeAct
    form: django_forms.Form


@dataclass(frozen=True, slots=True)
class Shown:
    """The text in one language; `form` where it may be changed."""

    version: NodeVersion
    text: NodeText | None
    original: NodeText | None
    """Beside a translation."""
    language: str
    languages: list[tuple[str, bool, bool]]
    form: django_forms.Form | None
    unsupported: list[Unsupported]
    seen: str


def show(
    request: HttpRequest,
    node: Node,
    *,
    at: datetime,
    bound: Bound | None = None,
    refusal: Refused | None = None,
    status: int = 200,
    language: str = "",
) -> HttpResponse:
    bound = bound or {}
    node = node_of(request, node.framework.meeting.slug, node.number)  # as it is now
    meeting = node.framework.meeting
    worded = None if node.practice_id else text_of(request, node, bound, language)
    offers = list(offered(request, node, bound))
    children = node.children.filter(removed_at=None).select_related("practice", "framework__meeting")
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/framework/place.html",
            {
                **around(request, meeting),
                "node": node,
                "called": titles([node, *children, *above(node)]),
                "above": above(node),
                "wording": worded,
                "beside": list(beside(request, node, worded, at)),
                "sources": queries.sources(node.practice, by=person(request), at=at) if node.practice else [],
                "children": children.order_by("position", "number"),
                "offers": [one for one in offers if one.act.next],
                "ways": [one for one in offers if one.name in BESIDE],
                "others": [one for one in offers if not one.act.next and one.name not in BESIDE],
                "seen": seen(node),
                "history": [(one, told(one.verb)) for one in trail.of(node)[:LATEST]],
                "refusal": refusal,
                "acted": next(iter(bound), ""),
                "mistakes": mistakes(bound),
            },
            status=refusal.status if refusal else status,
        )


def above(node: Node) -> list[Node]:
    """What it stands under, the element first."""
    parent = node.parent
    if parent is None:
        return []
    return [parent.parent, parent] if parent.parent is not None else [parent]


def text_of(request: HttpRequest, node: Node, bound: Bound, language: str) -> Shown:
    version = wording.latest(node)
    texts = {one.language: one for one in version.texts.all()}
    wanted = language or request.GET.get("language", "")
    if wanted not in NATIVE_NAMES:
        wanted = reader_language() if reader_language() in texts else version.original_language
    text, original = texts.get(wanted), texts.get(version.original_language)
    changes = node.state in states.OPEN or (text is None and node.state != states.State.REMOVED)
    form = None
    if changes and may(request, Act.DRAFT, node.framework.meeting):
        initial = {"title": text.title, "text": text.text} if text else None
        form = bound.get("text") or forms.TextForm(language=wanted, initial=initial)
    return Shown(
        version=version,
        text=text,
        original=original if wanted != version.original_language else None,
        language=wanted,
        languages=[(code, code in texts, code == version.original_language) for code in NATIVE_NAMES],
        form=form,
        unsupported=wording.unsupported(version) if node.state in states.OPEN else [],
        seen=seen_text(text),
    )


def seen_text(text: NodeText | None) -> str:
    """What the form began with: who wrote in between is not overwritten unseen."""
    return text.edited_at.isoformat() if text else ""


def beside(request: HttpRequest, node: Node, worded: Shown | None, at: datetime) -> Iterator[Beside]:
    rests = list(
        node.rests.filter(left_at=None)
        .select_related(
            "practice",
            "instrument",
            "excerpt__delegation__body",
            "excerpt__delegation__meeting",
            "excerpt__paragraph__language_version__version__statement",
        )
        .order_by("number")
    )
    by: Person = person(request)
    excerpts = [one.excerpt for one in rests if one.excerpt is not None]
    readable = seal.readable(excerpts, by=by, meeting=node.framework.meeting_id, at=at) if excerpts else set()
    named = marks.marks(worded.text.text) if worded and worded.text else set()
    for one in rests:
        excerpt = one.excerpt
        yield Beside(
            rest=one,
            words=excerpt.text if excerpt is not None and excerpt.pk in readable else None,
            who=excerpt.delegation if excerpt is not None and not seal.is_sealed(excerpt) else None,
            sources=queries.sources(one.practice, by=by, at=at) if one.practice is not None else [],
            is_named=one.number in named,
        )


def offered(request: HttpRequest, node: Node, bound: Bound) -> Iterator[Offer]:
    meeting = node.framework.meeting
    for name, act in ACTS.items():
        if name not in IN_THE_TREE and act.offered(node) and may(request, act.needs, meeting):
            yield Offer(name, act, bound.get(name) or act.form(node=node, prefix=name))


def told(verb: str) -> str:
    """An act of the record in words."""
    words = {
        "added element": _("added"),
        "added guideline": _("added"),
        "placed": _("placed"),
        "moved": _("moved"),
        "removed": _("removed"),
        "wrote": _("wrote the text"),
        "set strength": _("set the strength"),
        "settled": _("settled the wording"),
        "reworded": _("began a new wording"),
        "agreed": _("recorded that the Committee agreed"),
        "rests on": _("named what it rests on"),
        "rests no longer on": _("took away what it rested on"),
    }
    return words.get(verb, verb)
