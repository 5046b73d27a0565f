"""The register as anybody may see it: frozen values, so that no page can reach behind them.

Every read takes the instant. What was never shared is not found; what was superseded or withdrawn keeps its address
and says so. Sources are told as `sources.py` allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from comity.languages import localized
from comity.meetings.models import Meeting
from comity.practices import counting, marks, safeguards, sources
from comity.practices.models import (
    Challenge,
    Coding,
    Decision,
    Entry,
    Evidence,
    Practice,
    PracticeText,
    PracticeVersion,
    SafeguardsReview,
    Term,
)
from comity.practices.showing import Card, Cited, Happened, Label, Page, Part, Shown, Status
from comity.practices.states import State


def part_labels() -> dict[str, str]:
    """Field -> its heading in the reader's language, in printing order."""
    return {
        "summary": _("Summary"),
        "gap": _("Gap addressed"),
        "what": _("What is done"),
        "who": _("Who"),
        "legal_basis": _("Legal basis"),
        "safeguards": _("Safeguards"),
        "evidence": _("Evidence and limits"),
        "inputs": _("Resources needed"),
        "transferability": _("Transferability"),
        "inclusion": _("Gender, age, victims and languages"),
    }


def shared(at: datetime, *, meetings: Iterable[Meeting] | None = None) -> QuerySet[Practice]:
    """Practices that anybody may know of at the instant, those that were superseded or withdrawn among them."""
    found = Practice.objects.filter(public_from__lte=at)
    if meetings is not None:
        found = found.filter(meeting__in=[*meetings])
    return found


def standing(at: datetime, *, meetings: Iterable[Meeting] | None = None) -> QuerySet[Practice]:
    """Of these the ones that hold: what lists, counts and searches are made of."""
    return shared(at, meetings=meetings).exclude(
        Q(state__in=[State.SUPERSEDED, State.WITHDRAWN]) & (Q(closed_at=None) | Q(closed_at__lte=at))
    )


