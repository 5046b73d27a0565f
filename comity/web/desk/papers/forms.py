"""What is filled in about papers. Times are of the meeting's place; forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from comity.files.models import Sensitivity
from comity.languages import NATIVE_NAMES
from comity.meetings.models import Attribution, Meeting, Session
from comity.papers.circulating import AUDIENCES, Audience
from comity.papers.minutes import LONGEST, MODES
from comity.papers.models import Channel, Document, DocumentVersion
from comity.participants.models import Person
from comity.web.shared.fields import InSixLanguages, in_each, words
from comity.web.shared.moments import MomentField


class NothingForm(forms.Form):
    """An act that needs no words."""


class FactsForm(InSixLanguages):
    """What a document says of itself."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("of the whole meeting"),
    )
    symbol = forms.CharField(
        label=_("Symbol"),
        required=False,
        max_length=80,
        help_text=_(
            "Only where the paper bears one of the United Nations. The site gives it an address of its own."
        ),
    )
    sensitivity = forms.ChoiceField(
        label=_("Marking"), choices=Sensitivity.choices, initial=Sensitivity.UNCLASSIFIED
    )
    channels = forms.MultipleChoiceField(
        label=_("To be posted on"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=list(Channel.values),
    )
    embargo_until = MomentField(label=_("Under embargo until"), required=False)
    circulate_due_at = MomentField(
        label=_("To be circulated by"), required=False, help_text=_("Empty: it need not be circulated.")
    )
    post_due_at = MomentField(label=_("To be posted by"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = meeting.sessions.all()  # type: ignore[attr-defined]
        self.add_languages("title", _("Title"))
        self.order_fields(["kind", *(f"title_{code}" for code in NATIVE_NAMES)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.spoken("title"):
            self.add_error("title_en", _("Give the document a title in at least one language."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """Fields of `Document`."""
        names = (
            *("kind", "session", "symbol", "sensitivity", "channels", "embargo_until"),
            *("circulate_due_at", "post_due_at"),
        )
        return {"titles": self.spoken("title"), **{name: self.cleaned_data[name] for name in names}}

    @staticmethod
    def of(document: Document) -> dict[str, Any]:
        """What it starts with."""
        names = (
            *(
                "kind",
                "symbol",
                "sensitivity",
                "channels",
                "embargo_until",
                "circulate_due_at",
                "post_due_at",
            ),
        )
        return {
            **{name: getattr(document, name) for name in names},
            "session": document.session.code if document.session else None,
            **in_each("title", document.titles),
        }


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose the file again."),
        },
        help_text=_("PDF, DOCX, ODT, RTF or plain text, one file for each language."),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as read from the text")), *NATIVE_NAMES.items()]
    )


class FollowForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What follows"),
        choices=[one for one in DocumentVersion.Kind.choices if one[0] != DocumentVersion.Kind.ORIGINAL],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an addendum, a correction or a revision.")},
    )
    note = words(
        _("What does it add or change?"),
        rows=2,
        required=_("Say what it adds or changes: it stands in the history of the document."),
        max_length=500,
    )


class CirculateForm(forms.Form):
    audiences = forms.MultipleChoiceField(
        label=_("To"),
        choices=[(one.value, label) for one, (label, _roles) in AUDIENCES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    addresses = words(
        _("Further addresses, one to a line"),
        rows=3,
        help_text=format_lazy(
            _("As {example} or the address alone."), example="Ann Lee &lt;ann.lee@example.org&gt;"
        ),
    )
    message = words(_("A word beside the link"), rows=3, max_length=2000)

    def lists(self) -> list[Audience]:
        return [Audience(one) for one in self.cleaned_data["audiences"]]

    def lines(self) -> list[str]:
        return [line for line in self.cleaned_data["addresses"].splitlines() if line.strip()]


class RecordForm(forms.Form):
    names = words(_("To whom, one to a line"), rows=3, required=_("Say to whom it was sent, one to a line."))
    proof = forms.CharField(
        label=_("What shows that it was sent"),
        max_length=500,
        help_text=_("Such as the number and date of the note verbale."),
        error_messages={
            "required": _("Say what shows that it was sent, such as the number of the note verbale.")
        },
    )


class AddressForm(forms.Form):
    url = forms.CharField(
        label=_("Address of the page there"),
        max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Give the address at which it stands.")},
    )


class FaultForm(forms.Form):
    channel = forms.ChoiceField(label=_("Where"), choices=Channel.choices)
    fault = words(_("What went wrong?"), rows=2, required=_("Say what went wrong."), max_length=500)


class WithdrawForm(forms.Form):
    reason = words(_("Why is it withdrawn?"), rows=2, required=_("Say why the document is withdrawn."))


class ReaderForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Somebody who takes part in the meeting"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The text of minutes; `seen` is the number of the text that it was made from."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "dir": "auto"}),
        help_text=_("Plain text: “# ” begins a heading, “- ” an item of a list."),
        error_messages={"required": _("The text is empty.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6)


class CorrectionForm(TextForm):
    reason = forms.CharField(
        label=_("What the correction corrects"),
        max_length=500,
        error_messages={"required": _("Say what the correction corrects.")},
    )
    field_order = ("reason", "text", "seen")


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("How the minutes name speakers"), choices=[(one.value, one.label) for one in MODES]
    )

    def chosen(self) -> Attribution:
        return Attribution(self.cleaned_data["mode"])
