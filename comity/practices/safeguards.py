"""The human-rights review of a wording: a checklist that a person answers and judges (R02-3, R12-6)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.participants.models import Person
from comity.practices import states
from comity.practices.authority import Act, require
from comity.practices.models import Practice, PracticeVersion, ReviewItem, SafeguardsReview
from comity.practices.models.vocabulary import Scheme
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

Result = SafeguardsReview.Result
Answer = ReviewItem.Answer
SPEECH = {("threat", "propaganda"), ("threat", "incitement"), ("measure", "counter_narrative")}
COMPANIES = {
    *(("measure", "self_regulation"), ("measure", "public_private")),
    *(("stakeholder", "private_sector"), ("practice_type", "self_regulation")),
}
"""Terms that suggest the further parts of the checklist; the reviewer decides."""


@dataclass(frozen=True, slots=True)
class Question:
    """`part`: test (three-part test of the Covenant), guarantee, speech (Rabat) or companies."""

    code: str
    part: str
    titles: dict[str, str]
    questions: dict[str, str]

    def __str__(self) -> str:
        return localized(self.titles)


@cache
def checklist() -> tuple[Question, ...]:
    """All questions in order. Sources: articles 17, 19, 21 and 22 of the Covenant, general comments 34 and 37, the
    Rabat Plan of Action, the Guiding Principles on Business and Human Rights, the Manila and Santa Clara Principles."""
    text = files("comity.practices").joinpath("checklist.json").read_text(encoding="utf-8")
    return tuple(Question(**one) for one in json.loads(text))


def asked(*, speech: bool, companies: bool) -> list[Question]:
    parts = (
        {"test", "guarantee"} | ({"speech"} if speech else set()) | ({"companies"} if companies else set())
    )
    return [one for one in checklist() if one.part in parts]


def suggested(practice: Practice) -> tuple[bool, bool]:
    """Whether its terms suggest the parts on (speech, companies)."""
    terms = set(practice.codings.values_list("term__scheme", "term__code"))
    if practice.practice_type:
        terms.add((Scheme.PRACTICE_TYPE.value, practice.practice_type.code))
    return bool(terms & SPEECH), bool(terms & COMPANIES)


def start(
    version: PracticeVersion,
    *,
    by: Person,
    at: datetime,
    speech: bool | None = None,
    companies: bool | None = None,
) -> SafeguardsReview:
    """Begin the review of a wording that was handed on; answers to an earlier one of the practice are there to begin
    with. `speech` and `companies` None: as the practice's terms suggest.

    A later review of the same wording takes the place of a completed one, and the practice goes back to drafted until
    it is complete too; one that is open is taken up again.
    """
    practice = version.practice
    require(by, Act.REVIEW_SAFEGUARDS, meeting=practice.meeting_id)
    by_terms = suggested(practice)
    speech = by_terms[0] if speech is None else speech
    companies = by_terms[1] if companies is None else companies
    with transaction.atomic():
        states.locked(practice, *states.WORDED_ANEW)
        if version.frozen_at is None or practice.versions.filter(number__gt=version.number).exists():
            raise NotNow(_("The wording has not been handed on for review, or a newer one has."))
        there = version.reviews.select_for_update().filter(replaced_at__isnull=True).first()
        if there is not None and there.completed_at is None:
            return there
        earlier = answers_before(practice)
        if there is not None:
            SafeguardsReview.objects.filter(pk=there.pk).update(replaced_at=at)
            states.move(practice, State.DRAFTED)
        review = SafeguardsReview.objects.create(
            version=version, speech=speech, companies=companies, started_by=by, started_at=at
        )
        ReviewItem.objects.bulk_create(
            ReviewItem(review=review, code=one.code, position=place, **earlier.get(one.code, {}))
            for place, one in enumerate(asked(speech=speech, companies=companies), start=1)
        )
        trail.note(practice, "began safeguards review", by=by, at=at, version=version.number)
    return review


def answers_before(practice: Practice) -> dict[str, dict[str, str]]:
    """Code -> answer, reason and source of the latest completed review of the practice."""
    last = (
        SafeguardsReview.objects.filter(version__practice=practice, completed_at__isnull=False)
        .order_by("completed_at")
        .last()
    )
    if last is None:
        return {}
    return {
        one.code: {"answer": one.answer, "reason": one.reason, "source": one.source}
        for one in last.items.all()
    }


def answer(
    review: SafeguardsReview,
    code: str,
    *,
    answer: str,
    by: Person,
    at: datetime,
    reason: str = "",
    source: str = "",
) -> ReviewItem:
    """Answer one question. Raises `Refused` where anything but "yes" comes without a reason."""
    require(by, Act.REVIEW_SAFEGUARDS, meeting=review.meeting)
    item = review.items.filter(code=code).first()
    if item is None or answer not in Answer.values:
        raise Refused(_("Choose one of the questions of this review and one of the answers."))
    if answer != Answer.YES and not reason.strip():
        raise Refused(_("Give a reason for every answer but “yes”."))
    with transaction.atomic():
        check_open(review)
        item.answer, item.reason, item.source = answer, reason, source
        item.save()
        trail.note(review.version.practice, "answered safeguard", by=by, at=at, question=code, answer=answer)
    return item


def check_open(review: SafeguardsReview) -> None:
    now = SafeguardsReview.objects.select_for_update().get(pk=review.pk)
    if now.completed_at is not None:
        raise NotNow(_("This review is complete. Begin another one of the same wording."))


def open_questions(review: SafeguardsReview) -> list[ReviewItem]:
    """What has no answer yet."""
    return list(review.items.filter(answer=""))


def complete(
    review: SafeguardsReview,
    *,
    result: str,
    by: Person,
    at: datetime,
    reasons: str = "",
    conditions: dict[str, str] | None = None,
) -> None:
    """Judge the wording. `compatible` and `conditional` go on to the sources, the conditions in the public text;
    `insufficient_information` goes on too and is never recommended; `not_compatible` is not retained (what was public
    is withdrawn), with the reasons kept.

    Raises `Refused` where a question is open, an "unknown" stands against the result, or reasons or conditions miss.
    """
    practice = review.version.practice
    require(by, Act.REVIEW_SAFEGUARDS, meeting=practice.meeting_id)
    stated = {language: words.strip() for language, words in (conditions or {}).items() if words.strip()}
    check_result(review, result, reasons, stated)
    with transaction.atomic():
        states.locked(practice, State.DRAFTED)
        check_open(review)
        if practice.versions.filter(number__gt=review.version.number).exists():
            raise NotNow(_("The wording has not been handed on for review, or a newer one has."))
        SafeguardsReview.objects.filter(pk=review.pk).update(
            result=result,
            reasons=reasons.strip(),
            conditions=stated if result == Result.CONDITIONAL else {},
            reviewer=by,
            completed_at=at,
        )
        if result == Result.NOT_COMPATIBLE:
            out = State.WITHDRAWN if states.was_decided(practice) else State.NOT_RETAINED
            closed = {"closed_at": at} if out == State.WITHDRAWN else {}
            states.move(practice, out, reason=reasons.strip(), **closed)
        else:
            states.move(practice, State.REVIEWED)
        trail.note(
            practice,
            "completed safeguards review",
            by=by,
            at=at,
            version=review.version.number,
            result=result,
        )
    review.refresh_from_db()


def check_result(review: SafeguardsReview, result: str, reasons: str, conditions: dict[str, str]) -> None:
    for item in open_questions(review):
        raise Refused(
            _("Answer every question first; “%(question)s” is open.") % {"question": question(item)}
        )
    if result not in Result.values:
        raise Refused(_("Choose one of the results."))
    passes = result in (Result.COMPATIBLE, Result.CONDITIONAL)
    unknown = review.items.filter(answer=Answer.UNKNOWN).first()
    if passes and unknown is not None:
        raise Refused(
            _("“%(question)s” is unknown: find it out, or choose “insufficient information”.")
            % {"question": question(unknown)}
        )
    if result == Result.CONDITIONAL and review.version.original_language not in conditions:
        raise Refused(_("State the conditions, in the original language of the practice at least."))
    if not passes and not reasons.strip():
        raise Refused(_("Give the reasons for this result."))


def question(item: ReviewItem) -> Question:
    """What the item answers."""
    return next(one for one in checklist() if one.code == item.code)


def standing(version: PracticeVersion) -> SafeguardsReview | None:
    """The completed review of the wording that counts."""
    return version.reviews.filter(replaced_at__isnull=True, completed_at__isnull=False).first()


def standing_each(versions: Iterable[int]) -> dict[int, SafeguardsReview]:
    """Wording -> its complete review that stands; one query for all."""
    found = SafeguardsReview.objects.filter(
        version__in=[*versions], completed_at__isnull=False, replaced_at__isnull=True
    )
    return {one.version_id: one for one in found}


def passes(version: PracticeVersion) -> bool:
    """Whether the wording may be recommended as far as safeguards go (R02-3)."""
    review = standing(version)
    return (
        review is not None
        and review.result in (Result.COMPATIBLE, Result.CONDITIONAL)
        and not review.items.filter(answer__in=["", Answer.UNKNOWN]).exists()
    )
