"""What one may do with a version of a document: one table, in the order in which the page offers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.files.models import Sensitivity
from comity.papers import circulating, drafting, posting
from comity.papers.authority import Act, may
from comity.papers.models import Channel, DocumentVersion, Posting
from comity.participants.models import Person
from comity.web.desk.papers.forms import (
    AddressForm,
    CirculateForm,
    FaultForm,
    FollowForm,
    NothingForm,
    RecordForm,
    WithdrawForm,
)

State = DocumentVersion.State
Form = Any


@dataclass(frozen=True, slots=True)
class PaperAct:
    """`offered` asks the state only, `needs` the authority; `part` is where on the page it stands."""

    label: str | Promise
    done: str | Promise
    part: str
    needs: Act
    offered: Callable[[DocumentVersion], bool]
    carry_out: Callable[[DocumentVersion, Form, Person, datetime], object]
    form: type[forms.Form] = NothingForm
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    act: PaperAct
    form: forms.Form


def is_draft(version: DocumentVersion) -> bool:
    return version.state == State.DRAFT and version.document.withdrawn_at is None


def is_issued(version: DocumentVersion) -> bool:
    return version.state == State.ISSUED and version.document.withdrawn_at is None


def may_be_posted(version: DocumentVersion) -> bool:
    return is_issued(version) and version.document.sensitivity == Sensitivity.UNCLASSIFIED


def waits_there(version: DocumentVersion) -> bool:
    done = version.postings.filter(channel=Channel.COMMITTEE_SITE, posted_at__isnull=False)
    return may_be_posted(version) and not done.exists()


def circulate(version: DocumentVersion, form: CirculateForm, by: Person, at: datetime) -> None:
    to = circulating.recipients(version.document, form.lists(), form.lines())
    circulating.circulate(version, to, message=form.cleaned_data["message"], by=by, at=at)


def take_down(version: DocumentVersion, by: Person, at: datetime) -> None:
    for one in stands_there(version):
        posting.taken_down(one, by=by, at=at)


def follow(version: DocumentVersion, form: FollowForm, by: Person, at: datetime) -> None:
    said = form.cleaned_data
    drafting.follow(
        version.document, kind=DocumentVersion.Kind(said["kind"]), note=said["note"], by=by, at=at
    )


ACTS: dict[str, PaperAct] = {
    "issue": PaperAct(
        _("Issue this version"),
        _("Issued. It can be circulated and posted now, and is not changed any more."),
        "draft",
        Act.HANDLE,
        is_draft,
        lambda version, form, by, at: drafting.issue(version, by=by, at=at),
    ),
    "discard": PaperAct(
        _("Discard the draft"),
        _("The draft is gone."),
        "draft",
        Act.HANDLE,
        is_draft,
        lambda version, form, by, at: drafting.discard(version, by=by, at=at),
        grave=True,
    ),
    "circulate": PaperAct(
        _("Circulate by mail"),
        _("Circulated. The mails are on their way; the list below says who has received one."),
        "circulation",
        Act.CIRCULATE,
        is_issued,
        circulate,
        CirculateForm,
    ),
    "record": PaperAct(
        _("Record a circulation by another way"),
        _("Recorded."),
        "circulation",
        Act.CIRCULATE,
        is_issued,
        lambda version, form, by, at: circulating.record(
            version, form.cleaned_data["names"].splitlines(), proof=form.cleaned_data["proof"], by=by, at=at
        ),
        RecordForm,
    ),
    "post": PaperAct(
        _("Post on the event website"),
        _("Posted here, at once or when the embargo ends."),
        "here",
        Act.POST,
        lambda version: may_be_posted(version) and version.public_from is None,
        lambda version, form, by, at: posting.post_here(version, by=by, at=at),
    ),
    "confirm": PaperAct(
        _("Confirm that it stands on the Committee’s website"),
        _("Confirmed, with its address there."),
        "there",
        Act.POST,
        waits_there,
        lambda version, form, by, at: posting.post_there(version, url=form.cleaned_data["url"], by=by, at=at),
        AddressForm,
    ),
    "failed": PaperAct(
        _("Note that a website did not take it"),
        _("Noted. It stays on the list of what is to be posted; the other website goes on."),
        "there",
        Act.TICK,
        lambda version: waits_there(version) or (may_be_posted(version) and version.public_from is None),
        lambda version, form, by, at: posting.note_failure(
            version,
            Channel(form.cleaned_data["channel"]),
            fault=form.cleaned_data["fault"],
            by=by,
            at=at,
        ),
        FaultForm,
    ),
    "taken-down": PaperAct(
        _("It was taken down from the Committee’s website"),
        _("Recorded."),
        "there",
        Act.TICK,
        lambda version: stands_there(version).exists(),
        lambda version, form, by, at: take_down(version, by, at),
    ),
    "follow": PaperAct(
        _("Begin an addendum, correction or revision"),
        _("Begun. Add its files, then issue it."),
        "after",
        Act.HANDLE,
        lambda version: version.state != State.DRAFT and version.document.withdrawn_at is None,
        follow,
        FollowForm,
    ),
    "withdraw": PaperAct(
        _("Withdraw the document"),
        _("Withdrawn. A page that says so stands in its place."),
        "after",
        Act.POST,
        lambda version: version.state != State.DRAFT and version.document.withdrawn_at is None,
        lambda version, form, by, at: posting.withdraw(
            version.document, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        WithdrawForm,
        grave=True,
    ),
}


def stands_there(version: DocumentVersion) -> QuerySet[Posting]:
    """Postings of a withdrawn document on the other website that nobody has taken down yet."""
    if version.document.withdrawn_at is None:
        return Posting.objects.none()
    return Posting.objects.filter(
        version__document=version.document, channel=Channel.COMMITTEE_SITE, posted_at__isnull=False
    ).exclude(checked__has_key="taken_down")


def offers(person: Any, version: DocumentVersion, bound: dict[str, forms.Form]) -> list[Offer]:
    """What the person may do with the version now."""
    found = []
    for name, act in ACTS.items():
        if act.offered(version) and may(person, act.needs, meeting=version.document.meeting):
            found.append(Offer(name, act, bound.get(name) or act.form(prefix=name)))
    return found


def seen(version: DocumentVersion) -> str:
    """What the page shows of the version; it comes back with the form, so that nobody acts on an old page."""
    withdrawn = version.document.withdrawn_at
    return f"{version.number}|{version.state}|{withdrawn.isoformat() if withdrawn else ''}"
