"""The workspace: one paragraph with all that helps to decide about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Group, Person, Role
from comity.practices import engines, proposing, seal, waiting
from comity.practices.models import Excerpt, Practice, Proposal, Reading, Support
from comity.practices.waiting import View
from comity.refusals import Refused
from comity.statements import authority, clearance
from comity.statements.models import CURRENT, Paragraph, Statement, Version
from comity.texts.finding.stopping import ONE_IN
from comity.web.desk.reading import marking, memory
from comity.web.desk.reading.coding import KEYS, codes
from comity.web.desk.reading.forms import REASONS
from comity.web.desk.reading.joining import candidates, joins, nearby
from comity.web.desk.reading.marking import Span

AROUND = 2
"""Paragraphs shown before and after the one that is read."""
FLAG_KEYS = {
    "practice": "p", "recommendation": "r", "challenge": "h", "initiative": "i", "commitment": "c", "claim": "l",
}  # fmt: skip
FORM_WORDS: dict[Statement.Form, str | Promise] = {
    Statement.Form.STATEMENT: _("Statements"),
    Statement.Form.QUESTIONNAIRE: _("Answers to the questionnaire"),
    Statement.Form.INTERVENTION: _("Interventions"),
}
REASON_WORDS: dict[str, str | Promise] = {
    "verb": _("what is done or asked"),
    "modal": _("that it should be"),
    "norm": _("what it stands for"),
    "rule": _("a rule or a figure"),
    "actor": _("who acts"),
    "measure": _("a measure"),
    "instrument": _("an instrument"),
    "challenge": _("a difficulty"),
    "courtesy": _("a courtesy"),
}
LABEL_WORDS: dict[str, str | Promise] = {
    "practice": _("reports a practice"),
    "recommendation": _("recommends something"),
    "commitment": _("commits to something"),
    "challenge": _("names a difficulty"),
    "other": _("nothing for the register"),
    "courtesy": _("a courtesy only"),
}


@dataclass(frozen=True, slots=True)
class Flagged:
    """An excerpt of the paragraph. `practices` None: the source is sealed, and another reader flagged it."""

    excerpt: Excerpt
    supports: list[Support] | None
    in_hand: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """A paragraph that says the like elsewhere; without its words where they are CONFIDENTIAL."""

    paragraph: Paragraph
    percent: int
    closed: bool
    practices: list[Practice]

    @property
    def statement(self) -> Statement:
        return self.paragraph.language_version.version.statement


def joined(reasons: Iterable[dict[str, Any]]) -> list[tuple[str | Promise, list[str]]]:
    """Each reason once, with its words once each, in the order in which they were found."""
    found: dict[str, dict[str, None]] = {}
    for one in reasons:
        found.setdefault(one["code"], {})[one["words"]] = None
    return [(REASON_WORDS.get(code, code), [*words]) for code, words in found.items()]


def paragraph_of(meeting: Meeting, pk: int, *, person: Person) -> Paragraph:
    """A paragraph that came before the desk. Raises `Http404`, or `Closed` where need-to-know stands against it."""
    found = (
        Paragraph.objects.filter(pk=pk, language_version__version__statement__meeting=meeting)
        .exclude(language_version__version__state__in=[Version.State.DRAFT, Version.State.RETURNED])
        .select_related(
            "language_version__version__statement__delegation__body",
            "language_version__version__statement__meeting",
            "language_version__version__statement__on_behalf_of",
            "language_version__version__statement__session",
            "language_version__version__statement__spoken_as__floor__session",
        )
        .first()
    )
    if found is None:
        raise Http404
    statement = found.language_version.version.statement
    authority.require(person, authority.Act.READ_UNPUBLISHED, statement=statement)
    return found


def address(meeting: Meeting, pk: int | None, way: str) -> str:
    """Of the workspace at a paragraph on a way; without a paragraph, of the place where the reader was."""
    if pk is None:
        return f"{reverse('desk:reading', args=[meeting.slug])}?way={way}"
    path = reverse("desk:reading_at", args=[meeting.slug, pk])
    return path if way == waiting.QUEUE else f"{path}?way={way}"


def show(
    request: HttpRequest,
    seen: View,
    paragraph: Paragraph | None,
    way: str,
    *,
    at: datetime,
    drawn: bool = False,
    excerpt: int | None = None,
    form: forms.Form | None = None,
    refusal: Refused | None = None,
    said: str = "",
) -> HttpResponse:
    """The page; without a paragraph, that nothing is left on the way."""
    words = {
        "meeting": seen.meeting,
        "way": way,
        "said": said,
        "refusal": refusal,
        "mistakes": [str(error) for errors in form.errors.values() for error in errors] if form else [],
        "kept": form.data if form is not None else {},
        "accounting": seen.accounting(),
        "forms": forms_of(seen),
        "in_queue": waiting.is_queue(way),
        "hidden": len(seen.aside),
        "left": seen.desk.left,
        "ready": seen.desk.ready(),
        "place": waiting.bookmark(seen.meeting, seen.person, at=at),
        "referred": len(seen.referred()),
        "last": memory.last(request, seen.meeting),
        "later": len(memory.later(request, seen.meeting)),
    }
    if paragraph is not None:
        words |= about(seen, paragraph, way, at=at, drawn=drawn, in_hand=excerpt)
    status = refusal.status if refusal else 422 if words["mistakes"] else 200
    response = render(request, "desk/reading/page.html", words, status=status)
    response["X-Address"] = address(seen.meeting, paragraph.pk if paragraph else None, way)
    return response


def forms_of(seen: View) -> list[tuple[str, str | Promise, int]]:
    """(way, its name, how many wait) for each form of source, where there is more than one."""
    waits = seen.unseen_of_form()
    found = [(way, FORM_WORDS[form], waits[form]) for way, form in waiting.OF_FORM.items() if form in waits]
    return found if len(found) > 1 else []


def about(
    seen: View, paragraph: Paragraph, way: str, *, at: datetime, drawn: bool, in_hand: int | None
) -> dict[str, Any]:
    version = paragraph.language_version.version
    statement = version.statement
    clearance.note_opening(statement, by=seen.person, at=at, version=version.number)
    proposal, replaced = proposing.of(paragraph, at=at)
    flags = flagged(paragraph, seen.person, in_hand)
    current = next((one.excerpt for one in flags if one.in_hand), None)
    mine = (
        Reading.objects.filter(paragraph=paragraph, by=seen.person, undone_at=None)
        .select_related("referred_to")
        .first()
    )
    aligned = proposing.alignments(paragraph, seen.meeting)
    proposed = joins(current, seen, at) if current else []
    return {
        "paragraph": paragraph,
        "statement": statement,
        "version": version,
        "under_seal": seal.veils(statement),
        "standing": version.state in CURRENT,
        "drawn": drawn,
        "one_in": ONE_IN,
        "text": marking.marked(paragraph.text, spans(proposal, flags)),
        "sentences": marking.sentences(paragraph.text),
        "around": around(paragraph, whole=way == statement.ref),
        "proposal": proposal,
        "replaced": replaced,
        "label": LABEL_WORDS.get(proposal.label, proposal.label),
        "percent": round(100 * proposal.score),
        "reasons": joined(proposal.reasons),
        "learnt": round(100 * seen.desk.ranks[paragraph.pk]) if paragraph.pk in seen.desk.ranks else None,
        "flags": flags,
        "in_hand": current,
        "codes": list(codes(current, seen.meeting, paragraph)) if current else [],
        "joins": proposed,
        "nearby": nearby(current, seen.person, proposed) if current else [],
        "candidates": candidates(seen.meeting) if current else [],
        "kinds": [(kind.value, kind.label, FLAG_KEYS[kind]) for kind in Excerpt.Kind],
        "usual": list(zip(KEYS, REASONS, strict=False)),
        "colleagues": list(zip(KEYS, colleagues(seen), strict=False)),
        "alike": alike(seen, paragraph),
        "compared_by": " ".join(engines.label(seen.desk.by(paragraph.pk))),
        "aligned": aligned,
        "on_record": proposing.alignments_of(paragraph),
        "groups": Group.objects.all() if aligned else [],
        "delegations": proposing.others(seen.meeting, paragraph) if aligned else [],
        "mine": mine,
        "others": [] if way == waiting.SECOND and mine is None else said_by_others(paragraph, seen.person),
        "is_hidden": paragraph.pk in seen.aside,
    }


def spans(proposal: Proposal, flags: Iterable[Flagged]) -> list[Span]:
    found = [Span(start, end, f"machine-word {code}") for start, end, code in proposing.spans(proposal)]
    found += [Span(one.excerpt.start, one.excerpt.end, "flagged") for one in flags]
    return found + [Span(one.excerpt.start, one.excerpt.end, "in-hand") for one in flags if one.in_hand]


def around(paragraph: Paragraph, *, whole: bool) -> tuple[list[Paragraph], list[Paragraph]]:
    """What stands before and after it, all of it where the statement is read from top to bottom."""
    text = Paragraph.objects.filter(language_version=paragraph.language_version)
    before = text.filter(position__lt=paragraph.position).order_by("-position")
    after = text.filter(position__gt=paragraph.position).order_by("position")
    if whole:
        return list(before)[::-1], list(after)
    return list(before[:AROUND])[::-1], list(after[:AROUND])


def flagged(paragraph: Paragraph, person: Person, in_hand: int | None) -> list[Flagged]:
    """The live excerpts, the one in hand marked: the one asked for, or the last that the reader flagged."""
    live = list(
        Excerpt.objects.live()
        .filter(paragraph=paragraph)
        .select_related("flagged_by")
        .prefetch_related(
            "codes",
            "aspects",
            "instrument_links__instrument",
            Prefetch("supports", Support.objects.live().select_related("practice")),
        )
        .order_by("start", "pk")
    )
    own = [one for one in live if one.flagged_by_id == person.pk] or live
    chosen = next((one for one in live if one.pk == in_hand), None) or max(
        own, key=lambda one: (one.flagged_at, one.pk), default=None
    )
    return [
        Flagged(
            one,
            list(one.supports.all()) if one.flagged_by_id == person.pk or not seal.is_sealed(one) else None,
            one is chosen,
        )
        for one in live
    ]


def colleagues(seen: View) -> QuerySet[Person]:
    return (
        Person.objects.filter(
            assignments__meeting=seen.meeting, assignments__role=Role.RAPPORTEUR, is_active=True
        )
        .exclude(pk=seen.person.pk)
        .distinct()
        .order_by("name", "pk")
    )


def alike(seen: View, paragraph: Paragraph) -> list[Alike]:
    """What others said alike, best first, with the practices that rest on it where its source is no secret."""
    scores = seen.desk.alike(paragraph.pk, closed=seen.closed)
    open_excerpts = (
        Excerpt.objects.live()
        .filter(attribution="attributed")
        .prefetch_related(Prefetch("supports", Support.objects.live().select_related("practice")))
    )
    found = (
        Paragraph.objects.filter(pk__in=[pk for pk, _score in scores])
        .select_related(
            "language_version__version__statement__delegation__body",
            "language_version__version__statement__spoken_as__floor__session",
        )
        .prefetch_related(Prefetch("excerpts", open_excerpts, to_attr="open_excerpts"))
        .in_bulk()
    )
    return [
        Alike(
            one := found[pk],
            round(100 * score),
            one.language_version.version.statement.sensitivity != Statement.Sensitivity.UNCLASSIFIED,
            practices_on(one.open_excerpts),
        )
        for pk, score in scores
        if pk in found
    ]


def practices_on(excerpts: Sequence[Excerpt]) -> list[Practice]:
    return list({one.practice_id: one.practice for some in excerpts for one in some.supports.all()}.values())


def said_by_others(paragraph: Paragraph, person: Person) -> QuerySet[Reading]:
    """What colleagues decided about the paragraph."""
    return (
        Reading.objects.filter(paragraph=paragraph, undone_at=None)
        .exclude(by=person)
        .select_related("by", "referred_to")
    )
