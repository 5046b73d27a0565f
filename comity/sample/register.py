"""The register of the sample meeting in every state of work: played by its people, through the verbs they use.

What is said stands in register.json. Words are found in the statements by their exact text, so that a statement that is
changed stops the load instead of leaving a quote without a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q

from comity.meetings.models import Instrument, Meeting
from comity.participants.models import Person, Role
from comity.practices import (
    aligning,
    challenges,
    circulating,
    confirming,
    deciding,
    drafting,
    flagging,
    grouping,
    initiatives,
    issuing,
    questionnaire,
    reading,
    safeguards,
    screening,
    vocabulary,
)
from comity.practices.models import Challenge, Excerpt, Initiative, Practice, Term
from comity.practices.models.excerpts import Attribution
from comity.practices.models.vocabulary import Scheme
from comity.sample.sources import written
from comity.sample.story import Cast, ref_of
from comity.statements import publication, review
from comity.statements.models import Paragraph, Statement, Version

STAGES = (
    *("candidate", "screened", "consolidated", "drafted", "finished", "reviewed", "asked", "circulated"),
    "decided",
)
"""How far the story takes a practice ("until" of register.json): each stage with all before it."""
Told = dict[str, Any]
"""A piece of register.json."""


def missing(meeting: Meeting) -> bool:
    """The register is there whole or not at all."""
    return not Practice.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Play the register of the meeting, if it is missing; all or nothing. Raises `LookupError` where words that it
    rests on do not stand in their statement."""
    if missing(meeting):
        with transaction.atomic():
            Play(Cast(meeting)).tell()


def place(paragraphs: Iterable[Paragraph], words: str) -> tuple[Paragraph, int, int]:
    """The one paragraph that has these words, with their start and end. Raises `LookupError`."""
    found = [one for one in paragraphs if words in one.text]
    if len(found) != 1:
        raise LookupError(
            f"These words stand in {len(found)} paragraphs of the statement instead of one: {words}"
        )
    start = found[0].text.index(words)
    return found[0], start, start + len(words)


def term(written_as: str) -> Term:
    """ "threat:propaganda"."""
    scheme, code = written_as.split(":")
    return vocabulary.term(Scheme(scheme), code)