def loaded(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """With all that a card shows: a fixed number of queries."""
    return practices.select_related(
        "meeting", "chapter", "practice_type", "level", "legal_basis", "superseded_by"
    ).prefetch_related(
        "aspects",
        "regions",
        "instrument_links__instrument",
        Prefetch("codings", Coding.objects.select_related("term__broader")),
    )


def decisions(practices: Iterable[Practice]) -> dict[int, Decision]:
    """Practice -> the decision that holds, with its wording."""
    return {key: made[-1] for key, made in all_decisions(practices).items()}


def all_decisions(practices: Iterable[Practice]) -> dict[int, list[Decision]]:
    """Practice -> what recommended or identified it, the latest last; those that were never decided are left out."""
    found: dict[int, list[Decision]] = {}
    for one in (
        Decision.objects.filter(version__practice__in=[*practices], outcome__in=["recommended", "identified"])
        .select_related("version")
        .order_by("recorded_at", "pk")
    ):
        found.setdefault(one.version.practice_id, []).append(one)
    return found


def status(practice: Practice, decision: Decision) -> Status:
    """What may be told of the state: a new wording on its way is no more than a review."""
    if practice.state in (State.SUPERSEDED, State.WITHDRAWN):
        return Status(practice.state)
    if practice.state in (State.RECOMMENDED, State.IDENTIFIED):
        return Status(decision.outcome)
    return Status.UNDER_REVIEW


def find(ref: str, *, at: datetime, language: str) -> Page | None:
    """The practice of that address; None for what was never shared."""
    practice = loaded(shared(at).filter(ref=ref)).first()
    if practice is None:
        return None
    return pages([(practice, None)], at=at, language=language)[0]


def cards(practices: Iterable[Practice], *, language: str) -> list[Card]:
    """As lists show them; `practices` as `loaded` gives them."""
    practices = list(practices)
    found = decisions(practices)
    wordings = texts({one.version_id for one in found.values()})
    return [
        card(one, found[one.pk], chosen(wordings[found[one.pk].version_id], found[one.pk].version, language))
        for one in practices
    ]


def texts(versions: Iterable[int]) -> dict[int, list[PracticeText]]:
    found: dict[int, list[PracticeText]] = {pk: [] for pk in versions}
    for one in PracticeText.objects.filter(version__in=[*found]):
        found[one.version_id].append(one)
    return found


def chosen(wordings: list[PracticeText], version: PracticeVersion, language: str) -> PracticeText:
    """In the reader's language, else the original."""
    by_language = {one.language: one for one in wordings}
    return by_language.get(language) or by_language[version.original_language]


def card(practice: Practice, decision: Decision, text: PracticeText) -> Card:
    about = [one.term for one in practice.codings.all() if one.role == Coding.Role.ABOUT]
    measures = [one for one in about if one.scheme == "measure"]
    approaches = [one.broader for one in measures if one.broader] + [
        one for one in about if one.scheme == "approach"
    ]
    is_withdrawn = practice.state == State.WITHDRAWN
    return Card(
        ref=practice.ref,
        meeting=practice.meeting.slug,
        number=practice.number,
        status=status(practice, decision),
        title=text.title,
        summary="" if is_withdrawn else marks.without_marks(text.summary),
        language=text.language,
        is_original=text.language == decision.version.original_language,
        chapter=of_term(practice.chapter),
        maturity=Label(practice.maturity, practice.get_maturity_display()),
        aspects=tuple(Label(one.code, localized(one.titles)) for one in practice.aspects.all()),
        threats=labels(one for one in about if one.scheme == "threat"),
        measures=labels(measures),
        approaches=labels(approaches),
        actors=role_labels(practice, Coding.Role.ACTOR),
        regions=tuple(Label(one.code, localized(one.names)) for one in practice.regions.all()),
        instruments=tuple(
            Cited(one.instrument.symbol, one.instrument.slug, one.paragraph_cited)
            for one in practice.instrument_links.all()
        ),
    )


def labels(terms: Iterable[Term]) -> tuple[Label, ...]:
    return tuple(Label(one.code, localized(one.titles)) for one in dict.fromkeys(terms))


def of_term(term: Term | None) -> Label | None:
    return Label(term.code, localized(term.titles)) if term else None


def role_labels(practice: Practice, role: str) -> tuple[Label, ...]:
    return labels(one.term for one in practice.codings.all() if one.role == role)


def pages(
    wanted: Iterable[tuple[Practice, PracticeVersion | None]], *, at: datetime, language: str
) -> list[Page]:
    """Practices whole, in the wording given (an edition's) or in the one that holds (None)."""
    wanted = list(wanted)
    practices = [practice for practice, _version in wanted]
    made = all_decisions(practices)
    told = sources.of_each(practices, at=at)
    versions = {one.pk: version or made[one.pk][-1].version for one, version in wanted}
    keys = {version.pk for version in versions.values()}
    wordings, reviews = texts(keys), safeguards.standing_each(keys)
    gather(practices, at=at)
    return [
        page(
            practice,
            made[practice.pk],
            versions[practice.pk],
            wordings[versions[practice.pk].pk],
            told[practice.pk],
            reviews.get(versions[practice.pk].pk),
            at=at,
            language=language,
        )
        for practice in practices
    ]


def gather(practices: Sequence[Practice], *, at: datetime) -> None:
    """Load what stands around each of them: one query a kind, however many there are."""
    prefetch_related_objects(
        practices,
        Prefetch(
            "evidence",
            Evidence.objects.filter(removed_at=None).select_related("evidence_type").order_by("pk"),
            to_attr="told_evidence",
        ),
        Prefetch("entries", Entry.objects.select_related("edition"), to_attr="told_entries"),
        Prefetch("challenges", Challenge.objects.filter(public_from__lte=at), to_attr="told_challenges"),
        Prefetch(
            "supersedes", Practice.objects.filter(public_from__lte=at).order_by("pk"), to_attr="told_earlier"
        ),
    )


def page(
    practice: Any,
    made: list[Decision],
    version: PracticeVersion,
    wordings: list[PracticeText],
    told: sources.Sources,
    review: SafeguardsReview | None,
    *,
    at: datetime,
    language: str,
) -> Page:
    """`practice` as `gather` leaves it; `made`: its decisions; `review` of this wording."""
    text, decision = chosen(wordings, version, language), made[-1]
    is_withdrawn = practice.state == State.WITHDRAWN
    review = None if is_withdrawn else review
    conditions = said(review, version, text.language)
    return Page(
        card=card(practice, decision, text),
        address=practice.permanent_address,
        version=version.number,
        languages=tuple(sorted(one.language for one in wordings)),
        original_language=version.original_language,
        strength=version.get_strength_display(),
        practice_type=of_term(practice.practice_type),
        level=of_term(practice.level),
        legal_basis=of_term(practice.legal_basis),
        state_of_practice=practice.get_status_display(),
        since_year=practice.since_year,
        until_year=practice.until_year,
        beneficiaries=role_labels(practice, Coding.Role.BENEFICIARY),
        partners=role_labels(practice, Coding.Role.PARTNER),
        parts=() if is_withdrawn else parts(text, told),
        conditions=conditions[0],
        conditions_language=conditions[1],
        safeguards_result=review.get_result_display() if review else "",
        reviewed_on=on(practice, review.completed_at) if review and review.completed_at else None,
        evidence=() if is_withdrawn else evidence(practice),
        sources=() if is_withdrawn else told.listed,
        counts=None if is_withdrawn else counting.public_counts(practice, named=told.named, at=at),
        outcome=decision.get_outcome_display(),
        decided_on=decision.decided_on,
        procedure=decision.get_procedure_display(),
        reservations=decision.reservations,
        next_review_on=practice.next_review_on,
        challenges=tuple(Label(one.ref, localized(one.titles)) for one in practice.told_challenges),
        superseded_by=successor(practice, at),
        supersedes=tuple(one.ref for one in practice.told_earlier),
        reason=_(practice.reason) if practice.reason else "",
        history=history(practice, made),
    )


def successor(practice: Practice, at: datetime) -> str:
    other = practice.superseded_by
    return other.ref if other and other.public_from and other.public_from <= at else ""


def parts(text: PracticeText, told: sources.Sources) -> tuple[Part, ...]:
    return tuple(
        Part(field, label, told.renumbered(getattr(text, field)))
        for field, label in part_labels().items()
        if getattr(text, field)
    )


def said(review: SafeguardsReview | None, version: PracticeVersion, language: str) -> tuple[str, str]:
    """The conditions that print with the practice, and the language they are in (R12-6)."""
    if review is None or not review.conditions:
        return "", ""
    known = [language, version.original_language, *review.conditions]
    found = next(one for one in known if one in review.conditions)
    return review.conditions[found], found


def evidence(practice: Any) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            localized(one.evidence_type.titles),
            one.source,
            one.dated_on,
            one.method,
            one.result,
            one.limitations,
        )
        for one in practice.told_evidence
    )


def on(practice: Practice, at: datetime) -> date:
    """The day at the meeting's place."""
    return at.astimezone(practice.meeting.zone).date()


def history(practice: Any, made: list[Decision]) -> tuple[Happened, ...]:
    """Decisions, sharing, editions and what came after, the oldest first; nobody who did it is named."""
    found = [
        Happened(one.outcome, one.decided_on, one.get_procedure_display())
        for one in sorted(made, key=lambda one: (one.decided_on, one.pk))
    ]
    assert practice.public_from is not None  # what is not shared has no page
    found.append(Happened("published", on(practice, practice.public_from)))
    found += [
        Happened("issued", on(practice, one.edition.issued_at), str(one.edition.number))
        for one in practice.told_entries
    ]
    if practice.closed_at is not None:
        found.append(Happened(practice.state, on(practice, practice.closed_at)))
    return tuple(sorted(found, key=lambda one: one.on))


def open_challenges(meeting: Meeting, *, at: datetime) -> list[Challenge]:
    """Challenges that no practice answers that anybody may see."""
    answered = standing(at, meetings=[meeting]).values("pk")
    return list(
        Challenge.objects.filter(meeting=meeting, public_from__lte=at)
        .exclude(answered_by__in=answered)
        .order_by("pk")
    )
