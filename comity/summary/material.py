"""What sentences may rest on, session by session: flagged and noted words that the public could read or hear.

Nothing confidential, nothing that its source took back, nothing under an embargo. Who said it is told here to nobody
whose source asked for less (RX-1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from comity.floor import recording
from comity.floor.models import Intervention
from comity.floor.models.speakers import Kind as Spoken
from comity.languages import localized
from comity.meetings.models import Attribution, Meeting, Session
from comity.participants.models import Stakeholder
from comity.practices.models import Excerpt, Support
from comity.statements.models import Statement
from comity.summary.models import Basis, Sentence, Summary

Part = Sentence.Part
PART_OF_KIND = {
    Excerpt.Kind.PRACTICE: Part.MEASURES,
    Excerpt.Kind.INITIATIVE: Part.MEASURES,
    Excerpt.Kind.COMMITMENT: Part.MEASURES,
    Excerpt.Kind.CHALLENGE: Part.GAPS,
    Excerpt.Kind.CLAIM: Part.ISSUES,
    Excerpt.Kind.RECOMMENDATION: Part.STATES,
}
"""Where words of a kind are offered; a person may use them anywhere."""
CLOSED = (Attribution.CONFIDENTIAL, Attribution.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a sentence may rest on. `key`: "e12" an excerpt, "i7" an intervention; `speaker` is equal for two
    pieces of one speaker; `whose` is empty where the source is not named; `used`: numbers of sentences that rest on
    it."""

    key: str
    words: str
    language: str
    speaker: str
    whose: str
    attribution: str
    aspects: frozenset[int]
    place: str = ""
    """Query and fragment of the statement's page where the words stand; "" for an intervention."""
    statement: str = ""
    used: tuple[int, ...] = ()

    @property
    def is_attributed(self) -> bool:
        return self.attribution == Attribution.ATTRIBUTED


