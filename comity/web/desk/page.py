"""The page of one statement at the desk: what was sent, what was read, what to look at, what one may do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import authority as register
from comity.practices import seal
from comity.record import trail
from comity.record.models import Act
from comity.refusals import NotAllowed, Refused
from comity.statements import authority, clearance, findings
from comity.statements.models import ChangeRequest, LanguageVersion, Paragraph, Statement, Version
from comity.web.desk import chosen
from comity.web.desk.acts import ACTS, DeskAct, seen, start
from comity.web.desk.forms import AnswerForm, ReaderForm
from comity.web.desk.history import label

FOR_THE_DESK = gettext_lazy("The desk is for the secretariat, rapporteurs and reviewers of a meeting.")


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the person may carry out now, with its form."""

    name: str
    act: DeskAct
    form: forms.Form


def meeting_of(request: HttpRequest, slug: str = "") -> tuple[Meeting, list[Meeting]]:
    """The meeting that is named, else the one last used, else the latest; and all at whose desk the person sits."""
    meetings = list(
        Meeting.objects.filter(
            assignments__person=request.user.pk,
            assignments__role__in=authority.BY_ROLE[authority.Act.READ_UNPUBLISHED],
        )
        .distinct()
        .order_by("-opens_on")
    )
    if not meetings:
        raise NotAllowed(FOR_THE_DESK)
    if not slug:
        return chosen.last_used(request, meetings), meetings
    meeting = next((one for one in meetings if one.slug == slug), None)
    if meeting is None:
        raise Http404
    chosen.remember(request, meeting, of=meetings)
    return meeting, meetings


def shown_version(request: HttpRequest, ref: str, *, number: int | None) -> Version:
    """The version asked for, or the last one sent. Drafts belong to the delegation alone."""
    statement = get_object_or_404(
        Statement.objects.select_related("meeting", "delegation__body", "session", "on_behalf_of"), ref=ref
    )
    version = next((one for one in sent_versions(statement) if number in (None, one.number)), None)
    if version is None and authority.may(
        request.user, authority.Act.READ_UNPUBLISHED, delegation=statement.delegation
    ):
        raise Http404
    authority.require(request.user, authority.Act.READ_UNPUBLISHED, statement=statement)
    require_seal(request.user, statement)
    assert version is not None, "it is open, so it was found"
    return version


def require_seal(person: Any, statement: Statement) -> None:
    """The record of an intervention that names nobody is for the two roles that may open its seal (RX-2)."""
    if seal.veils(statement):
        register.require(person, register.Act.OPEN_SEAL, meeting=statement.meeting_id)


def show_closed(request: HttpRequest, ref: str, refusal: authority.Closed) -> HttpResponse:
    """That a CONFIDENTIAL statement is there: whose it is, its marking, where it stands and its receipt, and who may
    open it. Nothing else is told, neither session nor language nor who spoke (RX-5)."""
    statement = get_object_or_404(Statement.objects.select_related("meeting", "delegation__body"), ref=ref)
    words = {
        "meeting": statement.meeting,
        "statement": statement,
        "version": sent_versions(statement)[0],
        "refusal": refusal,
        "whose": seal.whose(statement),
        **readers(request.user, statement),
    }
    return render(request, "desk/closed.html", words, status=refusal.status)


def readers(person: Any, statement: Statement) -> dict[str, Any]:
    """Who is named on the statement, with the form that names others where the person may."""
    if statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED:
        return {}
    may_name = clearance.may_name(person, statement)
    return {
        "readers": statement.clearances.select_related("person", "granted_by"),
        "may_name": may_name,
        "reader_form": ReaderForm(people=clearance.candidates(statement)) if may_name else None,
    }


def sent_versions(statement: Statement) -> list[Version]:
    """The newest first."""
    versions = statement.versions.exclude(state=Version.State.DRAFT).select_related("receipt")
    found = list(versions.order_by("-number"))
    for version in found:
        version.statement = statement
    return found


