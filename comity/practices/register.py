"""Browsing what is shared: practices by filters with counts, the coverage picture, initiatives, challenges (R12-7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, Prefetch, Q

from comity.languages import localized
from comity.meetings import queries
from comity.meetings.models import Aspect, Meeting
from comity.practices import public, sources, vocabulary
from comity.practices.models import Challenge, Initiative, Practice
from comity.practices.models.vocabulary import Scheme
from comity.practices.showing import (
    Card,
    ChallengeCard,
    Cited,
    Coverage,
    InitiativeCard,
    Label,
    Listing,
    Option,
)
from comity.practices.states import State

PER_PAGE = 50
FILTERS = (
    *(
        "chapter",
        "aspect",
        "threat",
        "measure",
        "approach",
        "actor",
        "region",
        "instrument",
        "maturity",
        "status",
    ),
)
"""Names of the filters, as in the address."""


def opened(*, at: datetime) -> Q:
    """Whether anything of the register of an announced meeting is public, as part of a query that asks more."""
    practices, initiatives, challenges = (
        Exists(rows.filter(queries.was_announced("meeting__")).order_by())
        for rows in (
            public.shared(at),
            Initiative.objects.filter(state=Initiative.State.PUBLISHED, public_from__lte=at),
            Challenge.objects.filter(public_from__lte=at),
        )
    )
    return Q(practices) | Q(initiatives) | Q(challenges)


def is_open(*, at: datetime) -> bool:
    return Meeting.objects.filter(opened(at=at)).exists()


def values(card: Card) -> dict[str, list[Label]]:
    """Filter -> the values of a practice."""
    return {
        "chapter": [card.chapter] if card.chapter else [],
        "aspect": [*card.aspects],
        "threat": [*card.threats],
        "measure": [*card.measures],
        "approach": [*card.approaches],
        "actor": [*card.actors],
        "region": [*card.regions],
        "instrument": [Label(one.slug, one.symbol) for one in card.instruments],
        "maturity": [card.maturity],
        "status": [Label(card.status, str(State(card.status).label))],
    }


def listing(
    meetings: Iterable[Meeting],
    *,
    at: datetime,
    language: str,
    chosen: Mapping[str, str] | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Listing:
    """One page of what is shared and holds, by number and then by chapter and title; a fixed number of queries.

    `chosen`: filter -> code (an instrument by its slug); an unknown value leaves nothing. Counts of a filter obey the
    other filters.
    """
    wanted = {name: value for name, value in (chosen or {}).items() if name in FILTERS and value}
    every = public.cards(public.loaded(public.standing(at, meetings=meetings)), language=language)
    known = [(card, values(card)) for card in every]
    left = sorted(
        (card for card, has in known if matches(has, wanted)),
        key=lambda card: (card.number is None, card.number or 0, card.title),
    )
    pages = max(1, -(-len(left) // per_page))
    page = min(max(page, 1), pages)
    return Listing(
        total=len(left),
        of_all=len(every),
        cards=left[(page - 1) * per_page : page * per_page],
        filters={name: options(name, [has for _card, has in known], wanted) for name in FILTERS},
        page=page,
        pages=pages,
    )


def matches(has: Mapping[str, list[Label]], wanted: Mapping[str, str], *, but: str = "") -> bool:
    return all(any(one.code == value for one in has[name]) for name, value in wanted.items() if name != but)


def options(name: str, every: list[dict[str, list[Label]]], wanted: Mapping[str, str]) -> list[Option]:
    """Values of the filter that occur, by title."""
    titles = {one.code: one.title for has in every for one in has[name]}
    counts = Counter(
        code for has in every if matches(has, wanted, but=name) for code in {one.code for one in has[name]}
    )
    if name in wanted:
        titles.setdefault(wanted[name], wanted[name])
    return sorted(
        (Option(code, title, counts[code], code == wanted.get(name)) for code, title in titles.items()),
        key=lambda one: one.label,
    )


def coverage(meeting: Meeting, *, at: datetime, language: str) -> Coverage:
    """The picture of one meeting's register; empty cells are as much of it as full ones."""
    cards = public.cards(public.loaded(public.standing(at, meetings=[meeting])), language=language)
    aspects = [Label(one.code, localized(one.titles)) for one in Aspect.objects.filter(meeting=meeting)]
    chapters = [*public.labels(vocabulary.of(Scheme.CHAPTER))]
    found = Counter(
        (aspect.code, card.chapter.code) for card in cards if card.chapter for aspect in card.aspects
    )
    paragraphs: dict[Cited, list[str]] = {}
    for card in cards:
        for cited in card.instruments:
            paragraphs.setdefault(cited, []).append(card.ref)
    return Coverage(
        aspects=aspects,
        chapters=chapters,
        cells={
            (aspect.code, chapter.code): found[aspect.code, chapter.code]
            for aspect in aspects
            for chapter in chapters
        },
        paragraphs=dict(sorted(paragraphs.items(), key=lambda one: (one[0].symbol, one[0].paragraph))),
        unanswered=[Label(one.ref, localized(one.titles)) for one in public.open_challenges(meeting, at=at)],
    )


