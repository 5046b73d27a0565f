"""The ten questions before a meeting: answers come in through the ordinary receipt, as a text like any other.

So that paragraphs, anchors, review, publication and search are the same for companies and civil society as for States.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Aspect, Meeting
from comity.participants import roles
from comity.participants.models import Delegation, Person
from comity.practices import flagging, grouping, seal
from comity.practices.authority import Act, require
from comity.practices.models import AnswersKept, Excerpt, Practice, Support
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import authority as statements
from comity.statements import receipt
from comity.statements.models import CURRENT, Paragraph, Receipt, Statement, Version
from comity.texts.model import LANGUAGES, Kind

YES = {"ar": "نعم", "zh": "是", "en": "Yes", "fr": "Oui", "ru": "Да", "es": "Sí"}
NO = {"ar": "لا", "zh": "否", "en": "No", "fr": "Non", "ru": "Нет", "es": "No"}
MAY_QUOTE = "may_quote"


@dataclass(frozen=True, slots=True)
class Field:
    """A question by its code and its heading in six languages."""

    code: str
    headings: dict[str, str]

    def __str__(self) -> str:
        return localized(self.headings)


@dataclass(frozen=True, slots=True)
class Measure:
    """What the answers describe. `is_taken_up`: words of it stand under a practice; `practices`: those that may be told
    without opening a seal."""

    version: Version
    paragraphs: list[Paragraph]
    is_taken_up: bool
    practices: list[Practice]


@cache
def fields() -> tuple[Field, ...]:
    """The ten questions in order; the last, whether the answers may be quoted, is answered by yes or no."""
    text = files("comity.practices").joinpath("questionnaire.json").read_text(encoding="utf-8")
    return tuple(Field(**one) for one in json.loads(text))


def composed(answers: Mapping[str, str], *, may_quote: bool, language: str) -> str:
    """The answers as a Markdown text: each question a numbered heading. What was left open is left out."""
    said = {**answers, MAY_QUOTE: (YES if may_quote else NO)[language]}
    return "\n\n".join(
        f"## {number}. {field.headings[language]}\n\n{said[field.code].strip()}"
        for number, field in enumerate(fields(), start=1)
        if said.get(field.code, "").strip()
    )


def keep(
    delegation: Delegation, answers: Mapping[str, Any], *, over: datetime | None, by: Person, at: datetime
) -> None:
    """Keep what was written so far, for the delegation to go on later; nobody else sees it. Sending ends it.

    `over`: when the answers were kept from which the person began, None where there were none. Raises `NotNow` where a
    colleague has kept others, or sent them, since.
    """
    require_own(delegation, by)
    kept = {"answers": dict(answers), "kept_by": by, "kept_at": at}
    if over is not None:
        changed = AnswersKept.objects.filter(delegation=delegation, kept_at=over).update(**kept)
    else:
        _row, changed = AnswersKept.objects.get_or_create(delegation=delegation, defaults=kept)
    if not changed:
        raise NotNow(
            _(
                "A colleague has changed or sent these answers since you opened the page. What you wrote is in the "
                "fields below and not kept yet."
            )
        )


def kept(delegation: Delegation, *, by: Person) -> AnswersKept | None:
    require_own(delegation, by)
    return AnswersKept.objects.filter(delegation=delegation).select_related("kept_by").first()


def require_own(delegation: Delegation, by: Person) -> None:
    if not statements.may(by, statements.Act.SUBMIT, delegation=delegation):
        raise NotAllowed(_("Only the delegation itself answers the questionnaire."))


def submit(
    delegation: Delegation,
    answers: Mapping[str, str],
    *,
    may_quote: bool,
    language: str,
    aspects: Iterable[Aspect],
    by: Person,
    at: datetime,
    may_publish: bool = True,
    kept_at: datetime | None = None,
) -> Receipt:
    """Send the answers of a delegation. `answers`: code of a question -> words, in the language named. `kept_at`: those
    kept at that instant are sent with this; what a colleague has kept since stays.

    Raises `Refused` where the measure is not described; otherwise as `receipt.submit`.
    """
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    if answers.keys() - {one.code for one in fields()}:
        raise Refused(_("An answer belongs to one of the ten questions."))
    if not answers.get("measure", "").strip():
        raise Refused(_("Describe the measure: that is the first of the ten questions."))
    with transaction.atomic(), tempfile.TemporaryDirectory(prefix="comity-answers-") as folder:
        version = receipt.draft(
            delegation,
            by=by,
            at=at,
            aspects=aspects,
            form=Statement.Form.QUESTIONNAIRE,
            consent_to_publish=may_publish,
            consent_to_quote=may_quote,
        )
        path = Path(folder) / f"questionnaire.{language}.md"
        path.write_text(composed(answers, may_quote=may_quote, language=language), encoding="utf-8")
        receipt.attach(version, path, name=path.name, language=language, by=by, at=at)
        if kept_at is not None:
            AnswersKept.objects.filter(delegation=delegation, kept_at=kept_at).delete()
        return receipt.submit(version, by=by, at=at)


def answered(version: Version, code: str) -> list[Paragraph]:
    """The paragraphs of the answer to one question."""
    return among(version.languages.get(is_original=True).paragraphs.all(), code)


def among(paragraphs: Iterable[Paragraph], code: str) -> list[Paragraph]:
    """Those of a text that answer one question."""
    headings = {one.headings[language]: one.code for one in fields() for language in one.headings}
    found, current = [], ""
    for one in paragraphs:
        if one.kind == Kind.HEADING:
            current = headings.get(one.text, current)
        elif current == code:
            found.append(one)
    return found


def received(meeting: Meeting, *, by: Person, at: datetime) -> QuerySet[Version]:
    """Answers that came in and stand, as far as they are open to the person; the newest first."""
    require(by, Act.SEE, meeting=meeting)
    found = Version.objects.filter(
        statement__meeting=meeting,
        statement__form=Statement.Form.QUESTIONNAIRE,
        state__in=CURRENT,
        statement__in=Statement.objects.open_to(by),
    )
    if not roles.holds(by, statements.BY_ROLE[statements.Act.READ_UNPUBLISHED], meeting=meeting):
        found = found.filter(pk__in=Version.objects.public(at))
    return (
        found.select_related("statement__delegation__body", "statement__meeting")
        .prefetch_related("statement__delegation__body__former_names")
        .order_by("-received_at", "-pk")
    )


def measures(versions: Collection[Version], *, by: Person) -> list[Measure]:
    """What each of the versions describes; two queries however many."""
    texts: dict[int, list[Paragraph]] = {one.pk: [] for one in versions}
    asked = Paragraph.objects.filter(language_version__version__in=texts, language_version__is_original=True)
    for one in asked.select_related("language_version").order_by("position"):
        texts[one.language_version.version_id].append(one)
    described = {key: among(paragraphs, "measure") for key, paragraphs in texts.items()}
    standing: dict[int, list[Support]] = {}
    for support in (
        Support.objects.live()
        .filter(excerpt__paragraph__in=[one for some in described.values() for one in some])
        .select_related("practice", "excerpt")
    ):
        standing.setdefault(support.excerpt.paragraph_id, []).append(support)
    return [
        Measure(
            one,
            described[one.pk],
            bool(rests := [each for said in described[one.pk] for each in standing.get(said.pk, ())]),
            list({each.practice_id: each.practice for each in rests if may_tell(each, by)}.values()),
        )
        for one in versions
    ]


def may_tell(support: Support, by: Person) -> bool:
    """Whether the person may see which practice rests on the words of an answer: not where that would open a seal."""
    return support.excerpt.flagged_by_id == by.pk or not seal.is_sealed(support.excerpt)


def candidate(version: Version, *, by: Person, at: datetime, working_title: str = "") -> Practice:
    """The measure as a candidate practice, its words flagged (DOMAIN A.6): a rapporteur's act like any flag.

    Answers that may not be quoted need a working title, since their own words cannot be one; `Refused` without.
    Raises `NotNow` where words of it stand under a practice already.
    """
    measure = answered(version, "measure")
    if not measure:
        raise Refused(_("The answers describe no measure."))
    with transaction.atomic():
        if Support.objects.live().filter(excerpt__paragraph__in=measure).exists():
            raise NotNow(_("Words of this measure stand under a practice already."))
        excerpts = [
            flagging.flag(one, 0, len(one.text), kind=Excerpt.Kind.PRACTICE, by=by, at=at) for one in measure
        ]
        practice = grouping.start(excerpts[0], working_title=working_title, by=by, at=at)
        for other in excerpts[1:]:
            grouping.attach(practice, other, by=by, at=at)
    return practice
