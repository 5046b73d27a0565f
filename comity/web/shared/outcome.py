"""Forms of resources and follow-up, alike in the portal and at the desk; they validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.framework import following, lists, naming
from comity.framework.models import Flow, Help, Need, Node, Offer, Pool, Progress
from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Stakeholder
from comity.web.shared.fields import table_file

DAY = {"type": "date"}
IN_WORDS = {"required": _("This cannot be left empty.")}


def day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day."), "invalid": _("Write the day as 2017-04-30.")},
    )


def amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Write the amount in figures, such as 25000.")},
    )


def text(label: Any, *, required: bool = False, rows: int = 3, limit: int = 5000) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=IN_WORDS,
    )


class PledgeForm(forms.Form):
    """What needs and offers have in common; the line is in the language of the page."""

    title = forms.CharField(label=_("What it is, in one line"), max_length=200, error_messages=IN_WORDS)
    pool = forms.ChoiceField(label=_("From whom"), choices=Pool.choices)
    help = forms.ChoiceField(label=_("Kind of help"), choices=Help.choices)
    currency = forms.CharField(label=_("Currency"), initial="USD", max_length=3)

    def said(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["titles"] = {reader_language(): found.pop("title")}
        found["currency"] = found["currency"].upper()
        return found


class NeedForm(PledgeForm):
    details = text(_("What for, and how it would be used"))
    least = amount(_("At least"))
    most = amount(_("At most"))
    needed_by = day(_("Needed by"), required=False)
    field_order = ["title", "pool", "help", "details", "least", "most", "currency", "needed_by"]


class OfferForm(PledgeForm):
    amount = amount(_("Amount, where it is money"))
    conditions = text(_("Conditions"))
    restrictions = text(_("Restrictions on its use"))
    field_order = ["title", "pool", "help", "amount", "currency", "conditions", "restrictions"]


class FlowForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is recorded"), choices=Flow.Kind.choices)
    amount = amount(_("Amount, where it is money"))
    currency = forms.CharField(label=_("Currency"), initial="USD", max_length=3)
    dated_on = day(_("On which day"))
    words = text(_("In words"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, error_messages=IN_WORDS)


class WordsForm(forms.Form):
    words = text(_("In words"), required=True)


class NodeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A guideline or practice that was issued, by its number and title."""

    def __init__(self, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(
            queryset=Node.objects.filter(pk__in=[one.pk for one in naming.followed(meeting)]),
            to_field_name="number",
            label=_("Guideline or practice"),
            error_messages={
                "required": _("Choose one of the list."),
                "invalid_choice": _("Choose one of the list."),
            },
            **kwargs,
        )
        self.titles = naming.titles(self.queryset.values_list("pk", flat=True))  # type: ignore[union-attr]

    def label_from_instance(self, node: Node) -> str:
        return f"{node.number}. {self.titles.get(node.pk, '')}"


class StateChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(
            queryset=states(meeting), label=pgettext_lazy("country", "State"), to_field_name="pk", **kwargs
        )


def states(meeting: Meeting) -> Any:
    return Delegation.objects.filter(meeting=meeting, body__category=Stakeholder.MEMBER_STATE).select_related(
        "body"
    )


class ReportForm(forms.Form):
    """A State's own report."""

    status = forms.ChoiceField(label=_("How far it has come"), choices=Progress.Status.choices)
    reference = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Which report, visit, survey or document: nothing is told of a State without one."),
        error_messages=IN_WORDS,
    )
    address = forms.URLField(label=_("Where it can be read"), required=False, assume_scheme="https")
    as_of = day(_("As of"))
    narrative = text(_("In words"), limit=following.LONGEST)
    language = forms.ChoiceField(label=_("Language"), choices=[*NATIVE_NAMES.items()])

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"] = NodeChoice(meeting)
        self.fields["language"].initial = reader_language()
        self.order_fields(["node", "delegation", "source", "status"])


