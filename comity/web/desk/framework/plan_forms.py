"""What is filled in of an option or of future work, in one language at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.framework.models import Framework, FutureWork, ImplementationOption, Node
from comity.framework.planning import OPTION_ASKED, OPTION_TEXTS, WORK_ASKED, WORK_TEXTS
from comity.practices import states
from comity.practices.models import Practice
from comity.web.desk.framework.forms import named
from comity.web.shared import fields

Texts = dict[str, dict[str, str]]
OPTION_LABELS = {
    "titles": _("Title"),
    "leads": _("Lead"),
    "partners": _("Partners"),
    "steps": _("Steps"),
    "resources": _("Resources"),
    "timeframes": _("Timeframe"),
    "pros": _("For it"),
    "cons": _("Against it"),
}
WORK_LABELS = {
    "titles": _("Title"),
    "purposes": _("Purpose"),
    "interlocutors": _("With whom"),
    "timings": _("When"),
}
SHORT = {"titles", "leads", "timeframes", "timings"}


class InOneLanguage(forms.Form):
    """Texts in one language; those in the others stay as they are."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language

    def add_texts(self, labels: dict[str, Any], said: Any, required: dict[str, Any]) -> None:
        """`required`: sentences that ask for what no other language has."""
        attrs: dict[str, Any] = {"lang": self.language, "dir": "rtl" if self.language == "ar" else "ltr"}
        for name, label in labels.items():
            others = {code for code in getattr(said, name, {}) if code != self.language}
            self.fields[name] = forms.CharField(
                label=label,
                required=name in required and not others,
                error_messages={"required": required.get(name, "")},
                max_length=2000,
                widget=forms.TextInput(attrs=attrs)
                if name in SHORT
                else forms.Textarea(attrs={"rows": 3, **attrs}),
            )
            self.fields[name].initial = getattr(said, name, {}).get(self.language, "")

    def texts(self, names: tuple[str, ...], said: Any) -> Texts:
        """With what is there in other languages."""
        found: Texts = {}
        for name in names:
            others = {code: words for code, words in getattr(said, name, {}).items() if code != self.language}
            words = self.cleaned_data.get(name, "").strip()
            found[name] = {**others, **({self.language: words} if words else {})}
        return found


class OptionForm(InOneLanguage):
    def __init__(
        self, *args: Any, framework: Framework, option: ImplementationOption | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.framework, self.option = framework, option
        self.add_texts(OPTION_LABELS, option, OPTION_ASKED)
        self.fields["node"] = forms.TypedChoiceField(
            label=_("What it would carry out"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", _("the framework as a whole")),
                *named(nodes(framework)),
            ],
        )
        if option is not None and option.node is not None:
            self.fields["node"].initial = option.node.number

    def said(self) -> dict[str, Any]:
        number = self.cleaned_data["node"]
        node = self.framework.nodes.get(number=number) if number else None
        return {**self.texts(OPTION_TEXTS, self.option), "node": node}


def nodes(framework: Framework) -> list[Node]:
    """Elements and guidelines that stand."""
    return list(
        framework.nodes.filter(removed_at=None, practice=None).select_related("framework").order_by("number")
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What was decided?"),
        choices=[one for one in ImplementationOption.Decision.choices if one[0] != "open"],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day of the decision.")},
    )
    reasons = fields.words(_("Reasons"), rows=2)


class WorkForm(InOneLanguage):
    def __init__(
        self, *args: Any, framework: Framework, item: FutureWork | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.framework, self.item = framework, item
        self.add_texts(WORK_LABELS, item, WORK_ASKED)
        self.fields["owner"] = forms.ChoiceField(
            label=_("By whom"), choices=FutureWork.Owner.choices, initial=item.owner if item else "cted"
        )
        self.fields["due_on"] = forms.DateField(
            label=_("Not later than"),
            required=False,
            initial=item.due_on if item else None,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["practices"] = forms.ModelMultipleChoiceField(
            label=_("Practices on which it rests"),
            queryset=Practice.objects.filter(meeting=framework.meeting_id)
            .exclude(state__in=states.CLOSED)
            .order_by("number", "working_title"),
            to_field_name="ref",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=[one.ref for one in item.practices.all()] if item else None,
        )
        self.fields["nodes"] = forms.TypedMultipleChoiceField(
            label=_("Places in the framework on which it rests"),
            required=False,
            coerce=int,
            choices=named(nodes(framework)),
            widget=forms.CheckboxSelectMultiple,
            initial=[one.number for one in item.nodes.all()] if item else None,
        )

    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            **self.texts(WORK_TEXTS, self.item),
            "owner": cleaned["owner"],
            "due_on": cleaned["due_on"],
            "practices": list(cleaned["practices"]),
            "nodes": list(self.framework.nodes.filter(number__in=cleaned["nodes"])),
        }
