"""What is filled in beside an act on a node. Forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.framework import placing, waiting, wording
from comity.framework.models import Framework, Node, NodeVersion
from comity.framework.models.tree import Strength
from comity.meetings.models import Instrument
from comity.practices.models import Excerpt, Practice
from comity.practices.states import CLOSED
from comity.web.desk.framework.place import titles
from comity.web.shared import fields


class NodeForm(forms.Form):
    """Of one node; the fields may depend on it."""

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node


class NothingForm(NodeForm):
    """An act that needs no words."""


class ReasonForm(NodeForm):
    reason = fields.words(_("Why?"), rows=2, required=_("Say why: the reason stays on record."))


class RemoveForm(NodeForm):
    reason = fields.words(
        _("Why?"),
        rows=2,
        required=_("Say why it is removed: whoever looks for the number will read it."),
        help_text=_(
            "The number is not used again. Where an edition had it, its page says so and gives this reason."
        ),
    )


class TitleForm(NodeForm):
    """A guideline under an element."""

    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")}
    )
    language = fields.language(_("Original language"))


class AgreeForm(NodeForm):
    on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Give the day on which the Committee agreed.")},
    )
    procedure = forms.ChoiceField(
        label=_("Procedure"), choices=NodeVersion.Procedure.choices, widget=forms.RadioSelect
    )
    reservations = fields.words(_("Reservations"), rows=2)


class StrengthForm(NodeForm):
    strength = forms.ChoiceField(
        label=_("How strongly is it put?"), choices=Strength.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strength"].initial = wording.latest(self.node).strength


class PlaceForm(NodeForm):
    """A practice of the register under a guideline."""

    practice = fields.PracticeChoice(
        label=_("Which practice?"),
        help_text=_("It gets the next number, and the guideline rests on it."),
        error_messages={"required": _("Choose the practice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].queryset = offered(waiting.placeable(self.node.framework))  # type: ignore[attr-defined]


def offered(practices: list[Practice]) -> Any:
    return Practice.objects.filter(pk__in=[one.pk for one in practices]).order_by("working_title")


class RestOnPracticeForm(NodeForm):
    practice = fields.PracticeChoice(
        label=_("Which practice?"), error_messages={"required": _("Choose the practice.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Practice.objects.filter(meeting=self.node.framework.meeting_id).exclude(state__in=CLOSED)
        taken = self.node.rests.filter(left_at=None, practice__isnull=False).values("practice")
        self.fields["practice"].queryset = known.exclude(pk__in=taken).order_by("working_title")  # type: ignore[attr-defined]


class WordsChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Words that a rapporteur flagged; whose they are is not said here."""

    def label_from_instance(self, excerpt: Excerpt) -> str:
        words = excerpt.text if len(excerpt.text) <= 110 else f"{excerpt.text[:109]}…"
        return f"{excerpt.get_kind_display()}: {words}"


class RestOnWordsForm(NodeForm):
    """Words whose source may be named: those under seal are taken by way of their practice."""

    words = WordsChoice(
        label=_("Which words?"),
        queryset=Excerpt.objects.none(),
        error_messages={"required": _("Choose the words.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = self.node.rests.filter(left_at=None, excerpt__isnull=False).values("excerpt")
        live = Excerpt.objects.live().filter(meeting=self.node.framework.meeting_id, attribution="attributed")
        self.fields["words"].queryset = live.exclude(pk__in=taken)  # type: ignore[attr-defined]


class RestOnInstrumentForm(NodeForm):
    instrument = forms.CharField(
        label=_("Symbol of the instrument"),
        max_length=80,
        help_text=_("As it is cited: S/RES/1373 (2001)."),
        error_messages={"required": _("Give the symbol of the instrument.")},
    )
    paragraph = forms.CharField(
        label=_("Paragraph"), max_length=60, required=False, help_text=_("For example 2 (f).")
    )

    def clean_instrument(self) -> Instrument:
        found = Instrument.objects.filter(symbol=self.cleaned_data["instrument"].strip(), known=True).first()
        if found is None:
            raise forms.ValidationError(_("The register of instruments does not have this symbol."))
        return found


class TakeAwayForm(NodeForm):
    number = forms.TypedChoiceField(
        label=_("What does it no longer rest on?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is taken away.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = self.node.rests.filter(left_at=None).values_list("number", flat=True)
        self.fields["number"].choices = [(one, f"[{one}]") for one in marks]  # type: ignore[attr-defined]


class MoveForm(NodeForm):
    """Under another parent of the same kind, at a place there."""

    under = forms.TypedChoiceField(label=_("Under"), coerce=int, required=False)
    to = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=999,
        help_text=_("From 1."),
        error_messages={"required": _("Give the place.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.node.parent
        self.fields["to"].initial = self.node.position
        if parent is None:
            del self.fields["under"]
            return
        others = self.node.framework.nodes.filter(kind=parent.kind, removed_at=None).order_by("number")
        self.fields["under"].choices = named(list(others))  # type: ignore[attr-defined]
        self.fields["under"].initial = parent.number


def named(nodes: list[Node]) -> list[tuple[int, str]]:
    """(number, "2. Keep evidence fast"), by one query."""
    called = titles(nodes)
    return [(one.number, f"{one.number}. {called[one.pk].title}") for one in nodes]


class TextForm(forms.Form):
    """The text of an element or a guideline in one language."""

    def __init__(self, *args: Any, language: str, rows: int = 10, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        self.fields["title"] = forms.CharField(
            label=_("Title"),
            max_length=placing.LONGEST_TITLE,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Give it a title.")},
        )
        self.fields["text"] = forms.CharField(
            label=_("Text"),
            required=False,
            help_text=_("Every sentence names what it rests on as [1], the number beside it."),
            widget=forms.Textarea(attrs={"rows": rows, **attrs}),
        )


class TitlesForm(fields.InSixLanguages):
    """What the framework is called."""

    def __init__(self, *args: Any, framework: Framework | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = fields.in_each("title", framework.titles if framework else {})
        self.add_languages("title", _("Title of the framework"))


class ElementForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, error_messages={"required": _("Give it a title.")}
    )
    language = fields.language(_("Original language"))
