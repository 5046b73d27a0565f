"""What became of the sample meeting: a need matched with an offer, records about two States, a mandate that was met.

What is said stands in outcome.json; the mandate's date is the real one, all else is invented.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from comity.framework import following, lists, mandates, matching, naming, pledging, taking_in
from comity.framework.models import Mandate, Need, Offer
from comity.meetings.models import Instrument, Meeting
from comity.participants.models import DELEGATION_ROLES, Delegation, Person
from comity.sample.sources import written
from comity.sample.story import Cast

Told = dict[str, Any]
"""A piece of outcome.json."""


def missing(meeting: Meeting) -> bool:
    """It is there whole or not at all."""
    return not Mandate.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Play it, if it is missing; all or nothing."""
    if missing(meeting):
        with transaction.atomic():
            Play(Cast(meeting)).tell()


class Play:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.meeting, self.told = cast, cast.meeting, written("outcome.json")

    def tell(self) -> None:
        needs = [self.need(one) for one in self.told["needs"]]
        offers = [self.offer(one) for one in self.told["offers"]]
        self.match(needs[0], offers[0])
        self.follow()
        self.survey(self.told["survey"])
        self.mandate(self.told["mandate"])

    def at(self, scene: str) -> datetime:
        return self.cast.time(self.told["times"][scene])

    def delegation(self, code: str) -> Delegation:
        return Delegation.objects.select_related("body", "meeting").get(meeting=self.meeting, body__code=code)

    def delegate(self, delegation: Delegation) -> Person:
        people = Person.objects.filter(
            assignments__delegation=delegation, assignments__role__in=DELEGATION_ROLES
        )
        return people.order_by("pk")[0]

    def need(self, told: Told) -> Need:
        delegation = self.delegation(told["of"])
        by = self.delegate(delegation)
        need = pledging.enter_need(
            delegation,
            pool=told["pool"],
            help=told["help"],
            titles=told["titles"],
            details=told["details"],
            least=money(told.get("least")),
            most=money(told.get("most")),
            by=by,
            at=self.at("needed"),
        )
        if told["agreed"]:
            pledging.prioritize(need, told["priority"], by=self.cast.desk, at=self.at("needed"))
            pledging.agree(need, by=by, at=self.at("agreed"))
        return need

    def offer(self, told: Told) -> Offer:
        delegation = self.delegation(told["of"])
        return pledging.enter_offer(
            delegation,
            pool=told["pool"],
            help=told["help"],
            titles=told["titles"],
            amount=money(told["amount"]),
            conditions=told["conditions"],
            restrictions=told["restrictions"],
            by=self.delegate(delegation),
            at=self.at("offered"),
        )

    def match(self, need: Need, offer: Offer) -> None:
        reason = self.told["reason"]["en"]
        match = matching.propose(need, offer, reason=reason, by=self.cast.desk, at=self.at("matched"))
        for side, delegation in (("need", need.delegation), ("offer", offer.delegation)):
            matching.consent(match, side, by=self.delegate(delegation), at=self.at("consented"))
        for told in self.told["flows"]:
            at = self.at(told["scene"])
            matching.record(
                match,
                told["kind"],
                amount=money(told["amount"]),
                dated_on=at.date(),
                by=self.cast.desk,
                at=at,
            )

    def follow(self) -> None:
        """On the first guidelines of the edition, one for each record."""
        nodes = naming.followed(self.meeting)
        for node, told in zip(nodes, self.told["records"], strict=False):
            delegation, at = self.delegation(told["of"]), self.at(told["scene"])
            found = following.record(
                node,
                delegation,
                told["status"],
                source=told["source"],
                reference=told["reference"],
                narrative=told["narrative"],
                language=told["language"],
                as_of=at.date(),
                by=self.cast.desk,
                at=at,
            )
            if comment := told.get("comment"):
                following.observe(
                    found,
                    comment["text"],
                    language=comment["language"],
                    by=self.delegate(delegation),
                    at=self.at(comment["scene"]),
                )

    def survey(self, told: Told) -> None:
        """From a table, as the secretariat takes one in; guidelines by their place among those that are followed."""
        nodes, at, by = naming.followed(self.meeting), self.at("surveyed"), self.cast.desk
        rows = [told["head"]] + [
            [str(nodes[place].number), self.state(code), *rest] for place, code, *rest in told["rows"]
        ]
        table = [(number, cells) for number, cells in enumerate(rows, start=1)]
        listed = taking_in.keep(self.meeting, told["name"], table, given=told["given"], by=by, at=at)
        taking_in.take_in(listed, seen=lists.fingerprint(lists.preview(listed)), by=by, at=at)

    def state(self, code: str) -> str:
        return str(self.delegation(code).body.names["en"])

    def mandate(self, told: Told) -> None:
        mandate = mandates.record(
            self.meeting,
            titles=told["titles"],
            due_on=date.fromisoformat(told["due_on"]),
            instrument=Instrument.objects.filter(symbol=told["instrument"]).first(),
            by=self.cast.desk,
            at=self.at(told["scene"]),
        )
        done = self.at(told["done"]["scene"])
        mandates.fulfil(
            mandate, outcome=told["done"]["outcome"], done_on=done.date(), by=self.cast.desk, at=done
        )


def money(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
