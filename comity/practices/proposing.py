"""Proposals of the machine kept as rows: which paragraph deserves a look, which group an excerpt may join.

Each names its engine and version, says why, and is worth nothing until a person acts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Max, QuerySet

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Group
from comity.practices import engines, seal, states
from comity.practices.models import Alignment, Excerpt, Practice, Proposal, Support
from comity.statements.models import Paragraph
from comity.texts import quotes
from comity.texts.finding import ENGINE, VERSION, cues
from comity.texts.finding import alignments as sentences
from comity.texts.finding.items import Group as Listed
from comity.texts.finding.items import Item, Scored
from comity.texts.finding.plugged import Plugged, Unavailable
from comity.texts.finding.suggest import Suggester, Suggestion, courtesy

if TYPE_CHECKING:
    from comity.practices.helping import Desk

T = TypeVar("T")
COURTESY = "courtesy"
"""Label of a paragraph that is thanks and forms of address only: proposed to be set aside."""
MOST_GROUPS = 60
"""Practices that are compared word by word with an excerpt: those whose paragraphs lie nearest."""
MEMBERS = 5
ENOUGH = 0.1
"""Score from which a group is worth proposing."""
SHOWN_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Aligned:
    """A sentence that may be put on record as an alignment; `group` or `delegation` is who seems to be meant."""

    start: int
    end: int
    words: str
    name: str
    group: Group | None
    delegation: Delegation | None


@cache
def suggester() -> Suggester:
    return Suggester()


def suggestion(by: Suggester, item: Item) -> Suggestion:
    """The suggestion for one paragraph, with the label COURTESY where it is no more than that. An alignment is more:
    it waits to be put on record."""
    found = by.score([item])[0]
    if courtesy(item.text, item.language or "und") and not sentences.alignments(item.text, item.language):
        return replace(found, label=COURTESY)
    return found


def flagging_version() -> str:
    """Of what scores paragraphs: another one with other courtesies."""
    return VERSION + cues.edition()


def current() -> QuerySet[Proposal]:
    """Proposals of paragraphs by this engine in this version."""
    return Proposal.objects.filter(kind=Proposal.Kind.FLAG, engine=ENGINE, version=flagging_version())


def row(found: Suggestion, text: str, *, at: datetime) -> Proposal:
    return Proposal(
        kind=Proposal.Kind.FLAG,
        paragraph_id=found.id,
        engine=ENGINE,
        version=flagging_version(),
        label=found.label,
        score=found.score,
        reasons=[{"code": one.code, "words": one.words} for one in found.reasons],
        source_sha256=quotes.digest(text),
        made_at=at,
    )


def save(found: Iterable[Suggestion], texts: Mapping[int, Item], *, at: datetime) -> None:
    """Keep suggestions; of two processes that made the same one, one is kept. What has gone meanwhile is left out."""
    rows = [row(one, texts[int(one.id)].text, at=at) for one in found if int(one.id) in texts]
    there = set(
        Paragraph.objects.filter(pk__in=[one.paragraph_id for one in rows]).values_list("pk", flat=True)
    )
    Proposal.objects.bulk_create([one for one in rows if one.paragraph_id in there], ignore_conflicts=True)


def of(paragraph: Paragraph, *, at: datetime) -> tuple[Proposal, bool]:
    """The proposal about the words as they are now, and whether one about other words had to be replaced."""
    kept = current().filter(paragraph=paragraph).first()
    digest = quotes.digest(paragraph.text)
    if kept is not None and kept.source_sha256 == digest:
        kept.paragraph = paragraph
        return kept, False
    made = row(
        suggestion(suggester(), Item(paragraph.pk, paragraph.text, paragraph.language)), paragraph.text, at=at
    )
    fields = ("label", "score", "reasons", "source_sha256", "made_at")
    one, _new = Proposal.objects.update_or_create(
        paragraph=paragraph,
        kind=made.kind,
        engine=made.engine,
        version=made.version,
        excerpt=None,
        defaults={name: getattr(made, name) for name in fields},
    )
    one.paragraph = paragraph
    return one, kept is not None


def spans(proposal: Proposal) -> list[tuple[int, int, str]]:
    """Where the reasons stand in the text: (start, end, code), each occurrence once."""
    text, found, place = proposal.paragraph.text, [], 0
    for reason in proposal.reasons:
        start = text.find(reason["words"], place)
        if start < 0:
            start = text.find(reason["words"])
        if start >= 0:
            found.append((start, start + len(reason["words"]), reason["code"]))
            place = start
    return found


def joins(excerpt: Excerpt, desk: Desk, *, at: datetime) -> list[Proposal]:
    """Practices that the excerpt may join, best first; made when the groups have changed since they were last."""
    mine = joining(excerpt, desk.by(excerpt.paragraph_id))
    changed = (
        Support.objects.filter(practice__meeting=excerpt.meeting_id)
        .exclude(excerpt=excerpt)
        .aggregate(joined=Max("joined_at"), left=Max("left_at"))
    )
    last = max((one for one in changed.values() if one is not None), default=None)
    kept = list(mine)
    if last is not None and (not kept or any(one.made_at <= last for one in kept)):
        kept = renew(excerpt, desk, at=at)
    refused = set(excerpt.refusals.values_list("practice", flat=True))
    joined = set(excerpt.supports.filter(left_at=None).values_list("practice", flat=True))
    return [
        one
        for one in kept
        if one.score >= ENOUGH
        and one.practice is not None
        and one.practice_id not in refused | joined
        and one.practice.state not in states.CLOSED
    ][:SHOWN_GROUPS]


def renew(excerpt: Excerpt, desk: Desk, *, at: datetime) -> list[Proposal]:
    """Compare the excerpt with the groups anew and keep the result in place of the old."""
    by = desk.by(excerpt.paragraph_id)
    try:
        found = compared(excerpt, desk, by)
    except Unavailable as fault:
        engines.fail(fault)
        desk.modelled = by = None
        found = compared(excerpt, desk, None)
    engine, version = engines.label(by)
    joining(excerpt, by).delete()
    Proposal.objects.bulk_create(
        Proposal(
            kind=Proposal.Kind.JOIN,
            paragraph_id=excerpt.paragraph_id,
            excerpt=excerpt,
            practice_id=int(one.id),
            engine=engine,
            version=version,
            score=one.score,
            source_sha256=excerpt.sha256,
            made_at=at,
        )
        for one in found
    )
    return list(joining(excerpt, by))


def joining(excerpt: Excerpt, by: Plugged | None) -> QuerySet[Proposal]:
    """What was proposed for the excerpt by the engine as it is now."""
    engine, version = engines.label(by)
    return Proposal.objects.filter(
        kind=Proposal.Kind.JOIN, excerpt=excerpt, engine=engine, version=version
    ).select_related("practice")


def compared(excerpt: Excerpt, desk: Desk, by: Plugged | None) -> tuple[Scored, ...]:
    """The groups by how alike the excerpt is to them. Raises `Unavailable` where the plugged model has gone."""
    from comity.texts.finding import group  # SciPy takes a moment to load

    groups = list(listed(excerpt.meeting, excerpt, desk, by))
    asked = [Item(excerpt.pk, excerpt.text, excerpt.language)]
    common = desk.modelled.common if by and desk.modelled else desk.common
    return next(group.suggest(asked, groups, common=common or None, plugged=by)).groups


def listed(meeting: Meeting, excerpt: Excerpt, desk: Desk, by: Plugged | None = None) -> Iterable[Listed]:
    """The groups nearest to the excerpt, each with some of its words and its title. A model behind an address is shown
    neither titles, which are the desk's own, nor words that it may not know."""
    sends = by is not None and by.model.sends
    live = (
        Support.objects.live()
        .filter(practice__meeting=meeting)
        .exclude(practice__state__in=states.CLOSED)
        .exclude(excerpt=excerpt)
        .values_list("practice", "excerpt__paragraph", "excerpt")
        .order_by("practice", "pk")
    )
    nearness = desk.nearness(excerpt.paragraph_id)
    members: dict[int, list[tuple[float, int]]] = {}
    for pk, paragraph, one in live:
        if sends and desk.by(paragraph) is None:
            continue
        members.setdefault(pk, []).append((nearness.get(paragraph, 0.0), one))
    best = sorted(members, key=lambda one: (-max(members[one])[0], one))[:MOST_GROUPS]
    chosen = {one: sorted(members[one], reverse=True)[:MEMBERS] for one in best}
    words = Excerpt.objects.in_bulk([one for some in chosen.values() for _nearness, one in some])
    for practice in Practice.objects.filter(pk__in=best).order_by("pk"):
        yield Listed(
            practice.pk,
            [Item(pk, words[pk].text, words[pk].language) for _nearness, pk in chosen[practice.pk]],
            [] if sends else [Item(practice.pk, practice.working_title)],
        )


