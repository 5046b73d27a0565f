"""The page of one practice: its text beside its sources, what comes next, the gates and the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comity.framework import authority as frameworks
from comity.framework import standing
from comity.framework.models import Node
from comity.participants import roles
from comity.practices import (
    authority,
    circulating,
    deciding,
    drafting,
    queries,
    safeguards,
    seal,
    states,
)
from comity.practices.authority import Act
from comity.practices.models import (
    Circulation,
    Confirmation,
    Practice,
    PracticeVersion,
    SafeguardsReview,
)
from comity.practices.queries import DeskSource
from comity.practices.seal import Provenance
from comity.practices.states import State
from comity.refusals import Refused
from comity.web.desk.page import kept_words, mistakes
from comity.web.desk.practices import coding, history, wording
from comity.web.desk.practices.acts import ACTS, PracticeAct, seen
from comity.web.desk.practices.place import may, person, practice_of
from comity.web.desk.practices.quoting import address_of

WITH_STATEMENT = ("excerpt__paragraph__language_version__version__statement",)
STEPS = ("collected", "identified", "recommended", "shared")


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    act: PracticeAct
    form: forms.Form


@dataclass(frozen=True, slots=True)
class Source:
    """A source beside the text, with the address of its paragraph where that tells nobody's secret."""

    told: DeskSource
    address: str
    opened: Provenance | None
    opened_address: str
    is_named: bool
    """Some sentence of the text rests on it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A confirmation as the desk sees it: `who` None where all words of the contributor are under seal."""

    confirmation: Confirmation
    who: Any
    numbers: list[int]


