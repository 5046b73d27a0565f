"""Forms of the desk about people. They validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting, Part
from comity.participants.models import Body, Consultation, Delegation, Participant, Stakeholder
from comity.participants.registration import OF_DELEGATIONS, Details
from comity.web.people.own_forms import PlainWords, line
from comity.web.shared.fields import table_file

STATES = [one for one in Participant.State if one != Participant.State.ERASED]


class BodyChoice(forms.CharField):
    """A State or organization by its code or its name in any language."""

    def clean(self, value: Any) -> Body | None:
        words = super().clean(value)
        if not words:
            return None
        from comity.participants.matching import Names

        found = Names(Body.objects.prefetch_related("former_names")).find(words)
        if found is None:
            raise forms.ValidationError(
                _("“%(name)s” is no State or organization that is known here.") % {"name": words}
            )
        return found


class FilterForm(forms.Form):
    """What the list is narrowed to. Whatever is not understood narrows nothing."""

    q = forms.CharField(
        label=_("Name, address or affiliation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), *((one.value, one.label) for one in STATES)],
    )
    kind = forms.ChoiceField(
        label=_("Takes part as"), required=False, choices=[("", _("all")), *Participant.Kind.choices]
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("all")), *Stakeholder.choices]
    )

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class ParticipantForm(forms.Form):
    """Somebody whom the secretariat registers, invites or corrects."""

    name = line(_("Name"), 200, required=True)
    honorific = line(_("Form of address"), 40)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Takes part as"), choices=Participant.Kind.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Stakeholder.choices)
    body = BodyChoice(
        label=_("State or organization"),
        required=False,
        max_length=200,
        help_text=_("By its name in any language, if it is known here. Members of a delegation need one."),
    )
    affiliation = line(_("Affiliation"), 300, help_text=_("Where it is none that is known here."))
    job_title = line(_("Title or function"), 200)
    language = forms.ChoiceField(
        label=_("Language of mails"), choices=list(NATIVE_NAMES.items()), initial=reader_language
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        body, kind = cleaned.get("body"), cleaned.get("kind")
        cleaned["delegation"] = None
        if kind in OF_DELEGATIONS and "body" in cleaned:
            found = Delegation.objects.filter(meeting=self.meeting, body=body).first() if body else None
            if found is None:
                self.add_error("body", _("Name the State or organization of a delegation to this meeting."))
            else:
                cleaned |= {"delegation": found, "body": None, "category": found.body.category}
        return cleaned

    def details(self) -> Details:
        return Details(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = PlainWords(
        label=_("The reason, as it is told to the person"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason: it is told to the person.")},
    )


class ListForm(forms.Form):
    file = table_file(_("Table of participants"))


class ProposeForm(forms.Form):
    """Who is sought for a panel, and for what."""

    role = forms.ChoiceField(label=_("As"), choices=Part.Role.choices, initial=Part.Role.PANELLIST)
    topic = PlainWords(label=_("Subject"), required=False, max_length=300)


class InviteForm(forms.Form):
    answer_by = forms.DateField(
        label=_("Answer asked for by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ConsultationForm(forms.Form):
    body = BodyChoice(
        label=_("State or organization"),
        required=False,
        max_length=200,
        help_text=_("By its name in any language, if it is known here."),
    )
    whom = PlainWords(label=_("Or who else"), required=False, max_length=300)
    category = forms.ChoiceField(
        label=_("Category"), choices=Stakeholder.choices, help_text=_("Of somebody who is not known here.")
    )
    held_on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(label=_("By"), choices=Consultation.Way.choices)
    about = PlainWords(
        label=_("About"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcome = PlainWords(
        label=_("What came of it"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    held_by = PlainWords(
        label=_("Who consulted"),
        required=False,
        max_length=200,
        help_text=_("Empty where it was you."),
    )
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_(
            "With whom and about what is seen by the secretariat and rapporteurs alone, and it is in no public figure."
        ),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspects"] = forms.ModelMultipleChoiceField(
            label=_("Aspects"),
            queryset=meeting.aspects.all(),
            to_field_name="code",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["body", "whom", "category", "held_on", "way", "aspects", "about"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "body" in cleaned and not cleaned["body"] and not cleaned.get("whom"):
            self.add_error("body", _("Say who was consulted."))
        return cleaned


class PlacesForm(forms.Form):
    places = forms.IntegerField(label=_("Places"), required=False, min_value=0, max_value=1000)
