"""What a delegation says when it asks for the floor or puts a question. Forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.floor.models import Inscription, Question
from comity.languages import NATIVE_NAMES
from comity.meetings.models import Aspect, Part, Session
from comity.meetings.parts import EXPECTED, PRESENTING
from comity.participants.models import Delegation, Group
from comity.statements.models import Statement
from comity.web.portal.forms import AspectsField

LANGUAGES = tuple(NATIVE_NAMES.items())


class PanelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, part: Any) -> str:
        return str(part.participant)


class SpeakerForm(forms.Form):
    """Who speaks: what may be changed until the floor is given."""

    speaker_name = forms.CharField(label=_("Name of the speaker"), max_length=200, required=False)
    speaker_title = forms.CharField(
        label=_("Title or function of the speaker"), max_length=200, required=False
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
    statement = forms.ModelChoiceField(
        label=_("Written statement that is delivered"),
        queryset=Statement.objects.none(),
        required=False,
        empty_label=_("None yet"),
        help_text=_("A statement of your own. You may attach it later."),
        error_messages={"invalid_choice": _("Choose a statement of the delegation that was not withdrawn.")},
    )

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Statement.objects.filter(delegation=delegation, withdrawn_at=None, delivered_at=None)
        offered = own.exclude(form=Statement.Form.INTERVENTION)
        self.fields["statement"].queryset = offered  # type: ignore[attr-defined]


class FloorForm(SpeakerForm):
    """Asking for the floor."""

    on_behalf_of = forms.ModelChoiceField(
        label=_("In whose name?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("In our own name"),
    )
    aspects = AspectsField(
        label=_("Aspects"),
        queryset=Aspect.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One speaks on the aspects of the meeting only. Choose at least one."),
        error_messages={"required": _("Choose at least one aspect on which you wish to speak.")},
    )
    level = forms.ChoiceField(
        label=_("Level of the speaker"),
        choices=Inscription.Level.choices,
        initial=Inscription.Level.DELEGATE,
        help_text=_("The order of the list may depend on it."),
    )
    field_order = ["aspects", "on_behalf_of", "level"]

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, delegation=delegation, **kwargs)
        groups = delegation.speaks_for.all()
        self.fields["on_behalf_of"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["on_behalf_of"]
        self.fields["aspects"].queryset = delegation.meeting.aspects.all()  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=Question.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the question.")},
    )
    aspects = AspectsField(
        label=_("Aspects"),
        queryset=Aspect.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Questions relate to the aspects of the meeting only. Choose at least one."),
        error_messages={"required": _("Choose at least one aspect to which the question relates.")},
    )
    addressed_to = PanelField(
        label=_("Whom do you ask?"),
        queryset=Part.objects.none(),
        required=False,
        empty_label=_("Whoever wishes to answer"),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aspects"].queryset = session.meeting.aspects.all()  # type: ignore[attr-defined]
        panel = session.parts.filter(role__in=PRESENTING, state__in=EXPECTED)
        self.fields["addressed_to"].queryset = panel.select_related("participant")  # type: ignore[attr-defined]
