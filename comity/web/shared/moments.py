"""A date and time as a form takes it, by the clock of the meeting's place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MomentField(forms.DateTimeField):
    """Whole minutes. A year that no calendar of the database or of another zone holds is no date."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "invalid": _("Write date and time like 2016-12-01 15:00."),
            **kwargs.pop("error_messages", {}),
        }
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            error_messages=messages,
            **kwargs,
        )

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is not None and not 1900 <= value.year < 9999:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
