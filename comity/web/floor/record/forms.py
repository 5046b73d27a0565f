"""What a rapporteur adds to a turn. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.floor import recording
from comity.floor.models import Intervention
from comity.meetings.models import Attribution


class TurnForm(forms.Form):
    """Of one turn."""

    def __init__(self, *args: Any, turn: Intervention, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.turn = turn
        self.prepare()

    def prepare(self) -> None:
        """Add what depends on the turn."""


class NoteForm(TurnForm):
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.initial.setdefault("words", self.turn.summary)
        self.initial.setdefault("seen", self.turn.summary)


class NameLessForm(TurnForm):
    mode = forms.ChoiceField(label=_("Name the speaker"))

    def prepare(self) -> None:
        now = recording.mode_of(self.turn)
        stricter = [one for one in recording.MODES if recording.stricter(now, one) == one]
        self.fields["mode"].choices = [(one.value, one.label) for one in stricter]  # type: ignore[attr-defined]
        self.initial.setdefault("mode", now)

    def chosen(self) -> Attribution:
        return Attribution(self.cleaned_data["mode"])


class DeliveredForm(TurnForm):
    statement = forms.ChoiceField(
        label=_("Statement delivered"),
        error_messages={"required": _("Choose the statement that was delivered.")},
    )

    def prepare(self) -> None:
        self.rows = {one.ref: one for one in recording.deliverable(self.turn)}
        self.fields["statement"].choices = [(ref, ref) for ref in self.rows]  # type: ignore[attr-defined]


class NothingForm(TurnForm):
    pass
