"""What is filled in of a campaign; forms validate and never save."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.framework.campaigns.drafting import TEXTS
from comity.framework.campaigns.models import Campaign, CampaignAnswer, CampaignMeasure
from comity.framework.campaigns.public import LABELS
from comity.framework.campaigns.questions import questions
from comity.framework.campaigns.reviewing import ASKED
from comity.framework.campaigns.tables import value_of
from comity.framework.models import Framework
from comity.languages import NATIVE_NAMES, reader_language
from comity.web.desk.framework.forms import named
from comity.web.desk.framework.plan_forms import InOneLanguage, nodes
from comity.web.shared.fields import InSixLanguages, in_each, table_file
from comity.web.shared.outcome import IN_WORDS, day, text

HINTS = {
    "goals": _("What is to be different in the end, with whom and until when."),
    "audiences": _("Who is meant, as narrowly as possible."),
    "messages": _("What is said, in the words of the audience."),
    "messengers": _("Whom the audience believes. Everybody reads this: name nobody who could be harmed."),
    "media": _("Where the audience is: places, programmes, platforms."),
    "actions": _("What somebody can do who has seen it: whom to call, where to go."),
    "contexts": _("Language, place, occasion; what was asked of people who live there."),
    "alternatives": _("What it offers to those who turn away, and not only what it contradicts."),
    "endings": _("The day on which it ends, and the signs at which it is stopped at once."),
    "baselines": _("How the values before the campaign were found, and by whom."),
    "comparisons": _("A group that did not see it, an earlier time; empty where there is nothing."),
}


class ValueField(forms.CharField):
    """A number with a point or a comma, as tables are read too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        words = super().clean(value)
        if not words:
            return None
        found = value_of(words)
        if found is None:
            raise forms.ValidationError(_("Write a number, such as 12.5."))
        return found


def asked_later(form: forms.Form, names: Iterable[str]) -> None:
    """A draft may lack these, an approval not: they are not called optional."""
    for name in names:
        form.fields[name].is_asked_later = True  # type: ignore[attr-defined]


class NodeForm(forms.Form):
    def add_node(self, framework: Framework, number: int | None = None) -> None:
        self.framework = framework
        self.fields["node"] = forms.TypedChoiceField(
            label=_("What it carries out"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", _("the framework as a whole")), *named(nodes(framework))],
            initial=number,
        )

    def node(self) -> Any:
        number = self.cleaned_data["node"]
        return self.framework.nodes.get(number=number) if number else None


class DraftForm(NodeForm):
    """A campaign begins with a title in the language of the page."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages=IN_WORDS)

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_node(framework)

    def said(self) -> dict[str, Any]:
        return {"titles": {reader_language(): self.cleaned_data["title"]}, "node": self.node()}


class PlanForm(InOneLanguage, NodeForm):
    """The plan in one language; texts in the others stay as they are."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        self.add_texts(
            {"titles": _("Title"), **LABELS}, campaign, {"titles": _("Give the campaign a title.")}
        )
        for name, hint in HINTS.items():
            self.fields[name].help_text = hint
        self.fields["audience_kind"] = forms.ChoiceField(
            label=_("Kind of audience"),
            required=False,
            choices=[("", _("not said")), *Campaign.Audience.choices],
            initial=campaign.audience_kind,
        )
        self.add_node(campaign.framework, campaign.node.number if campaign.node else None)
        self.order_fields(["titles", "node", "goals", "audiences", "audience_kind"])
        asked_later(self, ASKED)

    def said(self) -> dict[str, Any]:
        return {
            **self.texts(TEXTS, self.campaign),
            "audience_kind": self.cleaned_data["audience_kind"],
            "node": self.node(),
        }


