"""What a rapporteur fills in beside an act on a practice. Forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.practices import drafting, states
from comity.practices.authority import BY_ROLE, Act
from comity.practices.models import Evidence, Practice, PracticeVersion, Support
from comity.practices.models.vocabulary import Scheme
from comity.web.shared import fields


class PracticeForm(forms.Form):
    """Of one practice; the fields may depend on it."""

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.practice = practice


class NothingForm(PracticeForm):
    """An act that needs no words."""


class ReasonForm(PracticeForm):
    reason = fields.words(_("Why?"), rows=2, required=_("Say why: the reason stays on record."))


class RenameForm(PracticeForm):
    working_title = forms.CharField(
        label=_("Working title"),
        max_length=200,
        help_text=_("What the desk calls it until it has a text. It is never public."),
        error_messages={"required": _("Give the practice a working title.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["working_title"].initial = self.practice.working_title


class BeginForm(PracticeForm):
    language = fields.language(_("Original language"))


class OwnerForm(PracticeForm):
    to = forms.ChoiceField(label=_("To whom?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {"assignments__meeting": self.practice.meeting_id}
        people = Person.objects.filter(
            **held, assignments__role__in=[*BY_ROLE[Act.GROUP]], is_active=True
        ).distinct()
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), str(one)) for one in people if one.pk != self.practice.owner_id
        ]

    def clean_to(self) -> Person:
        return Person.objects.get(pk=int(self.cleaned_data["to"]))


class MergeForm(PracticeForm):
    into = fields.PracticeChoice(
        label=_("Into which practice?"),
        help_text=_("All words of this one will stand there too. It can be undone."),
        error_messages={"required": _("Choose the practice into which it is merged.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Practice.objects.filter(meeting=self.practice.meeting_id).exclude(pk=self.practice.pk)
        self.fields["into"].queryset = others.exclude(state__in=states.CLOSED).order_by("working_title")  # type: ignore[attr-defined]


class SplitForm(PracticeForm):
    numbers = forms.MultipleChoiceField(
        label=_("Which words leave?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose some of the words, but not all of them.")},
    )
    working_title = forms.CharField(
        label=_("Working title of the new practice"),
        max_length=200,
        error_messages={"required": _("Give the practice a working title.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = self.practice.supports.live().values_list("number", flat=True)
        self.fields["numbers"].choices = [(str(one), f"[{one}]") for one in numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [int(one) for one in cleaned.get("numbers", ())]
        supports: list[Support] = list(self.practice.supports.live().filter(number__in=chosen))
        return {**cleaned, "supports": supports}


class StrengthForm(PracticeForm):
    strength = forms.ChoiceField(
        label=_("How strongly is it put?"),
        choices=PracticeVersion.Strength.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = drafting.latest(self.practice)
        self.fields["strength"].initial = version.strength if version else None


class EvidenceForm(PracticeForm):
    """What shows that the practice works."""

    evidence_type = fields.one_term(_("Type of evidence"), Scheme.EVIDENCE_TYPE, required=True)
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        error_messages={"required": _("Name the source of the evidence.")},
    )
    dated_on = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    method = fields.words(_("Method"), rows=2)
    result = fields.words(_("Result"), rows=2)
    limitations = fields.words(_("Limits"), rows=2)


class RemoveEvidenceForm(PracticeForm):
    evidence = forms.ChoiceField(
        label=_("Which evidence?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the evidence.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = self.practice.evidence.filter(removed_at=None)
        self.fields["evidence"].choices = [(str(one.pk), one.source) for one in counted]  # type: ignore[attr-defined]

    def clean_evidence(self) -> Evidence:
        return Evidence.objects.select_related("practice").get(pk=int(self.cleaned_data["evidence"]))
