"""All statements of a meeting at the desk: searched, filtered, sorted and paged."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Meeting, Session
from comity.participants.models import Body, Delegation
from comity.statements.models import ChangeRequest, Statement, Version

State = Version.State
SORTS = {
    "oldest": (_("oldest first"), ("received_at", "pk")),
    "newest": (_("newest first"), ("-received_at", "-pk")),
    "delegation": (_("by delegation"), ("place", "received_at", "pk")),
}


class FilterForm(forms.Form):
    """What the list is narrowed to. Whatever is not understood narrows nothing."""

    q = forms.CharField(
        label=_("Delegation, receipt or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), *((one.value, one.label) for one in State if one != State.DRAFT)],
    )
    session = forms.ModelChoiceField(
        label=_("Session"), required=False, queryset=Session.objects.none(), empty_label=_("all")
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("all")), *NATIVE_NAMES.items()]
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(name, label) for name, (label, _by) in SORTS.items()]
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.fields["session"].queryset = meeting.sessions.all()  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


def listed(meeting: Meeting, wanted: dict[str, Any], *, person: Any) -> QuerySet[Version]:
    """The latest version that was sent of every statement that matches; drafts belong to the delegations, and nobody
    sent what was taken down of an intervention. Of a CONFIDENTIAL one nobody learns by a filter what the list does not
    show her."""
    sent = Version.objects.filter(statement=OuterRef("statement")).exclude(state=State.DRAFT)
    latest = Subquery(sent.order_by("-number").values("pk")[:1])
    found = Version.objects.filter(statement__meeting=meeting, pk=latest).exclude(
        statement__form=Statement.Form.INTERVENTION
    )
    delegations = list(meeting.delegations.select_related("body").prefetch_related("body__former_names"))
    if words := (wanted.get("q") or "").strip():
        found = found.filter(about(words, delegations))
    if state := wanted.get("state"):
        found = found.filter(state=state)
    if wanted.get("session") or wanted.get("language"):
        found = found.filter(statement__in=Statement.objects.open_to(person))
    if session := wanted.get("session"):
        found = found.filter(statement__session=session)
    if language := wanted.get("language"):
        found = found.filter(languages__language=language)
    if wanted.get("sort") == "delegation":
        found = found.annotate(place=alphabetical(delegations))
    _label, order = SORTS[wanted.get("sort") or "oldest"]
    return (
        found.order_by(*order)
        .select_related("statement__delegation__body", "statement__meeting", "statement__session", "receipt")
        .prefetch_related("languages", "statement__delegation__body__former_names")
    )


def about(words: str, delegations: list[Delegation]) -> Q:
    """Names of today and of before in any of the six languages, with or without accents; receipts and addresses of
    statements."""
    sought = plain(words)
    named = [one.pk for one in delegations if any(sought in plain(name) for name in names_of(one.body))]
    return (
        Q(statement__delegation__in=named)
        | Q(receipt__number__icontains=words)
        | Q(statement__ref__icontains=words)
    )


def names_of(body: Body) -> Iterator[str]:
    for names in (body.names, *(former.names for former in body.former_names.all())):
        yield from names.values()


def plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def alphabetical(delegations: list[Delegation]) -> Case:
    """The place of a delegation in the alphabet of the reader's language."""
    ordered = sorted(delegations, key=lambda one: plain(str(one)))
    return Case(
        *(When(statement__delegation=one.pk, then=Value(place)) for place, one in enumerate(ordered)),
        default=Value(len(ordered)),
        output_field=IntegerField(),
    )


def with_open_requests(versions: list[Version]) -> set[int]:
    """Statements of the page of which the delegation asks for a change."""
    return set(
        ChangeRequest.objects.filter(
            statement__in=[one.statement_id for one in versions], decision=ChangeRequest.Decision.OPEN
        ).values_list("statement", flat=True)
    )
