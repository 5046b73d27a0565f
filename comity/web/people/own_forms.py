"""Forms for registering and for the own page. They validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES, reader_language
from comity.participants import passports
from comity.participants.models import Group, Participant, Stakeholder, Use
from comity.participants.registration import OF_DELEGATIONS, Details

Kind = Participant.Kind
APPLYING = (Kind.DELEGATE, Kind.HEAD, Kind.OBSERVER, Kind.MEDIA, Kind.OTHERWISE)
"""As what one may ask to take part; panellists and experts are invited."""


class PlainWords(forms.CharField):
    """A line in which no passport data may stand."""

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if words and passports.holds(words):
            raise forms.ValidationError(passports.SENTENCE)
        return words


def line(label: Any, length: int, *, required: bool = False, auto: str = "off", **details: Any) -> PlainWords:
    widget = forms.TextInput(attrs={"autocomplete": auto})
    return PlainWords(label=label, max_length=length, required=required, widget=widget, **details)


class OwnForm(forms.Form):
    """What a person corrects herself."""

    honorific = line(
        _("Form of address"), 40, auto="honorific-prefix", help_text=_("For example Ms, Dr, H.E.")
    )
    job_title = line(_("Title or function"), 200, auto="organization-title")
    affiliation = line(_("State or organization"), 300, auto="organization")
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=list(NATIVE_NAMES.items()), initial=reader_language
    )
    pseudonym = line(
        _("Pseudonym"),
        200,
        help_text=_(
            "If you fill this in, public pages give it instead of your name, wherever you may be named."
        ),
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", _("I do not say")), *Participant.Gender.choices],
        help_text=_("Only counted, in the balance of panels; never shown with your name."),
    )
    region = forms.ModelChoiceField(
        label=_("Region"),
        required=False,
        queryset=Group.objects.filter(kind=Group.Kind.REGIONAL).order_by("pk"),
        to_field_name="code",
        empty_label=_("I do not say"),
        help_text=_("Only counted, in the balance of panels; never shown with your name."),
    )


class AgreeForm(forms.Form):
    """Each use by itself; nothing is ticked unless it was agreed to."""

    uses = forms.MultipleChoiceField(
        label=_("I agree to"),
        required=False,
        choices=[(use.value, use.label) for use in Use],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You may change this at any time; what is public follows at once."),
    )

    def agreed(self) -> set[Use]:
        return {Use(one) for one in self.cleaned_data["uses"]}


class ApplyForm(OwnForm, AgreeForm):
    """The public form."""

    name = line(_("Your name"), 200, required=True, auto="name", help_text=_("As it should stand in a list."))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    category = forms.ChoiceField(
        label=_("I come from"),
        choices=[("", _("Choose one")), *Stakeholder.choices],
        error_messages={"required": _("Choose where you come from.")},
    )
    kind = forms.ChoiceField(
        label=_("I would take part as"),
        choices=[("", _("Choose one")), *((one.value, one.label) for one in APPLYING)],
        error_messages={"required": _("Choose as what you would take part.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    """Left empty by people; programmes that fill in every field are known by it."""
    field_order = [
        *("name", "honorific", "email", "category", "kind", "affiliation", "job_title", "language", "uses"),
        *("pseudonym", "gender", "region", "website"),
    ]

    def details(self) -> Details:
        said = self.cleaned_data
        names = ("name", "email", "category", "kind", *OwnForm.base_fields)
        return Details(**{name: said[name] for name in names})


class AnswerForm(forms.Form):
    """To an invitation to a session."""

    words = PlainWords(
        label=_("A word to the secretariat"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only the secretariat reads it."),
    )


class TextForm(forms.Form):
    """The text of a presentation. Without her agreement to publication it is not taken."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.rtf,.txt,.md"}),
        error_messages={"required": _("Choose a file.")},
        help_text=_("PDF, DOCX, ODT, RTF or plain text. Your name is not taken out of the text itself."),
    )
    may_publish = forms.BooleanField(
        label=_("I agree to this text being published"),
        error_messages={"required": _("A text is taken for publication: agree to it, or do not send it.")},
        help_text=_(
            "It stands under your category. Your name stands with it only if you agree to be named with your "
            "affiliation. If you take this back on your page, the text is public no longer."
        ),
    )
    may_quote = forms.BooleanField(
        label=_("Words of it may be quoted in the register of good practices"), required=False
    )


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class MemberForm(forms.Form):
    """Whom a focal point sends."""

    name = line(_("Name"), 200, required=True)
    honorific = line(_("Form of address"), 40)
    job_title = line(_("Title or function"), 200)
    kind = forms.ChoiceField(
        label=_("Takes part as"),
        choices=[(one.value, one.label) for one in Kind if one in OF_DELEGATIONS],
        initial=Kind.DELEGATE,
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("To which the link to the own page goes."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=list(NATIVE_NAMES.items()), initial=reader_language
    )
