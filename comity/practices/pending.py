"""What lies before the Committee, for one decision about several practices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from comity.meetings.models import Meeting
from comity.practices import public
from comity.practices.circulating import today
from comity.practices.models import Circulation, Practice, PracticeText, PracticeVersion, SafeguardsReview
from comity.practices.states import State

STATES = (State.CIRCULATED, State.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class Pending:
    """A wording that may be decided. `result` of its safeguards is empty where no review of it is complete;
    `circulation` is None where it was not circulated in this wording; `objections` stand."""

    practice: Practice
    version: PracticeVersion
    text: PracticeText
    result: str
    circulation: Circulation | None
    objections: int
    has_ended: bool

    @property
    def seen(self) -> str:
        """What the page shows of it: a decision about another wording is refused."""
        return f"{self.practice.state}|{self.version.number}"


def before_committee(meeting: Meeting, *, at: datetime, language: str) -> list[Pending]:
    """In the order of their keys; the same few queries however many."""
    practices = list(
        Practice.objects.filter(meeting=meeting, state__in=STATES).select_related("chapter").order_by("pk")
    )
    versions = {
        one.practice_id: one
        for one in PracticeVersion.objects.filter(practice__in=practices).order_by("number")
    }
    reviewed = [one for one in practices if one.state == State.UNDER_REVIEW]
    versions |= {key: one.version for key, one in public.decisions(reviewed).items()} if reviewed else {}
    keys = [one.pk for one in versions.values()]
    texts = public.texts(keys)
    results = {
        one.version_id: one.get_result_display()
        for one in SafeguardsReview.objects.filter(
            version__in=keys, replaced_at=None, completed_at__isnull=False
        )
    }
    circulations = {
        one.version_id: one
        for one in Circulation.objects.filter(version__in=keys).annotate(
            standing=Count("objections", filter=Q(objections__lifted_at=None))
        )
    }
    day = today(meeting, at)
    return [
        of(
            one,
            versions[one.pk],
            public.chosen(texts[versions[one.pk].pk], versions[one.pk], language),
            results.get(versions[one.pk].pk, ""),
            circulations.get(versions[one.pk].pk),
            day=day,
        )
        for one in practices
    ]


def of(
    practice: Practice,
    version: PracticeVersion,
    text: PracticeText,
    result: str,
    circulation: Circulation | None,
    *,
    day: object,
) -> Pending:
    ended = circulation is not None and circulation.halted_at is None and circulation.due_on < day  # type: ignore[operator]
    standing = circulation.standing if circulation else 0  # type: ignore[attr-defined]
    return Pending(practice, version, text, str(result), circulation, standing, ended)