def alignments(paragraph: Paragraph, meeting: Meeting) -> list[Aligned]:
    """Sentences of the paragraph that take another's statement for their own and are not on record yet; none where it
    is under seal who spoke."""
    found = sentences.alignments(paragraph.text, paragraph.language)
    if not found or seal.veils(paragraph.language_version.version.statement):
        return []
    there = Alignment.objects.filter(paragraph=paragraph, undone_at=None).values_list("start", "end")
    fresh = [one for one in found if not any(start < one.end and one.start < end for start, end in there)]
    if not fresh:
        return []
    groups, delegations = list(Group.objects.all()), list(others(meeting, paragraph))
    return [
        Aligned(
            one.start,
            one.end,
            paragraph.text[one.start : one.end],
            one.name,
            group := named(one.name, [(group, group.names.values()) for group in groups]),
            None if group else named(one.name, [(some, some.body.names.values()) for some in delegations]),
        )
        for one in fresh
    ]


def others(meeting: Meeting, paragraph: Paragraph) -> QuerySet[Delegation]:
    """Delegations with which the paragraph's own may align itself."""
    own = paragraph.language_version.version.statement.delegation_id
    found = Delegation.objects.filter(meeting=meeting).exclude(pk=own)
    return found.select_related("body", "meeting").prefetch_related("body__former_names")


def named(name: str, known: Sequence[tuple[T, Collection[str]]]) -> T | None:
    """The one whose name is said; of several the one with the longest."""
    said = name.casefold()
    found = [
        (len(one), place)
        for place, (_thing, names) in enumerate(known)
        for one in names
        if one and one.casefold() in said
    ]
    return known[max(found)[1]][0] if found else None


def alignments_of(paragraph: Paragraph) -> QuerySet[Alignment]:
    """Those on record."""
    return Alignment.objects.filter(paragraph=paragraph, undone_at=None).select_related(
        "with_group", "with_delegation__body", "with_delegation__meeting"
    )