@dataclass(frozen=True, slots=True)
class Offer:
    """Pieces that say alike (one practice), or one alone: enough to begin a sentence. `title`: of the practice."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def speakers(self) -> int:
        return len({one.speaker for one in self.pieces})

    @property
    def unused(self) -> bool:
        return not any(one.used for one in self.pieces)


def excerpts(meeting: Meeting, *, at: datetime) -> QuerySet[Excerpt]:
    """Flagged words that may carry a sentence."""
    version = "paragraph__language_version__version"
    return (
        Excerpt.objects.live()
        .filter(
            Q(**{f"{version}__statement__withdrawn_at": None})
            | Q(**{f"{version}__statement__withdrawn_at__gt": at}),
            Q(**{f"{version}__public_from__lte": at})
            | Q(**{f"{version}__statement__spoken_as__isnull": False}),
            meeting=meeting,
            **{f"{version}__statement__sensitivity": Statement.Sensitivity.UNCLASSIFIED},
        )
        .exclude(attribution__in=CLOSED)
    )


def interventions(meeting: Meeting) -> QuerySet[Intervention]:
    """Interventions of which something was noted; of those taken into the reading the words are flagged there."""
    return (
        Intervention.objects.filter(floor__session__meeting=meeting, taken=None)
        .exclude(summary="")
        .exclude(ended_at=None)
        .exclude(kind=Spoken.POINT_OF_ORDER)
        .exclude(attribution__in=CLOSED)
        .exclude(floor__session__attribution__in=CLOSED)
    )


def pieces(summary: Summary, *, at: datetime) -> dict[str, tuple[Piece, Session | None, str]]:
    """Key -> the piece, its session and its kind; six queries however many."""
    meeting = summary.meeting
    used = uses(summary)
    found: dict[str, tuple[Piece, Session | None, str]] = {}
    rows = (
        excerpts(meeting, at=at)
        .select_related(
            "delegation__body",
            "delegation__panellist",
            "paragraph__language_version__version__statement__session",
        )
        .prefetch_related("aspects", "paragraph__language_version__version__statement__aspects")
    )
    for excerpt in rows:
        key = f"e{excerpt.pk}"
        statement = excerpt.paragraph.language_version.version.statement
        found[key] = (of_excerpt(excerpt, used.get(key, ())), statement.session, excerpt.kind)
    heard = (
        interventions(meeting)
        .select_related("floor__session", "delegation__body", "part__participant__delegation__body")
        .prefetch_related("aspects")
    )
    for intervention in heard:
        key = f"i{intervention.pk}"
        found[key] = (of_intervention(intervention, used.get(key, ())), intervention.floor.session, "")
    return found


def uses(summary: Summary) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    rows = Basis.objects.filter(sentence__summary=summary, sentence__removed_at=None)
    for number, excerpt, intervention in rows.values_list("sentence__number", "excerpt", "intervention"):
        numbers[f"e{excerpt}" if excerpt else f"i{intervention}"].append(number)
    return {key: tuple(sorted(found)) for key, found in numbers.items()}


def of_excerpt(excerpt: Excerpt, used: tuple[int, ...] = ()) -> Piece:
    version = excerpt.paragraph.language_version
    statement = version.version.statement
    own = {one.pk for one in excerpt.aspects.all()} or {one.pk for one in statement.aspects.all()}
    body = excerpt.delegation.body
    return Piece(
        key=f"e{excerpt.pk}",
        words=excerpt.text,
        language=excerpt.language,
        speaker=speaker(
            None if excerpt.delegation.panellist_id else excerpt.delegation_id,
            excerpt.delegation.panellist_id,
        ),
        whose=whose(
            excerpt.attribution, excerpt.delegation.panellist or localized(body.names), body.category
        ),
        attribution=excerpt.attribution,
        aspects=frozenset(own),
        place=f"?language={version.language}#p-{excerpt.paragraph.anchor}",
        statement=statement.ref,
        used=used,
    )


def of_intervention(one: Intervention, used: tuple[int, ...] = ()) -> Piece:
    mode = recording.mode_of(one)
    named = (
        str(one.delegation) if one.delegation else str(one.part.participant) if one.part else one.speaker_name
    )
    category = one.category if one.delegation or one.part else ""
    return Piece(
        key=f"i{one.pk}",
        words=one.summary,
        language=one.language,
        speaker=(
            speaker(one.part.participant.delegation_id, one.part.participant_id)
            if one.part
            else speaker(one.delegation_id)
        ),
        whose=whose(mode, named, category),
        attribution=mode,
        aspects=frozenset(aspect.pk for aspect in one.aspects.all()),
        used=used,
    )


def speaker(delegation: int | None, panellist: int | None = None) -> str:
    """The same for whatever one says: with a delegation, or as a panellist who speaks for none."""
    return f"d{delegation}" if delegation else f"p{panellist}"


def whose(attribution: str, name: object, category: str) -> str:
    """As the desk may tell it without opening a seal."""
    if attribution == Attribution.ATTRIBUTED:
        return str(name)
    if attribution == Attribution.BY_CATEGORY and category:
        return str(Stakeholder(category).label)
    return _("not named")


def offers(summary: Summary, *, at: datetime) -> dict[tuple[int | None, str], list[Offer]]:
    """(key of a session, part) -> what a sentence may be begun on there: first what most speakers say alike."""
    found = pieces(summary, at=at)
    practice = {
        f"e{excerpt}": (key, title, stance)
        for excerpt, key, title, stance in Support.objects.live()
        .filter(practice__meeting=summary.meeting)
        .order_by("practice", "pk")
        .values_list("excerpt", "practice", "practice__working_title", "stance")
    }
    groups: dict[tuple[int | None, str, str], list[Piece]] = defaultdict(list)
    titles: dict[str, str] = {}
    for key, (piece, session, kind) in found.items():
        group, title, stance = practice.get(key, (key, "", ""))
        titles[str(group)] = title
        groups[(session.pk if session else None, part_of(kind, stance), str(group))].append(piece)
    laid: dict[tuple[int | None, str], list[Offer]] = defaultdict(list)
    for (session_key, part, group), members in groups.items():
        laid[(session_key, part)].append(Offer(titles[group], tuple(members)))
    for rows in laid.values():
        rows.sort(key=lambda one: (not one.unused, -one.speakers, one.pieces[0].key))
    return laid


def part_of(kind: str, stance: str) -> str:
    if stance == Support.Stance.DIVERGES:
        return Part.DIVERGENCE
    return PART_OF_KIND[Excerpt.Kind(kind)] if kind else Part.ISSUES


def speakers_on(meeting: Meeting, aspects: Iterable[int], session: Session | None) -> set[str]:
    """Who spoke on one of the aspects, in the session or at the meeting: by intervention or by published statement.

    Keys as `Piece.speaker`.
    """
    aspects = [*aspects]
    spoke = Intervention.objects.filter(
        floor__session__meeting=meeting, aspects__in=aspects, ended_at__isnull=False
    ).exclude(kind=Spoken.POINT_OF_ORDER)
    wrote = Statement.objects.filter(
        meeting=meeting, aspects__in=aspects, versions__public_from__isnull=False
    )
    if session is not None:
        spoke, wrote = spoke.filter(floor__session=session), wrote.filter(session=session)
    sent = "part__participant__delegation"
    heard = {
        speaker(delegation or with_whom, panellist)
        for delegation, with_whom, panellist in spoke.values_list("delegation", sent, "part__participant")
    }
    return heard | {
        speaker(None if panellist else delegation, panellist)
        for delegation, panellist in wrote.values_list("delegation", "delegation__panellist")
    }