class Play:
    """The register's story, one scene after the other in the order of time."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.meeting, self.told = cast, cast.meeting, written("register.json")
        self.rapporteur, self.reviewer = (
            Person.objects.get(assignments__meeting=cast.meeting, assignments__role=role)
            for role in (Role.RAPPORTEUR, Role.REVIEWER)
        )
        self.practices: dict[str, Practice] = {}
        self.challenges: list[Challenge] = []

    def tell(self) -> None:
        self.answer_questionnaire()
        self.enter_initiatives()
        self.read()
        self.group()
        self.draft()
        self.review()
        self.confirm()
        self.decide()
        self.share()

    def at(self, scene: str) -> datetime:
        return self.cast.time(self.told["times"][scene])

    def until(self, stage: str) -> Iterator[tuple[Told, Practice]]:
        """Every practice that comes at least as far."""
        for told in self.told["practices"]:
            if STAGES.index(told["until"]) >= STAGES.index(stage):
                yield told, self.practices[told["key"]]

    def address(self, letter: str, key: str) -> str:
        """The same on every machine, as addresses of sample statements are."""
        slug = self.meeting.slug
        return f"{slug}-{letter}-{ref_of(self.meeting, f'{letter}-{key}').removeprefix(f'{slug}-')}"

    @cached_property
    def texts(self) -> dict[str, list[Paragraph]]:
        """Address of a statement -> the paragraphs of its published original; interventions taken down too."""
        found: dict[str, list[Paragraph]] = {}
        for one in Paragraph.objects.filter(
            Q(language_version__version__state=Version.State.PUBLISHED)
            | Q(language_version__version__statement__form=Statement.Form.INTERVENTION),
            language_version__is_original=True,
            language_version__version__statement__meeting=self.meeting,
        ).select_related(
            "language_version__version__statement__delegation",
            "language_version__version__statement__meeting",
        ):
            found.setdefault(one.language_version.version.statement.ref, []).append(one)
        return found

    def place(self, told: Told) -> tuple[Paragraph, int, int]:
        return place(self.texts.get(ref_of(self.meeting, told["statement"]), ()), told["words"])

    def flag(self, told: Told, *, at: datetime) -> Excerpt:
        paragraph, start, end = self.place(told)
        return flagging.flag(
            paragraph,
            start,
            end,
            kind=Excerpt.Kind(told.get("kind", "practice")),
            codes=[term(one) for one in told.get("codes", ())],
            note=told.get("note", ""),
            by=self.rapporteur,
            at=at,
        )

    def answer_questionnaire(self) -> None:
        """A company answers the ten questions; the desk publishes the answers like any statement."""
        told, at = self.told["questionnaire"], self.at("answered")
        receipt = questionnaire.submit(
            self.cast.delegations[told["delegation"]],
            told["answers"],
            may_quote=told["may_quote"],
            language=told["language"],
            aspects=[self.cast.aspects[code] for code in told["aspects"]],
            by=self.cast.delegates[told["delegation"]],
            at=at,
        )
        version = receipt.version
        Statement.objects.filter(pk=version.statement_id).update(
            ref=ref_of(self.meeting, f"{told['delegation']}-questionnaire")
        )
        version.refresh_from_db()
        review.take(version, by=self.cast.desk, at=at)
        review.accept(version, by=self.cast.desk, at=at)
        publication.publish(version, by=self.cast.documents, at=at)

    def enter_initiatives(self) -> None:
        """Their owners enter them; the desk takes them up and publishes what is ready."""
        for told in self.told["initiatives"]:
            entered = initiatives.enter(
                self.meeting,
                names=told["names"],
                descriptions=told["descriptions"],
                owner=told["owner"],
                level=vocabulary.term(Scheme.LEVEL, told["level"]),
                region=self.cast.groups[told["region"]] if "region" in told else None,
                measures=[vocabulary.term(Scheme.MEASURE, code) for code in told["measures"]],
                started_year=told["started_year"],
                delegation=self.cast.delegations[told["delegation"]],
                by=self.cast.delegates[told["delegation"]],
                at=self.at("answered"),
            )
            Initiative.objects.filter(pk=entered.pk).update(ref=self.address("i", told["key"]))
            if told["published"]:
                initiatives.take(entered, by=self.cast.desk, at=self.at("read"))
                initiatives.publish(entered, by=self.cast.desk, at=self.at("read"))

    def read(self) -> None:
        """The rapporteur reads with a pencil: what holds nothing, who aligns with whom, what is worth keeping."""
        by, at = self.rapporteur, self.at("read")
        for told in self.told["readings"]:
            decide = reading.set_aside if told["decision"] == "set_aside" else reading.reject
            decide(self.place(told)[0], reason=told["reason"], by=by, at=at)
        for told in self.told["alignments"]:
            aligning.record(
                *self.place(told),
                with_group=self.cast.groups[told["group"]] if "group" in told else None,
                with_delegation=self.cast.delegations[told["delegation"]] if "delegation" in told else None,
                by=by,
                at=at,
            )
        for told in self.told["loose"]:
            self.flag(told, at=at)

    def group(self) -> None:
        """Words that belong together become a practice; challenges are put on record beside them."""
        by, at = self.rapporteur, self.at("grouped")
        for told in self.told["practices"]:
            first, *others = told["sources"]
            practice = grouping.start(
                self.flag(first, at=self.at("read")),
                working_title=told["working_title"],
                ref=self.address("p", told["key"]),
                by=by,
                at=at,
            )
            for other in others:
                excerpt = self.flag(other, at=self.at("read"))
                grouping.attach(practice, excerpt, stance=other.get("stance", "supports"), by=by, at=at)
            self.practices[told["key"]] = practice
            if "not_retained" in told:
                screening.not_retain(practice, reason=told["not_retained"], by=by, at=at)
        self.take_up_answers()
        for _told, practice in self.until("screened"):
            screening.screen(practice, by=by, at=at)
        for _told, practice in self.until("consolidated"):
            screening.consolidate(practice, by=by, at=at)
        for told in self.told["challenges"]:
            self.record_challenge(told, at=at)

    def take_up_answers(self) -> None:
        """The measure that the questionnaire describes, as a candidate."""
        told, at = self.told["questionnaire"], self.at("grouped")
        answers = {"statement": f"{told['delegation']}-questionnaire", "words": told["answers"]["measure"]}
        grouping.start(
            self.flag(answers, at=at),
            working_title=told["working_title"],
            ref=self.address("p", "questionnaire"),
            by=self.rapporteur,
            at=at,
        )

    def record_challenge(self, told: Told, *, at: datetime) -> None:
        challenge = challenges.record(
            self.meeting,
            titles=told["titles"],
            challenge_type=vocabulary.term(Scheme.CHALLENGE_TYPE, told["challenge_type"]),
            threats=[vocabulary.term(Scheme.THREAT, code) for code in told["threats"]],
            aspects=[self.cast.aspects[code] for code in told["aspects"]],
            excerpts=[self.flag(one, at=self.at("read")) for one in told["sources"]],
            by=self.rapporteur,
            at=at,
        )
        Challenge.objects.filter(pk=challenge.pk).update(ref=self.address("c", told["key"]))
        for key in told["answered_by"]:
            challenges.answer(challenge, self.practices[key], by=self.rapporteur, at=at)
        challenge.refresh_from_db()
        self.challenges.append(challenge)

    def draft(self) -> None:
        by, at = self.rapporteur, self.at("drafted")
        for told, practice in self.until("drafted"):
            version = drafting.begin(practice, language=told["language"], by=by, at=at)
            drafting.set_strength(version, strength=told["strength"], by=by, at=at)
            for language, fields in told["texts"].items():
                drafting.write(version, language=language, by=by, at=at, **fields)
            self.classify(told, practice, at=at)
        for _told, practice in self.until("finished"):
            latest = drafting.latest(practice)
            assert latest is not None
            drafting.finish(latest, by=by, at=self.at("finished"))

    def classify(self, told: Told, practice: Practice, *, at: datetime) -> None:
        schemes = (Scheme.CHAPTER, Scheme.PRACTICE_TYPE, Scheme.LEVEL, Scheme.LEGAL_BASIS)
        roles = ("about", "actor", "beneficiary", "partner")
        drafting.classify(
            practice,
            codings={role: [term(one) for one in told[role]] for role in roles if role in told},
            aspects=[self.cast.aspects[code] for code in told["aspects"]],
            regions=[self.cast.groups[code] for code in told["regions"]],
            instruments=[
                flagging.Cited(Instrument.objects.get(symbol=symbol), paragraph)
                for symbol, paragraph in told["instruments"]
            ],
            **{scheme.value: vocabulary.term(scheme, told[scheme.value]) for scheme in schemes},
            **{name: told[name] for name in ("maturity", "status", "since_year")},
            by=self.rapporteur,
            at=at,
        )
        if "evidence" in told:
            shown = dict(told["evidence"])
            kind = vocabulary.term(Scheme.EVIDENCE_TYPE, shown.pop("evidence_type"))
            drafting.add_evidence(practice, evidence_type=kind, **shown, by=self.rapporteur, at=at)

    def review(self) -> None:
        """The reviewer answers every question, or as many as the day allowed; "yes" where the file says nothing."""
        by, at = self.reviewer, self.at("reviewed")
        for told, practice in self.until("finished"):
            judged, version = told["safeguards"], drafting.latest(practice)
            assert version is not None
            parts = {name: judged.get(name) for name in ("speech", "companies")}
            begun = safeguards.start(version, **parts, by=by, at=at)
            asked = [one.code for one in begun.items.all()]
            for code in judged.get("half", asked):
                answer, reason, source = (*judged["answers"].get(code, ["yes"]), "", "")[:3]
                safeguards.answer(begun, code, answer=answer, reason=reason, source=source, by=by, at=at)
            if "result" in judged:
                safeguards.complete(
                    begun,
                    result=judged["result"],
                    reasons=judged["reasons"],
                    conditions=judged.get("conditions"),
                    by=by,
                    at=at,
                )

    def confirm(self) -> None:
        """Those whose words they are answer for themselves. Where the practice goes on to the Committee, the waiting is
        ended, and who has said nothing by then has confirmed."""
        for told, practice in self.until("asked"):
            goes_on = told["until"] != "asked"
            sent = confirming.send(
                practice,
                due_at=self.at("due" if goes_on else "later_due"),
                silence="confirms",
                by=self.rapporteur,
                at=self.at("asked"),
            )
            for one in sent:
                alone = one.delegation.panellist  # who answers on a page of her own
                home = alone.comes_from if alone else one.delegation.body
                code = home.code if home else ""
                answer, remarks, to = (*told["replies"].get(code, [""]), "", "")[:3]
                if answer:
                    confirming.answer(
                        one,
                        answer,
                        remarks=remarks,
                        tighten_to=Attribution(to) if to else None,
                        by=None if alone else self.cast.delegates[code],
                        at=self.at("replied"),
                    )
            if goes_on:
                confirming.close(practice, by=self.rapporteur, at=self.at("closed"))

    def decide(self) -> None:
        """The silence ends without an objection, and the Chair records what was decided."""
        desk, holiday = self.cast.desk, self.told["holiday"]
        circulating.set_holiday(
            date.fromisoformat(holiday["on"]),
            titles=holiday["titles"],
            meeting=self.meeting,
            by=desk,
            at=self.at("circulated"),
        )
        decided_at = self.at("decided")
        for told, practice in self.until("decided"):
            self.circulate(practice, at=self.at("circulated"))
            deciding.decide(
                practice,
                outcome=told["outcome"],
                decided_on=decided_at.date(),
                procedure="silence",
                reservations=told.get("reservations", ""),
                by=self.cast.chair,
                at=decided_at,
            )

    def circulate(self, practice: Practice, *, at: datetime) -> None:
        circulating.circulate(practice, working_days=self.told["working_days"], by=self.cast.desk, at=at)

    def share(self) -> None:
        """The first edition, and what stands beside it; then the next practice goes before the Committee."""
        desk, at = self.cast.desk, self.at("issued")
        issuing.issue(self.meeting, kind="edition", by=desk, at=at)
        for told, practice in self.until("decided"):
            if told["outcome"] == "identified":
                issuing.publish(practice, by=desk, at=at)
        for challenge in self.challenges:
            challenges.publish(challenge, by=desk, at=at)
        for told, practice in self.until("circulated"):
            if told["until"] == "circulated":
                self.circulate(practice, at=self.at("later"))