def initiatives(
    meetings: Iterable[Meeting], *, at: datetime, level: str = "", region: str = ""
) -> list[InitiativeCard]:
    """The register of initiatives, by level and region where these are given (R06-2)."""
    found = Initiative.objects.filter(
        meeting__in=[*meetings], state=Initiative.State.PUBLISHED, public_from__lte=at
    )
    if level:
        found = found.filter(level__code=level)
    if region:
        found = found.filter(region__code=region)
    rows = found.select_related("level", "region").prefetch_related("measures")
    return sorted((initiative_card(one) for one in rows), key=lambda one: localized(one.names))


def initiative(ref: str, *, at: datetime) -> InitiativeCard | None:
    """The initiative of that address, also when it was withdrawn; None for what was never public or is in review."""
    shown = (Initiative.State.PUBLISHED, Initiative.State.WITHDRAWN)
    found = Initiative.objects.filter(ref=ref, public_from__lte=at, state__in=shown)
    one = found.select_related("level", "region").prefetch_related("measures").first()
    return initiative_card(one) if one else None


def initiative_card(one: Initiative) -> InitiativeCard:
    is_withdrawn = one.state == Initiative.State.WITHDRAWN
    return InitiativeCard(
        ref=one.ref,
        names=one.names,
        descriptions={} if is_withdrawn else one.descriptions,
        owner="" if is_withdrawn else one.owner,
        level=Label(one.level.code, localized(one.level.titles)),
        region=Label(one.region.code, localized(one.region.names)) if one.region else None,
        measures=public.labels(one.measures.all()),
        started_year=one.started_year,
        status=one.get_status_display(),
        link="" if is_withdrawn else one.link,
        is_withdrawn=is_withdrawn,
    )


def challenges(meetings: Iterable[Meeting], *, at: datetime, language: str) -> list[ChallengeCard]:
    """Challenges that are shared, each with the shared practices that answer it (R03-3)."""
    rows = (
        Challenge.objects.filter(meeting__in=[*meetings], public_from__lte=at)
        .select_related("challenge_type")
        .prefetch_related(
            "threats",
            Prefetch("answered_by", public.loaded(public.standing(at)), to_attr="answers"),
        )
        .order_by("pk")
    )
    told = sources.of_challenges(rows, at=at)
    titles = {
        card.ref: card.title
        for card in public.cards(
            {answer.pk: answer for one in rows for answer in answers(one)}.values(), language=language
        )
    }
    return [
        ChallengeCard(
            ref=one.ref,
            titles=one.titles,
            challenge_type=Label(one.challenge_type.code, localized(one.challenge_type.titles)),
            threats=public.labels(one.threats.all()),
            answered_by=tuple(Label(answer.ref, titles[answer.ref]) for answer in answers(one)),
            sources=told[one.pk],
        )
        for one in rows
    ]


def answers(challenge: Challenge) -> list[Practice]:
    found: list[Practice] = challenge.answers  # type: ignore[attr-defined]
    return found
