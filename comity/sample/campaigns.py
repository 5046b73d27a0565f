"""Two campaigns of the sample: one that was carried out and measured, one in draft of which much is missing.

What is said stands in campaigns.json; all of it is invented.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from comity.framework.campaigns import drafting, reviewing, running, tables, taking
from comity.framework.campaigns.models import Campaign
from comity.framework.models import Framework, Node
from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Person, Role
from comity.sample.sources import written
from comity.sample.story import Cast

Told = dict[str, Any]
"""A piece of campaigns.json."""


def missing(meeting: Meeting) -> bool:
    """They are there whole or not at all, but for a plan that the framework's first edition prints."""
    return not Campaign.objects.filter(framework__meeting=meeting, state=Campaign.State.ENDED).exists()


def load(meeting: Meeting) -> None:
    """Play what is missing; all or nothing."""
    if missing(meeting):
        with transaction.atomic(), roles.remembered():
            Play(Cast(meeting)).tell()


class Play:
    """The story of both; the first is planned before the framework is issued."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.meeting, self.told = cast, cast.meeting, written("campaigns.json")
        self.rapporteur, self.reviewer = (
            Person.objects.get(assignments__meeting=cast.meeting, assignments__role=role)
            for role in (Role.RAPPORTEUR, Role.REVIEWER)
        )

    def at(self, scene: str) -> datetime:
        return self.cast.time(self.told["times"][scene])

    def tell(self) -> None:
        framework = Framework.objects.get(meeting=self.meeting)
        campaign = framework.campaigns.first() or self.plan(framework)
        self.carry_out(campaign)
        self.draft(framework, self.told["draft"])

    def plan(self, framework: Framework, node: Node | None = None) -> Campaign:
        """Up to its approval."""
        by, at = self.rapporteur, self.at("drafted")
        campaign = drafting.draft(
            framework, node=node, audience_kind=self.told["audience_kind"], by=by, at=at, **self.told["plan"]
        )
        for one in self.told["measures"]:
            drafting.measure(campaign, by=by, at=at, **read(one))
        answers = {code: ("yes", words) for code, words in self.told["answers"].items()}
        reviewing.answer(campaign, answers, by=self.reviewer, at=self.at("reviewed"))
        reviewing.review(campaign, by=self.reviewer, at=self.at("reviewed"))
        running.approve(campaign, by=self.cast.chair, at=self.at("approved"))
        return campaign

    def carry_out(self, campaign: Campaign) -> None:
        """From its first day to its last, with the results as a table."""
        by = self.rapporteur
        running.begin(campaign, on=date.fromisoformat(self.told["began_on"]), by=by, at=self.at("began"))
        rows, sent = self.told["table"]["rows"], self.at("sent")
        table = taking.keep(
            campaign,
            json.dumps(rows).encode(),
            list(enumerate(rows, start=1)),
            name=self.told["table"]["name"],
            source="",
            by=by,
            at=sent,
        )
        seen = tables.fingerprint(tables.preview(table, at=sent))
        taking.take_in(table, seen=seen, by=by, at=sent)
        running.end(
            campaign,
            on=date.fromisoformat(self.told["ended_on"]),
            outcomes=self.told["outcomes"],
            by=by,
            at=self.at("ended"),
        )

    def draft(self, framework: Framework, told: Told) -> None:
        """Another one, which cannot be approved yet."""
        by, at = self.rapporteur, self.at("second")
        campaign = drafting.draft(
            framework, audience_kind=told["audience_kind"], by=by, at=at, **told["plan"]
        )
        for one in told["measures"]:
            drafting.measure(campaign, by=by, at=at, **read(one))
        answers = {code: (said, words) for code, (said, words) in told["answers"].items()}
        reviewing.answer(campaign, answers, by=self.reviewer, at=at)


def read(told: Told) -> Told:
    """A measure with its figures and days."""
    figures: Told = {name: Decimal(told[name]) for name in ("baseline", "target") if name in told}
    days: Told = {
        name: date.fromisoformat(told[name]) for name in ("baseline_on", "target_on") if name in told
    }
    return {**told, **figures, **days}
