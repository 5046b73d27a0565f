"""The rows of a session's running order and of its guiding questions, as forms and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseFormSet, formset_factory

from comity.meetings.models import Aspect, Session
from comity.meetings.segments import MOST_QUESTIONS, Planned
from comity.web.desk.programme.forms import QuestionForm, SegmentForm
from comity.web.desk.programme.place import put

MOST_SEGMENTS = 30
SPARE = 2
"""Empty rows for what is added."""

SegmentRows = formset_factory(
    SegmentForm, extra=SPARE, max_num=MOST_SEGMENTS, absolute_max=MOST_SEGMENTS, validate_max=True
)
QuestionRows = formset_factory(
    QuestionForm, extra=SPARE, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS, validate_max=True
)


def start_of(start: list[dict[str, Any]], posted: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What is sent is taken as it stands: rows that equal what somebody else has written meanwhile are rows too."""
    return start if posted is None else []


def segment_rows(
    session: Session, language: str, posted: Mapping[str, Any] | None = None
) -> BaseFormSet[SegmentForm]:
    start = [
        {
            "of": one.position,
            "kind": one.kind,
            "minutes": one.minutes,
            "titles": one.titles.get(language, ""),
            "annotations": one.annotations.get(language, ""),
        }
        for one in session.segments.all()
    ]
    return SegmentRows(
        posted, initial=start_of(start, posted), prefix="segments", form_kwargs={"language": language}
    )


def question_rows(
    session: Session, language: str, posted: Mapping[str, Any] | None = None
) -> BaseFormSet[QuestionForm]:
    start = [
        {"of": one.position, "texts": one.texts.get(language, ""), "aspect": one.aspect.code}
        for one in session.questions.select_related("aspect")
    ]
    options = {"language": language, "meeting": session.meeting}
    return QuestionRows(posted, initial=start_of(start, posted), prefix="questions", form_kwargs=options)


def planned(session: Session, rows: BaseFormSet[SegmentForm], language: str) -> list[Planned]:
    """The segments as the rows have them, each with what it says in other languages."""
    known = {one.position: one for one in session.segments.all()}
    found = []
    for said in (form.cleaned_data for form in rows.forms if form.cleaned_data):
        if said.get("remove") or not said.get("kind"):
            continue
        before = known.get(said["of"] or 0)
        found.append(
            Planned(
                said["kind"],
                said["minutes"],
                titles=put(before.titles if before else {}, language, said["titles"]),
                annotations=put(before.annotations if before else {}, language, said["annotations"]),
            )
        )
    return found


def asked(
    session: Session, rows: BaseFormSet[QuestionForm], language: str
) -> list[tuple[Aspect, dict[str, str]]]:
    """The guiding questions as the rows have them; one that has words in no language is left out."""
    known = {one.position: one for one in session.questions.all()}
    found = []
    for said in (form.cleaned_data for form in rows.forms if form.cleaned_data):
        before = known.get(said["of"] or 0)
        texts = put(before.texts if before else {}, language, said["texts"])
        if texts and said["aspect"] and not said["remove"]:
            found.append((said["aspect"], texts))
    return found