def show(
    request: HttpRequest,
    version: Version,
    *,
    at: datetime,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
    opened: bool = False,
) -> HttpResponse:
    """The page; `bound` holds the form that was just sent, so that nothing written is lost. `opened`: the seal."""
    bound = bound or {}
    if refusal is not None:
        version = shown_version(request, version.statement.ref, number=None)
        status = refusal.status
    statement = version.statement
    sent = sent_versions(statement)
    languages = list(version.languages.select_related("file"))
    shown = chosen_language(languages, request.GET.get("language", ""))
    clearance.note_opening(statement, by=request.user, at=at, version=version.number)
    found = findings.of(version)
    latest = version.number == sent[0].number
    with timezone.override(statement.meeting.zone):  # the forms show and take times of the place
        return render(
            request,
            "desk/statement.html",
            {
                "meeting": statement.meeting,
                "statement": statement,
                "version": version,
                "versions": sent,
                "earlier": next((one for one in sent if one.number < version.number), None),
                "latest": sent[0],
                "is_public": version.is_public(at),
                "scheduled": version.public_from is not None and version.public_from > at,
                "languages": languages,
                "shown": shown,
                "rows": list(rows(shown, found)),
                "findings": found,
                "offers": list(offers(request.user, version, at, bound)) if latest else [],
                "requests": requests(request.user, statement, bound),
                "seen": seen(version),
                "refusal": refusal,
                "kept": kept_words(bound) if refusal is not None else [],
                "mistakes": mistakes(bound),
                "enters": authority.may_with(request.user, authority.Act.REPLACE, statement=statement),
                "history": history(statement, sent),
                "whose": statement.inside if opened else seal.whose(statement),
                "under_seal": seal.veils(statement) and not opened,
                **readers(request.user, statement),
            },
            status=status,
        )


def history(statement: Statement, sent: list[Version]) -> list[tuple[Act, str]]:
    """What happened, the newest first, but for drafts: those are the delegation's until it sends them."""
    numbers = {None, *(version.number for version in sent)}
    acts = [one for one in trail.of(statement) if one.details.get("version") in numbers]
    people = Person.objects.in_bulk({one.details["person"] for one in acts if "person" in one.details})
    return [(one, label(one, people.get(one.details.get("person")))) for one in acts]


def offers(person: Any, version: Version, at: datetime, bound: Mapping[str, forms.Form]) -> Iterator[Offer]:
    """What the person may do with the version in its state, in the order of the table."""
    for name, act in ACTS.items():
        if act.offered(version, at) and authority.may_with(person, act.needs, statement=version.statement):
            form = bound.get(name) or act.form(initial=start(name, version), prefix=name)
            yield Offer(name, act, form)


def requests(
    person: Any, statement: Statement, bound: Mapping[str, forms.Form]
) -> list[tuple[ChangeRequest, forms.Form | None]]:
    """Open requests with the form of the answer, for those who may decide."""
    may = authority.may_with(person, authority.Act.DECIDE_REQUEST, statement=statement)
    waiting = statement.change_requests.select_related("asked_by", "decided_by").order_by("-asked_at")
    found: list[tuple[ChangeRequest, forms.Form | None]] = []
    for one in waiting:
        name = f"request-{one.pk}"
        open_to_me = may and one.decision == ChangeRequest.Decision.OPEN
        found.append((one, (bound.get(name) or AnswerForm(prefix=name)) if open_to_me else None))
    return found


def chosen_language(languages: list[LanguageVersion], wanted: str) -> LanguageVersion | None:
    return next((one for one in languages if one.language == wanted), languages[0] if languages else None)


def rows(
    shown: LanguageVersion | None, found: list[findings.Finding]
) -> Iterator[tuple[Paragraph, list[findings.Finding]]]:
    """Paragraphs as read, each with the findings that concern it."""
    paragraphs = shown.paragraphs.prefetch_related("citations") if shown else []
    for paragraph in paragraphs:
        here = (shown.language if shown else "", paragraph.anchor)
        yield paragraph, [one for one in found if (one.language, one.anchor) == here]


def kept_words(bound: Mapping[str, forms.Form]) -> list[tuple[Any, str]]:
    """What was written in a form that could not be carried out."""
    return [
        (field.label, str(field.value()))
        for form in bound.values()
        for field in form
        if field.value() and isinstance(field.field.widget, forms.Textarea)
    ]


def mistakes(bound: Mapping[str, forms.Form]) -> list[tuple[str, str]]:
    """(id of the field, sentence) for the summary at the top of the page."""
    return [
        (field.id_for_label or field.auto_id, str(error))
        for form in bound.values()
        for field in form
        for error in field.errors
    ]
