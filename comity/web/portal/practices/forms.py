"""What a delegation fills in about the register. Forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Meeting
from comity.participants.models import Group
from comity.practices import questionnaire
from comity.practices.models import Confirmation, Initiative
from comity.practices.models.excerpts import Attribution
from comity.practices.models.vocabulary import Scheme
from comity.web.shared import fields

Answer = Confirmation.Answer


class AnswerForm(forms.Form):
    """The answer of a contributor for its own words."""

    answer = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=[
            (Answer.CONFIRMED, _("Our words are rightly used")),
            (Answer.CORRECTED, _("Facts in the draft are to be corrected")),
            (Answer.TIGHTENED, _("Use our words, but attribute them less openly")),
            (Answer.WITHDRAWN, _("Take our words out")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    remarks = fields.words(
        _("What is to be corrected, or anything else we should know"),
        rows=4,
        help_text=_(
            "Seen by those who work on the register. Do not name yourself if you want your words unnamed."
        ),
    )
    tighten_to = forms.ChoiceField(
        label=_("How are the words to be attributed?"),
        required=False,
        choices=[
            (Attribution.BY_CATEGORY, _("By category: “a Member State”, “a company”")),
            (Attribution.NON_ATTRIBUTED, _("Not at all: quoted without a source")),
            (Attribution.CONFIDENTIAL, _("Confidential: not quoted, only counted")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Only if you chose that they are attributed less openly."),
    )
    sure = forms.BooleanField(
        label=_("We know that words which are taken out leave every practice for good"),
        required=False,
        help_text=_("Only if you take your words out."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        if answer == Answer.CORRECTED and not cleaned.get("remarks", "").strip():
            self.add_error("remarks", _("Say what is to be corrected."))
        if answer == Answer.TIGHTENED and not cleaned.get("tighten_to"):
            self.add_error("tighten_to", _("Choose how the words are to be attributed."))
        if answer == Answer.WITHDRAWN and not cleaned.get("sure"):
            self.add_error("sure", _("Taking words out cannot be undone: say that you know."))
        return cleaned


class QuestionnaireForm(forms.Form):
    """The ten questions; the last is whether the answers may be quoted."""

    language = fields.language(_("In which language do you answer?"))
    aspects = forms.ModelMultipleChoiceField(
        label=_("Aspects"),
        queryset=Aspect.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one aspect to which the answers relate.")},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspects"].queryset = meeting.aspects.all()  # type: ignore[attr-defined]
        for number, one in enumerate(questionnaire.fields(), start=1):
            if one.code == questionnaire.MAY_QUOTE:
                self.fields[one.code] = forms.ChoiceField(
                    label=f"{number}. {one}",
                    choices=[("yes", _("yes")), ("no", _("no"))],
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Say whether the answers may be quoted.")},
                )
            else:
                needed = _now("Describe the measure.") if one.code == "measure" else ""
                self.fields[one.code] = fields.words(f"{number}. {one}", rows=4, required=needed)
        self.fields["may_publish"] = forms.BooleanField(
            label=_("We agree that the answers are published on the website of the meeting"),
            error_messages={
                "required": _("Answers are taken for publication: agree to it, or do not send them.")
            },
        )

    def answers(self) -> dict[str, str]:
        codes = [one.code for one in questionnaire.fields() if one.code != questionnaire.MAY_QUOTE]
        return {code: said for code in codes if (said := self.cleaned_data.get(code, "").strip())}


class InitiativeForm(fields.InSixLanguages):
    """A named programme of the delegation."""

    owner = forms.CharField(
        label=_("Who owns it?"),
        max_length=200,
        error_messages={"required": _("Name the owner of the initiative.")},
    )
    level = fields.one_term(_("Level"), Scheme.LEVEL, required=True)
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Group.objects.filter(kind=Group.Kind.REGIONAL),
        to_field_name="code",
        required=False,
        empty_label=_("not said"),
    )
    measures = fields.terms(_("Measures"), Scheme.MEASURE)
    started_year = fields.year(_("Started (year)"))
    status = forms.ChoiceField(
        label=_("Status"), choices=Initiative.Status.choices, initial=Initiative.Status.RUNNING
    )
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Give the link as an address that begins with https://.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("names", _now("Name"), limit=200)
        self.add_languages("descriptions", _now("What it does"), long=True)
        first = [name for name in self.fields if name.startswith("names_")]
        self.order_fields([*first, *self.fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.spoken("names"):
            self.add_error("names_en", _("Name the initiative in at least one language."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """As `initiatives.enter` takes it."""
        names = ("owner", "level", "region", "measures", "started_year", "status", "link")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "names": self.spoken("names"),
            "descriptions": self.spoken("descriptions"),
        }

    @staticmethod
    def of(initiative: Initiative) -> dict[str, Any]:
        """What it starts with."""
        return {
            "owner": initiative.owner,
            "level": initiative.level.code,
            "region": initiative.region.code if initiative.region else "",
            "measures": [one.code for one in initiative.measures.all()],
            "started_year": initiative.started_year,
            "status": initiative.status,
            "link": initiative.link,
            **fields.in_each("names", initiative.names),
            **fields.in_each("descriptions", initiative.descriptions),
        }
