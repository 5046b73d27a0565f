"""What a reviewer fills in beside an act. Times are in the meeting's time zone; forms validate and never save."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.statements.models import Statement
from comity.web.shared.moments import MomentField

Embargo = Statement.Embargo


def moment(label: Any, *, required: bool = True) -> MomentField:
    return MomentField(
        label=label,
        required=required,
        error_messages={"required": _("Give the date and time at which the embargo ends.")},
    )


class NothingForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What should the delegation correct?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what the delegation should correct: it is sent by mail.")},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        help_text=_("It stays on record. A page that says that the statement was withdrawn takes its place."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why the statement is withdrawn: it stays on record.")},
    )


class EmbargoForm(forms.Form):
    """The embargo under which a version is accepted; it starts as the delegation asked."""

    embargo = forms.ChoiceField(label=_("Embargo"), choices=Embargo.choices, widget=forms.RadioSelect)
    until = moment(_("Until (time of the meeting's place)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        timed = cleaned.get("embargo") == Embargo.UNTIL_TIME
        if timed and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Give the date and time at which the embargo ends."))
        if not timed:
            cleaned["until"] = None
        return cleaned

    @staticmethod
    def of(statement: Statement) -> dict[str, str | datetime | None]:
        """What it starts with."""
        return {"embargo": statement.embargo, "until": statement.embargo_until}


class RescheduleForm(forms.Form):
    until = moment(_("Publish at (time of the meeting's place)"))


class ReaderForm(forms.Form):
    """Who may read a CONFIDENTIAL statement besides those who are named already."""

    person = forms.ModelChoiceField(
        label=_("Somebody of the desk"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The secretariat's answer to a change request."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant")), ("decline", _("Decline"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to grant or decline the request.")},
    )
    answer = forms.CharField(
        label=_("Answer to the delegation"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "decline" and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Say why the request is declined: it is sent by mail."))
        return cleaned
