"""The form for a token. It validates and never saves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Scope

SPANS = ((7, _("for a week")), (30, _("for 30 days")), (90, _("for 90 days")), (365, _("for a year")))


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the token"),
        max_length=100,
        help_text=_("Such as that of the programme that will use it."),
        error_messages={
            "required": _("Give the token a name, such as that of the programme that will use it.")
        },
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only as far as you may do it yourself, now and later."),
        error_messages={"required": _("Choose at least one thing for which the token may be used.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it is good"), choices=SPANS, coerce=int, initial=90, widget=forms.RadioSelect
    )

    def chosen(self) -> list[Scope]:
        return [Scope(one) for one in self.cleaned_data["scopes"]]

    def ends(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data["days"])
