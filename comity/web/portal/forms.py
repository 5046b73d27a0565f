"""The four steps of a submission. Forms validate and never save."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Aspect, Session
from comity.participants.models import Delegation, Group
from comity.statements.models import ChangeRequest, Statement
from comity.web.shared.middleware import FILES_AT_ONCE
from comity.web.shared.moments import MomentField
from comity.web.shared.sending import whole_number

Embargo = Statement.Embargo


class AspectsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Django asks the database for whatever number was sent, and SQLite takes none of more than eight bytes."""

    def clean(self, value: Any) -> Any:
        known = [one if whole_number(str(one)) is not None else "" for one in value or []]
        return super().clean(known)


class PlaceForm(forms.Form):
    """For whom, and where in the meeting the statement belongs."""

    on_behalf_of = forms.ModelChoiceField(
        label=_("In whose name?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("In our own name"),
    )
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("No particular session"),
    )
    aspects = AspectsField(
        label=_("Aspects"),
        queryset=Aspect.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Statements relate to the aspects of the meeting only. Choose at least one."),
        error_messages={"required": _("Choose at least one aspect to which the statement relates.")},
    )

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = delegation.meeting
        groups = delegation.speaks_for.all()
        self.fields["on_behalf_of"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["on_behalf_of"]
        self.fields["session"].queryset = meeting.sessions.all()  # type: ignore[attr-defined]
        self.fields["aspects"].queryset = meeting.aspects.all()  # type: ignore[attr-defined]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; what is wrong with one of them is said when it is read."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class FilesForm(forms.Form):
    """Files, one for each language; the language is read from the text unless one is chosen."""

    file = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".pdf,.docx,.odt,.rtf,.txt,.md,.html,.htm,.eml,.doc"}),
        error_messages={"required": _("Choose a file.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Choose one only if it was not read as it should be."),
        choices=[("", _("As read from the text")), *NATIVE_NAMES.items()],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _(
            "PDF, DOCX, ODT, RTF or plain text, at most %(limit)d MB each. One file for each language; "
            "you may choose several at once, or drop them here."
        )
        self.fields["file"].help_text = hint % {"limit": settings.UPLOAD_LIMIT // 1024**2}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files = cleaned.get("file") or []
        if len(files) > FILES_AT_ONCE:
            self.add_error("file", _("Send at most six files at once: one for each language."))
        if len(files) > 1 and cleaned.get("language"):
            self.add_error("language", _("Leave the language to be read, or send this file alone."))
        return cleaned


class ConditionsForm(forms.Form):
    """How it is given, until when it is withheld, and what the delegation agrees to."""

    delivery = forms.ChoiceField(
        label=_("Will it be spoken on the floor?"),
        choices=Statement.Delivery.choices,
        widget=forms.RadioSelect,
    )
    speaker_name = forms.CharField(label=_("Name of the speaker"), max_length=200, required=False)
    speaker_title = forms.CharField(
        label=_("Title or function of the speaker"), max_length=200, required=False
    )
    embargo = forms.ChoiceField(label=_("Embargo"), choices=Embargo.choices, widget=forms.RadioSelect)
    embargo_until = MomentField(
        label=_("Embargo until (time of the meeting's place)"),
        help_text=_("Only for an embargo until a date and time."),
        required=False,
    )
    sensitivity = forms.ChoiceField(
        label=_("Sensitivity"),
        choices=Statement.Sensitivity.choices,
        widget=forms.RadioSelect,
        help_text=_("STRICTLY CONFIDENTIAL papers are not taken here. CONFIDENTIAL ones are not published."),
    )
    has_personal_data = forms.BooleanField(label=_("It holds personal data of third persons"), required=False)
    consent_to_publish = forms.BooleanField(
        label=_("We agree that it is published on the website of the meeting"),
        error_messages={
            "required": _("A statement is taken for publication: agree to it, or do not send it.")
        },
    )
    consent_to_quote = forms.BooleanField(
        label=_("We agree that it is quoted in the compendium of good practices"), required=False
    )
    contact = forms.CharField(
        label=_("Whom may the secretariat ask?"),
        max_length=300,
        required=False,
        help_text=_("Name, telephone or mail address. Never published."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        until: datetime | None = cleaned.get("embargo_until")
        if cleaned.get("embargo") != Embargo.UNTIL_TIME:
            cleaned["embargo_until"] = None
        elif until is None and "embargo_until" not in self.errors:
            self.add_error("embargo_until", _("Give the date and time at which the embargo ends."))
        elif until is not None and until <= timezone.now():
            self.add_error("embargo_until", _("This time has passed. Choose a later one, or no embargo."))
        written_only = cleaned.get("delivery") == Statement.Delivery.WRITTEN_ONLY
        if cleaned.get("embargo") == Embargo.UNTIL_DELIVERED and written_only:
            self.add_error("embargo", _("It will not be spoken on the floor: choose another embargo."))
        return cleaned


class ChangeForm(forms.Form):
    """A Corr. or Rev. of a published statement: what it changes."""

    note = forms.CharField(
        label=_("What does it change?"),
        max_length=500,
        help_text=_("One sentence; it is shown in the history of the statement."),
        error_messages={"required": _("Say in one sentence what it changes.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give a reason: it is kept on record.")},
    )


class AskForm(ReasonForm):
    """What a delegation can ask for after the deadline or after publication."""

    wish = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect)
    field_order = ["wish", "reason"]

    def __init__(self, *args: Any, published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        Wish = ChangeRequest.Wish
        wishes = [Wish.CORRECT, Wish.REVISE, Wish.WITHDRAW] if published else [Wish.REPLACE, Wish.WITHDRAW]
        self.fields["wish"].choices = [(wish.value, wish.label) for wish in wishes]  # type: ignore[attr-defined]
