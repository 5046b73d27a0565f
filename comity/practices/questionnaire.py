"""The ten questions before a meeting: answers come in through the ordinary receipt, as a text like any other.

So that paragraphs, anchors, review, publication and search are the same for companies and civil society as for States.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.languages import localized
from comity.meetings.models import Aspect
from comity.participants.models import Delegation, Person
from comity.practices import flagging, grouping
from comity.practices.models import AnswersKept, Excerpt, Practice
from comity.refusals import NotAllowed, Refused
from comity.statements import authority as statements
from comity.statements import receipt
from comity.statements.models import Paragraph, Receipt, Statement, Version
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


def keep(delegation: Delegation, answers: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    """Keep what was written so far, for the delegation to go on later; nobody else sees it. Sending ends it."""
    require_own(delegation, by)
    AnswersKept.objects.update_or_create(
        delegation=delegation, defaults={"answers": dict(answers), "kept_by": by, "kept_at": at}
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
) -> Receipt:
    """Send the answers of a delegation. `answers`: code of a question -> words, in the language named.

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
        AnswersKept.objects.filter(delegation=delegation).delete()
        return receipt.submit(version, by=by, at=at)


def answered(version: Version, code: str) -> list[Paragraph]:
    """The paragraphs of the answer to one question."""
    headings = {one.headings[language]: one.code for one in fields() for language in one.headings}
    found, current = [], ""
    original = version.languages.get(is_original=True)
    for one in original.paragraphs.all():
        if one.kind == Kind.HEADING:
            current = headings.get(one.text, current)
        elif current == code:
            found.append(one)
    return found


def candidate(version: Version, *, by: Person, at: datetime, working_title: str = "") -> Practice:
    """The measure as a candidate practice, its words flagged (DOMAIN A.6): a rapporteur's act like any flag.

    Answers that may not be quoted need a working title, since their own words cannot be one; `Refused` without.
    """
    measure = answered(version, "measure")
    if not measure:
        raise Refused(_("The answers describe no measure."))
    with transaction.atomic():
        excerpts = [
            flagging.flag(one, 0, len(one.text), kind=Excerpt.Kind.PRACTICE, by=by, at=at) for one in measure
        ]
        practice = grouping.start(excerpts[0], working_title=working_title, by=by, at=at)
        for other in excerpts[1:]:
            grouping.attach(practice, other, by=by, at=at)
    return practice