class ProgressForm(ReportForm):
    """What the secretariat enters from any source."""

    source = forms.ChoiceField(label=_("Who says so"), choices=Progress.Source.choices)
    confidential = forms.BooleanField(
        label=_("Confidential until the State agrees"),
        required=False,
        help_text=_("Reports of visits are."),
    )
    source_on_file = forms.BooleanField(
        label=_("The public is not told which source"),
        required=False,
        help_text=_("It reads “source on file”, also once the State has agreed."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, meeting=meeting, **kwargs)
        self.fields["delegation"] = StateChoice(meeting)
        self.order_fields(["node", "delegation", "source", "status"])


class ProgressListForm(forms.Form):
    """A table of what a visit or a survey found, and what holds for all its lines."""

    file = table_file(_("Table"))
    source = forms.ChoiceField(
        label=_("Who says so"),
        required=False,
        choices=[("", _("as each line says")), *((one.value, one.label) for one in lists.FROM_A_LIST)],
        help_text=_("For lines that do not say; so are the next three."),
    )
    reference = forms.CharField(label=_("Title of the visit or survey"), max_length=500, required=False)
    as_of = day(_("As of"), required=False)
    confidential = forms.BooleanField(
        label=_("Confidential until the State agrees"),
        required=False,
        help_text=_("The public is then never told which source: it reads “source on file”."),
    )

    def given(self) -> dict[str, str]:
        """As the lines of a table would say it."""
        said = self.cleaned_data
        return {
            "source": said["source"],
            "reference": said["reference"],
            "as_of": said["as_of"].isoformat() if said["as_of"] else "",
            "confidential": "yes" if said["confidential"] else "",
        }


class AskForm(forms.Form):
    """Which States are asked to report on what."""

    due_on = day(_("By which day (empty: as the policy says)"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"] = NodeChoice(meeting)
        self.fields["delegations"] = forms.ModelMultipleChoiceField(
            label=_("States"),
            queryset=states(meeting),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one State.")},
        )
        self.order_fields(["node", "delegations", "due_on"])


class PolicyForm(forms.Form):
    observation_days = forms.IntegerField(
        label=_("Days for observations of a State"), min_value=0, max_value=365
    )
    report_months = forms.IntegerField(label=_("Months to report"), min_value=1, max_value=60)
    reminder_days = forms.CharField(
        label=_("Days before a deadline on which one is reminded"),
        help_text=_("Figures with commas between them, such as 30, 7, 0."),
        max_length=60,
    )

    def clean_reminder_days(self) -> list[int]:
        parts = [one.strip() for one in self.cleaned_data["reminder_days"].replace("،", ",").split(",")]
        if any(not (one.isascii() and one.isdigit() and len(one) < 4) for one in parts):
            raise forms.ValidationError(_("Write figures with commas between them, such as 30, 7, 0."))
        return [int(one) for one in parts]


class MandateForm(forms.Form):
    title = forms.CharField(label=_("What was asked for"), max_length=300, error_messages=IN_WORDS)
    paragraph = forms.CharField(label=_("Paragraph in which it was asked for"), max_length=60, required=False)
    due_on = day(_("By which day"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"] = forms.ModelChoiceField(
            label=_("Instrument in which it was asked for"),
            queryset=meeting.instruments.all(),
            required=False,
            to_field_name="slug",
        )
        self.order_fields(["title", "instrument", "paragraph", "due_on"])

    def said(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["titles"] = {reader_language(): found.pop("title")}
        return found


class FulfilForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was handed over, with its symbol"), max_length=500, error_messages=IN_WORDS
    )
    done_on = day(_("On which day"))


class PriorityForm(forms.Form):
    priority = forms.ChoiceField(label=_("How pressing"), choices=Need.Priority.choices)


class MatchForm(forms.Form):
    """A need that its State has agreed to, and an offer that stands."""

    def __init__(self, *args: Any, needs: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"] = PledgeChoice(label=_("Need"), queryset=needs)
        self.fields["offer"] = PledgeChoice(label=_("Offer"), queryset=offers)
        self.fields["reason"] = forms.CharField(
            label=_("Why the two go together"), max_length=500, error_messages=IN_WORDS
        )


class PledgeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            to_field_name="number",
            error_messages={
                "required": _("Choose one of the list."),
                "invalid_choice": _("Choose one of the list."),
            },
            **kwargs,
        )

    def label_from_instance(self, pledge: Need | Offer) -> str:
        return f"{pledge.number}. {pledge} ({pledge.delegation})"
