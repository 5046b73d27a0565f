"""Forms about people. They validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.participants.models import DELEGATION_ROLES, Delegation, Invitation, Person, Role

LANGUAGE_CHOICES = list(NATIVE_NAMES.items())


class AcceptForm(forms.Form):
    """Name and, unless a passkey is wanted, a password."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    way = forms.ChoiceField(
        label=_("How will you sign in?"),
        choices=[("password", _("With a password")), ("passkey", _("With a passkey of this device"))],
        widget=forms.RadioSelect,
        initial="password",
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters. Leave it empty if you choose a passkey."),
        error_messages={"required": _("Enter a password, or choose to sign in with a passkey.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password"].required = self.data.get("way") != "passkey"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == "passkey":
            cleaned["password"] = None
        elif cleaned.get("password"):
            try:
                validate_password(
                    cleaned["password"], Person(email=self.invitation.email, name=cleaned.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Person
        fields = ["name", "title", "language", "time_zone"]
        labels = {
            "name": _("Name"),
            "title": _("Title or function"),
            "language": _("Language of mails"),
            "time_zone": _("Time zone"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from zoneinfo import available_timezones

        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["language"] = forms.ChoiceField(label=_("Language of mails"), choices=LANGUAGE_CHOICES)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=[("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)],
        )


class DelegationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Delegations by the name that the State bore when the meeting opened, as everywhere else (RX-7)."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.whose)


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=LANGUAGE_CHOICES, initial=reader_language
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.DELEGATE)
    delegation = DelegationChoice(
        label=_("Delegation"),
        queryset=Delegation.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("For delegates and focal points only."),
    )

    def __init__(
        self, *args: Any, meeting: Meeting, roles: list[Role], delegations: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["delegation"].queryset = delegations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, delegation = cleaned.get("role"), cleaned.get("delegation")
        if role in DELEGATION_ROLES and delegation is None:
            self.add_error("delegation", _("Choose the delegation for which this person acts."))
        if role and role not in DELEGATION_ROLES and delegation is not None:
            self.add_error("delegation", _("Leave the delegation empty: this role belongs to none."))
        return cleaned
