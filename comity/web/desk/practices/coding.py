"""What a practice is about: chapter, codes, aspects, instruments; one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Instrument
from comity.participants.models import Group
from comity.practices.flagging import Cited
from comity.practices.models import Coding, Practice
from comity.practices.models.vocabulary import Scheme
from comity.web.desk.practices.forms import PracticeForm
from comity.web.shared import fields

ROLES = {
    "threats": (Coding.Role.ABOUT, Scheme.THREAT),
    "measures": (Coding.Role.ABOUT, Scheme.MEASURE),
    "actors": (Coding.Role.ACTOR, Scheme.STAKEHOLDER),
    "beneficiaries": (Coding.Role.BENEFICIARY, Scheme.STAKEHOLDER),
    "partners": (Coding.Role.PARTNER, Scheme.STAKEHOLDER),
}
CLASSES = (
    *("chapter", "practice_type", "level", "legal_basis", "maturity", "status"),
    *("since_year", "until_year", "next_review_on"),
)
LINE = re.compile(r"^(?P<symbol>.+?)(?:\s*[;,]\s*(?P<paragraph>[^;,]+))?$")


class CodingForm(PracticeForm):
    """Everything that `drafting.classify` takes."""

    chapter = fields.one_term(_("Chapter"), Scheme.CHAPTER)
    threats = fields.terms(_("Threat vectors that it answers"), Scheme.THREAT)
    measures = fields.terms(_("Measures"), Scheme.MEASURE)
    aspects = forms.ModelMultipleChoiceField(
        label=_("Aspects"),
        queryset=Aspect.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actors = fields.terms(_("Who carries it out"), Scheme.STAKEHOLDER)
    beneficiaries = fields.terms(_("For whom"), Scheme.STAKEHOLDER)
    partners = fields.terms(_("With whom"), Scheme.STAKEHOLDER)
    instruments = fields.words(
        _("Instruments on which it rests"),
        help_text=_("One a line, with its paragraph after a semicolon: S/RES/1373 (2001); 2 (f)"),
    )
    practice_type = fields.one_term(_("Type of practice"), Scheme.PRACTICE_TYPE)
    level = fields.one_term(_("Level"), Scheme.LEVEL)
    legal_basis = fields.one_term(_("Legal basis"), Scheme.LEGAL_BASIS)
    regions = forms.ModelMultipleChoiceField(
        label=_("Regions in which it is done"),
        queryset=Group.objects.filter(kind=Group.Kind.REGIONAL),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    maturity = forms.ChoiceField(label=_("Maturity"), choices=Practice.Maturity.choices)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("not said")), *Practice.Status.choices]
    )
    since_year = fields.year(_("Since (year)"))
    until_year = fields.year(_("Until (year)"))
    next_review_on = forms.DateField(
        label=_("Next review"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        practice = self.practice
        self.fields["aspects"].queryset = practice.meeting.aspects.all()  # type: ignore[attr-defined]
        fields.list_terms(self)
        coded = list(practice.codings.select_related("term"))
        self.initial = {
            **{name: start(getattr(practice, name)) for name in CLASSES},
            **{name: codes(coded, *ROLES[name]) for name in ROLES},
            "aspects": [one.code for one in practice.aspects.all()],
            "regions": [one.code for one in practice.regions.all()],
            "instruments": "\n".join(written(practice)),
        }

    def clean_instruments(self) -> list[Cited]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["instruments"].splitlines())):
            match = LINE.match(line)
            assert match is not None, "the line is not empty"
            instrument = named(line) or named(match["symbol"])
            if instrument is None:
                raise forms.ValidationError(
                    _now(
                        "No instrument is called “%(line)s”. Write its symbol as the list of instruments does."
                    )
                    % {"line": line}
                )
            whole = instrument.symbol == line
            found.append(Cited(instrument, "" if whole else (match["paragraph"] or "").strip()))
        return found

    def codings(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for name, (role, _scheme) in ROLES.items():
            found.setdefault(role, []).extend(self.cleaned_data[name])
        shown = {scheme for _role, scheme in ROLES.values()}
        kept = self.practice.codings.filter(role=Coding.Role.ABOUT).exclude(term__scheme__in=shown)
        found[Coding.Role.ABOUT] += [one.term for one in kept.select_related("term")]
        return found


def named(symbol: str) -> Instrument | None:
    return Instrument.objects.filter(symbol__iexact=symbol.strip()).first()


def start(value: Any) -> Any:
    return getattr(value, "code", value)


def codes(coded: Iterable[Coding], role: Coding.Role, scheme: Scheme) -> list[str]:
    return [one.term.code for one in coded if (one.role, one.term.scheme) == (role, scheme)]


def written(practice: Practice) -> list[str]:
    return [
        "; ".join(filter(None, (one.instrument.symbol, one.paragraph_cited)))
        for one in practice.instrument_links.select_related("instrument")
    ]
