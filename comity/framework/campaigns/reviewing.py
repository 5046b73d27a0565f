"""The review of a campaign by somebody who did not write it, and what stands in the way of its approval (R04-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, require
from comity.framework.campaigns import states
from comity.framework.campaigns.models import Campaign, CampaignAnswer, CampaignMeasure
from comity.framework.campaigns.questions import Question, questions
from comity.framework.campaigns.states import State
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, Refused

Answer = CampaignAnswer.Answer
Level = CampaignMeasure.Level
ASKED = {
    "goals": _("Say what the campaign is to reach: its goal."),
    "audiences": _("Say who is addressed: its audience."),
    "audience_kind": _("Choose what kind of audience it is."),
    "messages": _("Write the message."),
    "messengers": _("Say who carries the message: its messenger."),
    "media": _("Say where it is seen or heard: its medium."),
    "actions": _("Say what the audience is asked to do: its action."),
    "contexts": _("Say how it is made to fit where it is seen."),
    "alternatives": _("Say what it offers instead: a rebuttal alone is not enough."),
    "endings": _("Say when it ends, and when it is stopped before."),
    "baselines": _("Say how the baseline was found."),
}
"""GAMMMA+ and what belongs to it (DOMAIN.md 4.7)."""
MEASURES = {
    Level.AWARENESS: _("Add a measure of awareness: whom it reaches."),
    Level.ENGAGEMENT: _("Add a measure of engagement: who does something with it."),
    Level.IMPACT: _("Add a measure of impact: what changes in attitude or behaviour."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer. `holds`: given since a word or a measure changed last."""

    question: Question
    answer: CampaignAnswer | None
    holds: bool


def asked(campaign: Campaign) -> list[Asked]:
    there = {one.code: one for one in campaign.answers.select_related("answered_by")}
    return [
        Asked(
            one, found := there.get(one.code), found is not None and found.answered_at >= campaign.edited_at
        )
        for one in questions()
    ]


def answer(campaign: Campaign, answers: Mapping[str, tuple[str, str]], *, by: Person, at: datetime) -> None:
    """Answer some of the questions or all; `answers`: code -> (answer, words).

    Raises `NotAllowed` for who wrote the plan, `Refused` where an answer has no words, `NotNow` after the review.
    """
    require_other(campaign, by)
    codes = {one.code for one in questions()}
    for code, (said, words) in answers.items():
        if code not in codes or said not in Answer.values:
            raise Refused(_("Choose one of the questions and one of the answers."))
        if not words.strip():
            raise Refused(_("Say why, for every answer."))
    with transaction.atomic():
        now = states.locked(campaign, State.DRAFT)
        for code, (said, words) in answers.items():
            told = {"answer": said, "words": words.strip(), "answered_by": by, "answered_at": at}
            CampaignAnswer.objects.update_or_create(campaign=now, code=code, defaults=told)
        given = {code: said for code, (said, _words) in answers.items()}
        trail.note(campaign, "answered review", by=by, at=at, answers=given)


def require_other(campaign: Campaign, by: Person) -> None:
    """The reviewer is somebody else than who wrote the plan."""
    require(by, Act.REVIEW_CAMPAIGN, meeting=campaign.framework.meeting_id)
    if by.pk in (campaign.drafted_by_id, campaign.edited_by_id):
        raise NotAllowed(_("Who wrote the plan does not review it."))


def review(campaign: Campaign, *, by: Person, at: datetime) -> None:
    """Conclude the review: from now on the words are fixed. Raises `Refused` while a question is open."""
    campaign.refresh_from_db()
    require_other(campaign, by)
    still = [str(one.question) for one in asked(campaign) if not one.holds]
    if still:
        raise Refused(_("Answer every question first. Open: %(titles)s.") % {"titles": "; ".join(still)})
    with transaction.atomic():
        states.move(campaign, State.REVIEWED, reviewed_by=by, reviewed_at=at)
        trail.note(campaign, "reviewed campaign", by=by, at=at, number=campaign.number)


def missing(campaign: Campaign) -> list[str]:
    """What stands in the way of an approval: a sentence for each thing, in the order of the plan."""
    return [*unsaid(campaign), *unmeasured(campaign), *unanswered(campaign)]


def unsaid(campaign: Campaign) -> Iterator[str]:
    for name, sentence in ASKED.items():
        if not getattr(campaign, name):
            yield str(sentence)


def unmeasured(campaign: Campaign) -> Iterator[str]:
    there = list(campaign.measures.filter(removed_at=None))
    for level, sentence in MEASURES.items():
        if not any(one.level == level for one in there):
            yield str(sentence)
    for one in there:
        if one.baseline is None:
            yield gettext(
                "Give measure %(number)d its baseline: the value before the campaign, and its day."
            ) % {"number": one.number}


def unanswered(campaign: Campaign) -> Iterator[str]:
    for one in asked(campaign):
        words = {"title": str(one.question)}
        if one.answer is None:
            yield gettext("The review has no answer about “%(title)s”.") % words
        elif not one.holds:
            yield (
                gettext("The plan has changed since the answer about “%(title)s”: it is answered again.")
                % words
            )
        elif one.answer.answer == Answer.NO:
            yield gettext("The review says no about “%(title)s”.") % words
        elif one.answer.answer == Answer.UNKNOWN:
            yield gettext("The review does not know about “%(title)s”.") % words