class MeasureForm(InSixLanguages):
    level = forms.ChoiceField(
        label=_("What it tells of"), choices=CampaignMeasure.Level.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it tells of: awareness, engagement or impact.")},
    )  # fmt: skip
    of_audience = forms.BooleanField(
        label=_("It counts the audience that is meant"),
        required=False,
        help_text=_("Not whoever happens to look: views alone do not say who saw it."),
    )
    baseline = ValueField(label=_("Value before the campaign"), required=False)
    baseline_on = day(_("Day of the baseline"), required=False)
    target = ValueField(label=_("Target"), required=False)
    target_on = day(_("Day of the target"), required=False)

    def __init__(self, *args: Any, measure: CampaignMeasure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("name", _("What is counted"), limit=200)
        self.add_languages("unit", _("Unit"), limit=80)
        here = reader_language()
        spoken = [here, *(code for code in NATIVE_NAMES if code != here)]
        first, *others = ((f"name_{code}", f"unit_{code}") for code in spoken)
        figures = ("of_audience", "baseline", "baseline_on", "target", "target_on")
        self.order_fields(["level", *first, *figures, *(name for pair in others for name in pair)])
        asked_later(self, (*first, "baseline", "baseline_on"))
        if measure is not None:
            self.initial = {
                **in_each("name", measure.names),
                **in_each("unit", measure.units),
                "baseline": plain(measure.baseline),
                "target": plain(measure.target),
                **{
                    name: getattr(measure, name)
                    for name in ("level", "of_audience", "baseline_on", "target_on")
                },
                **self.initial,
            }

    def said(self) -> dict[str, Any]:
        own = ("level", "of_audience", "baseline", "baseline_on", "target", "target_on")
        return {
            **{name: self.cleaned_data[name] for name in own},
            "names": self.spoken("name"),
            "units": self.spoken("unit"),
        }


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


class ReviewForm(forms.Form):
    """All questions at once; those that are left open are asked again."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {one.code: one for one in campaign.answers.all()}
        for one in questions():
            held = there.get(one.code)
            self.fields[f"answer_{one.code}"] = forms.ChoiceField(
                label=one.words,
                required=False,
                choices=CampaignAnswer.Answer.choices,
                widget=forms.RadioSelect,
                initial=held.answer if held else None,
            )
            self.fields[f"words_{one.code}"] = forms.CharField(
                label=_("Why? (%(title)s)") % {"title": one},
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                initial=held.words if held else "",
            )
        asked_later(self, self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in questions():
            answer, words = cleaned.get(f"answer_{one.code}"), cleaned.get(f"words_{one.code}")
            if answer and not words:
                self.add_error(f"words_{one.code}", _("Say why, for every answer."))
            elif words and not answer:
                self.add_error(f"answer_{one.code}", _("Choose an answer."))
        return cleaned

    def said(self) -> dict[str, tuple[str, str]]:
        """Code -> (answer, words)."""
        found = {
            one.code: (self.cleaned_data[f"answer_{one.code}"], self.cleaned_data[f"words_{one.code}"])
            for one in questions()
        }
        return {code: pair for code, pair in found.items() if pair[0]}


class NothingForm(forms.Form):
    """A button alone."""


class DayForm(forms.Form):
    on = day(_("On which day"))


class EndForm(DayForm):
    outcome = text(_("What came of it, good or not"), required=True)

    def said(self) -> dict[str, Any]:
        return {"on": self.cleaned_data["on"], "outcomes": {reader_language(): self.cleaned_data["outcome"]}}


class MeasureChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            label=_("Measure"),
            queryset=campaign.measures.filter(removed_at=None),
            to_field_name="number",
            error_messages={
                "required": _("Choose one of the list."),
                "invalid_choice": _("Choose one of the list."),
            },
        )

    def label_from_instance(self, measure: CampaignMeasure) -> str:
        return f"{measure.number}. {measure} ({measure.get_level_display()})"


class ResultForm(forms.Form):
    day = day(_("On which day"))
    value = ValueField(label=_("Value"), error_messages=IN_WORDS)
    of_audience = forms.BooleanField(label=_("Of the audience that is meant"), required=False, initial=True)
    source = forms.CharField(label=_("Source"), max_length=300, error_messages=IN_WORDS)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"] = MeasureChoice(campaign)
        self.order_fields(["measure"])


class CorrectForm(forms.Form):
    value = ValueField(
        label=_("Right value"), required=False, help_text=_("Empty where nothing takes its place.")
    )
    note = forms.CharField(label=_("Why it is corrected"), max_length=500, error_messages=IN_WORDS)


class TableForm(forms.Form):
    file = table_file(_("Table of results"))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("For the lines that name none."),
    )