def show(
    request: HttpRequest,
    practice: Practice,
    *,
    at: datetime,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    opened: Mapping[int, Provenance] | None = None,
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; `bound` holds the form that was just sent, by the name of its act, so that nothing written is lost."""
    bound = bound or {}
    practice = practice_of(request, practice.ref)  # as it is now
    status = refusal.status if refusal else status
    version = drafting.latest(practice)
    sources = queries.sources(practice, by=person(request), at=at)
    text = bound.get("text")
    worded = (
        wording.of(
            practice,
            version,
            wanted=language or request.GET.get("language", ""),
            by=request.user,
            known={one.number for one in sources},
            bound=text if isinstance(text, wording.TextForm) else None,
        )
        if version
        else None
    )
    left = practice.supports.exclude(left_at=None).select_related(*WITH_STATEMENT)
    refused = practice.refusals.select_related(*WITH_STATEMENT, "by")
    readable = seal.readable(
        [one.excerpt for one in (*left, *refused)], by=person(request), meeting=practice.meeting_id, at=at
    )
    with timezone.override(practice.meeting.zone), roles.remembered():
        offered = list(offers(request.user, practice, version, bound))
        return render(
            request,
            "desk/practices/practice.html",
            {
                "meeting": practice.meeting,
                "practice": practice,
                "titled": wording.title_of(practice, version),
                "wording": worded,
                "sources": list(beside(sources, worded, opened or {}, at=at)),
                "left": left,
                "refused": refused,
                "readable": readable,
                "offers": [one for one in offered if one.act.next],
                "others": [one for one in offered if not one.act.next],
                "coding": coding_form(request, practice, bound),
                "seen": seen(practice, version),
                "may_group": may(request, Act.GROUP, practice.meeting),
                "may_open": may(request, Act.OPEN_SEAL, practice.meeting),
                "evidence": practice.evidence.filter(removed_at=None).select_related("evidence_type"),
                "to_review": is_to_be_reviewed(request, practice, version),
                "steps": steps(practice),
                "places": places(request, practice),
                "history": list(history.of(practice)),
                "refusal": refusal,
                "acted": next(iter(bound), ""),
                "kept": kept_words(bound) if refusal and not is_shown(bound, offered) else [],
                "mistakes": mistakes(bound),
                "now": at,
                **gates(practice, version, sources, at=at),
            },
            status=status,
        )


def places(request: HttpRequest, practice: Practice) -> list[Node]:
    """Where the framework has it, for those who work on that."""
    if not frameworks.may(request.user, frameworks.Act.SEE, meeting=practice.meeting):
        return []
    return standing.drafted(practice)


def is_to_be_reviewed(request: HttpRequest, practice: Practice, version: PracticeVersion | None) -> bool:
    handed_on = version is not None and version.frozen_at is not None and practice.state == State.DRAFTED
    return handed_on and may(request, Act.REVIEW_SAFEGUARDS, practice.meeting)


def is_shown(bound: Mapping[str, forms.Form], offered: list[Offer]) -> bool:
    """Whether the form that was sent is on the page again, with what was written in it."""
    return all(name in {"text", "coding", *(one.name for one in offered)} for name in bound)


def offers(
    by: Any, practice: Practice, version: PracticeVersion | None, bound: Mapping[str, forms.Form]
) -> Iterator[Offer]:
    for name, act in ACTS.items():
        if act.offered(practice, version) and authority.may(by, act.needs, meeting=practice.meeting_id):
            yield Offer(name, act, bound.get(name) or act.form(practice=practice, prefix=name))


def coding_form(
    request: HttpRequest, practice: Practice, bound: Mapping[str, forms.Form]
) -> forms.Form | None:
    if not (may(request, Act.DRAFT, practice.meeting) and practice.state not in states.CLOSED):
        return None
    return bound.get("coding") or coding.CodingForm(practice=practice, prefix="coding")


def beside(
    sources: list[DeskSource],
    worded: wording.Wording | None,
    opened: Mapping[int, Provenance],
    *,
    at: datetime,
) -> Iterator[Source]:
    named = {
        number
        for field in (worded.fields if worded else ())
        for paragraph in field.paragraphs
        for sentence in paragraph
        for number in sentence.known
    }
    for one in sources:
        provenance = opened.get(one.support.pk)
        yield Source(
            one,
            address_of(one.support.excerpt.paragraph, at=at) if one.who else "",
            provenance,
            address_of(provenance.paragraph, at=at) if provenance else "",
            one.number in named,
        )


def steps(practice: Practice) -> list[tuple[str, queries.Step | None]]:
    """The four steps of the mandate, each with who did it and when, None where it was not done yet."""
    done = {one.name: one for one in queries.steps(practice)}
    return [(name, done.get(name)) for name in STEPS]


def gates(
    practice: Practice, version: PracticeVersion | None, sources: list[DeskSource], *, at: datetime
) -> dict[str, Any]:
    """Where the newest wording stands at each gate."""
    if version is None:
        return {}
    review = SafeguardsReview.objects.filter(version=version, replaced_at=None).first()
    circulation = Circulation.objects.filter(version=version).first()
    return {
        "versions": practice.versions.order_by("-number"),
        "review": review,
        "open_questions": len(safeguards.open_questions(review)) if review else 0,
        "asked": asked(practice, version, sources),
        "circulation": circulation,
        "objections": circulation.objections.select_related("member") if circulation else [],
        "extensions": circulation.extensions.order_by("at") if circulation else [],
        "has_ended": circulation is not None and circulating.has_ended(circulation, at=at),
        "decision": deciding.standing(practice),
        "entries": practice.entries.select_related("edition"),
    }


def asked(practice: Practice, version: PracticeVersion, sources: list[DeskSource]) -> list[Asked]:
    """A contributor is named with its attributed words alone; one whose words are all under seal is not named, and
    stands last, for its neighbours would tell."""
    open_words: dict[int, list[int]] = {}
    for one in sources:
        if one.who is not None:
            open_words.setdefault(one.who.pk, []).append(one.number)
    sent = version.confirmations.select_related("delegation__body", "delegation__meeting")
    found = [
        Asked(one, one.delegation if (numbers := open_words.get(one.delegation_id)) else None, numbers or [])
        for one in sent.prefetch_related("delegation__body__former_names").order_by("answer", "pk")
    ]
    return sorted(found, key=lambda one: one.who is None)
