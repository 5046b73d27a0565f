"""Forms of following. They validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.communications.models import Subscription
from comity.communications.subscribing import How
from comity.languages import NATIVE_NAMES, reader_language

Target = Subscription.Target


class HowForm(forms.Form):
    """What is told, and how often. Whoever follows one paper or search has chosen already what it is about."""

    scope = forms.ChoiceField(
        label=_("What do you want to be told?"),
        choices=Subscription.Scope,
        initial=Subscription.Scope.EVERYTHING,
        widget=forms.RadioSelect,
    )
    frequency = forms.ChoiceField(
        label=_("How often?"),
        choices=Subscription.Frequency,
        initial=Subscription.Frequency.AT_ONCE,
        widget=forms.RadioSelect,
        help_text=_("A change of what begins within a day is always told at once."),
    )

    def __init__(self, *args: Any, target: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if target not in (Target.MEETING, Target.SESSION):
            del self.fields["scope"]

    def how(self, language: str = "") -> How:
        wanted = self.cleaned_data
        return How(
            language=language or wanted.get("language") or reader_language(),
            scope=wanted.get("scope") or Subscription.Scope.EVERYTHING,
            frequency=wanted.get("frequency") or Subscription.Frequency.AT_ONCE,
        )


class AddressForm(HowForm):
    """Of somebody who has not signed in."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address to which the mails should go."),
            "invalid": _("Write an address like name@example.org."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=list(NATIVE_NAMES.items()), initial=reader_language
    )
    field_order = ("email", "language", "scope", "frequency")
