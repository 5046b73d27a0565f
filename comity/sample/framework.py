"""The sample meeting carried to its end: a framework with its first edition, and a second one in the making.

What is said stands in framework.json; every sentence of it is our own. The practices are those of the sample register.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from comity.framework import carrying, issuing, placing, planning, wording
from comity.framework.models import Framework, Node
from comity.framework.planning import OPTION_TEXTS, WORK_TEXTS
from comity.meetings.models import Instrument, Meeting
from comity.participants import roles
from comity.participants.models import Person, Role
from comity.practices.models import Excerpt, Practice
from comity.sample import campaigns
from comity.sample.sources import written
from comity.sample.story import Cast, ref_of

Told = dict[str, Any]
"""A piece of framework.json."""


def missing(meeting: Meeting) -> bool:
    """The framework is there whole or not at all."""
    return not Framework.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Play how the framework was made, if it is missing; all or nothing."""
    if missing(meeting):
        with transaction.atomic(), roles.remembered():
            Play(Cast(meeting)).tell()


class Play:
    """The framework's story, one scene after the other in the order of time."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.meeting, self.told = cast, cast.meeting, written("framework.json")
        self.rapporteur = Person.objects.get(
            assignments__meeting=cast.meeting, assignments__role=Role.RAPPORTEUR
        )
        self.guidelines: dict[str, Node] = {}
        """By the key of the practice that is placed under each."""
        self.elements: list[Node] = []
        self.practices = {one.ref: one for one in Practice.objects.filter(meeting=cast.meeting)}

    def tell(self) -> None:
        self.framework = placing.begin(
            self.meeting, titles=self.told["titles"], by=self.rapporteur, at=self.at("began")
        )
        for told in self.told["elements"]:
            self.add_element(told)
        self.agree()
        self.plan()
        campaign = campaigns.Play(self.cast)
        campaign.plan(self.framework, self.guidelines[campaign.told["node"]])
        issuing.issue(
            self.framework,
            letter=issuing.Letter(
                dated_on=self.at("issued").date(), signatory=self.told["signatory"], **self.told["letter"]
            ),
            by=self.cast.desk,
            at=self.at("issued"),
        )
        self.begin_again(self.told["second"])

    def at(self, scene: str) -> datetime:
        return self.cast.time(self.told["times"][scene])

    def practice(self, key: str) -> Practice:
        slug = self.meeting.slug
        return self.practices[f"{slug}-p-{ref_of(self.meeting, f'p-{key}').removeprefix(f'{slug}-')}"]

    def add_element(self, told: Told) -> None:
        """With its guidelines, in six languages; then it is settled."""
        by, at = self.rapporteur, self.at("drafted")
        element = placing.add_element(self.framework, title=told["titles"]["en"], language="en", by=by, at=at)
        self.elements.append(element)
        self.write(element, told["titles"], {})
        wording.settle(element, by=by, at=self.at("settled"))
        for one in told["guidelines"]:
            self.add_guideline(element, one)

    def add_guideline(self, element: Node, told: Told) -> None:
        by, at = self.rapporteur, self.at("drafted")
        node = placing.add_guideline(element, title=told["titles"]["en"], language="en", by=by, at=at)
        placing.place(node, self.practice(told["practice"]), by=by, at=at)
        for symbol, paragraph in told["instruments"]:
            instrument = Instrument.objects.get(symbol=symbol)
            carrying.rest_on_instrument(node, instrument, paragraph=paragraph, by=by, at=at)
        for statement, words in told.get("words", ()):
            carrying.rest_on_words(node, self.excerpt(statement, words), by=by, at=at)
        self.write(node, told["titles"], told["texts"])
        wording.set_strength(wording.latest(node), strength=told["strength"], by=by, at=at)
        wording.settle(node, by=by, at=self.at("settled"))
        self.guidelines[told["practice"]] = node

    def excerpt(self, statement: str, words: str) -> Excerpt:
        """Words that the rapporteur flagged. Raises `Excerpt.DoesNotExist`."""
        return Excerpt.objects.live().get(
            meeting=self.meeting,
            text=words,
            paragraph__language_version__version__statement__ref=ref_of(self.meeting, statement),
        )

    def write(self, node: Node, titles: dict[str, str], texts: dict[str, str]) -> None:
        version, by, at = wording.latest(node), self.rapporteur, self.at("drafted")
        for language, title in titles.items():
            wording.write(version, language=language, title=title, text=texts.get(language, ""), by=by, at=at)

    def agree(self) -> None:
        """What the Committee agreed to by silence; the rest is proposed."""
        at = self.at("agreed")
        for element in self.told["elements"]:
            for told in element["guidelines"]:
                if told["agreed"]:
                    node = self.guidelines[told["practice"]]
                    wording.agree(node, on=at.date(), procedure="silence", by=self.cast.chair, at=at)

    def plan(self) -> None:
        """Options, some of them decided, and future work."""
        by, at = self.rapporteur, self.at("planned")
        for told in self.told["options"]:
            option = planning.propose(
                self.framework,
                node=self.guidelines[told["node"]] if told["node"] else None,
                by=by,
                at=at,
                **{name: told[name] for name in OPTION_TEXTS},
            )
            if told["decision"] != "open":
                planning.decide(
                    option,
                    decision=told["decision"],
                    on=date.fromisoformat(told["decided_on"]),
                    reasons=told["reasons"],
                    by=self.cast.chair,
                    at=at,
                )
        for told in self.told["future_work"]:
            planning.plan(
                self.framework,
                owner=told["owner"],
                practices=[self.practice(key) for key in told["practices"]],
                due_on=date.fromisoformat(told["due_on"]) if "due_on" in told else None,
                by=by,
                at=at,
                **{name: told[name] for name in WORK_TEXTS},
            )

    def begin_again(self, told: Told) -> None:
        """Towards the second edition: one wording is open again, one guideline lacks a source, one element all."""
        by, at = self.rapporteur, self.at("second")
        again = told["reword"]
        version = wording.reword(self.guidelines[again["of"]], reason=again["reason"], by=by, at=at)
        for language, text in again["texts"].items():
            title = version.texts.get(language=language).title
            wording.write(version, language=language, title=title, text=text, by=by, at=at)
        new = told["guideline"]
        node = placing.add_guideline(
            self.elements[new["under"]], title=new["title"], language=new["language"], by=by, at=at
        )
        placing.place(node, self.practice(new["practice"]), by=by, at=at)
        wording.write(
            wording.latest(node),
            language=new["language"],
            title=new["title"],
            text=new["text"],
            by=by,
            at=at,
        )
        placing.add_element(self.framework, **told["element"], by=by, at=at)
