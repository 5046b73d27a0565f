"""What a meeting needs to begin: as somebody writes it, or accepts it of a concept note."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings.beginning import Accepted
from comity.meetings.models import Meeting, Series
from comity.web.desk.programme.forms import DayField, SlugForm, zone_field

MOST_ASPECTS = 12
LONGEST_DAYS = 31
WORDS = ("titles", "short_titles", "convened_by", "venues")
BEFORE_ASPECTS = (
    *("titles", "short_titles", "slug", "convened_by", "series", "venues", "time_zone"),
    *("opens_on", "closes_on", "statements_on", "registration_on"),
)
ASPECTS_AND_AFTER = ("aspects", "technical", "sessions")


class BeginForm(SlugForm):
    """The frame, the aspects and whether a first programme is made."""

    titles = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Give the meeting a title.")}
    )
    short_titles = forms.CharField(label=_("Short title"), max_length=80, required=False)
    series = forms.ModelChoiceField(
        label=_("Series"),
        queryset=Series.objects.order_by("slug"),
        to_field_name="slug",
        required=False,
        empty_label=_("a new one"),
        help_text=_("The meetings that it follows; what they left to be done is open in it."),
    )
    convened_by = forms.CharField(label=_("Convened by"), max_length=300, required=False)
    venues = forms.CharField(label=_("Venue"), max_length=300, required=False)
    opens_on = DayField(_("First day"))
    closes_on = DayField(_("Last day"))
    statements_on = DayField(_("Written statements until the end of"), required=False)
    registration_on = DayField(_("Registration until the end of"), required=False)
    aspects = forms.CharField(
        label=_("Aspects, one a line"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    technical = forms.BooleanField(
        label=_("A technical session for each aspect comes before the Special Meeting"), required=False
    )
    sessions = forms.BooleanField(
        label=_("Make a first programme: presentation and discussion in each session"), required=False
    )

    language = "en"
    """Of the words."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["time_zone"] = zone_field()
        for name in (*WORDS, "aspects"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
        self.order_fields([*BEFORE_ASPECTS, *ASPECTS_AND_AFTER])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.needs_own_aspects(said) and not self.own_aspects():
            self.add_error("aspects", _("Write the aspects, one a line: every statement names one."))
        if len(self.own_aspects()) > MOST_ASPECTS:
            self.add_error("aspects", _("A meeting that begins has twelve aspects at most."))
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and not 0 <= (last - first).days <= LONGEST_DAYS:
            self.add_error("closes_on", _("A meeting ends after it opens, and within a month."))
        return said

    def needs_own_aspects(self, said: dict[str, Any]) -> bool:
        return True

    def own_aspects(self) -> list[str]:
        lines = str(self.cleaned_data.get("aspects", "")).splitlines()
        return [line.strip()[:300] for line in lines if line.strip()]

    def accepted(self) -> Accepted:
        """As the verb takes it."""
        said = self.cleaned_data
        words = {name: {self.language: said[name]} if said[name] else {} for name in WORDS}
        zone = Meeting(time_zone=said["time_zone"]).zone
        return Accepted(
            fields={
                **words,
                "series": said["series"],
                "time_zone": said["time_zone"],
                "opens_on": said["opens_on"],
                "closes_on": said["closes_on"],
                "statements_due_at": end_of(said["statements_on"], zone),
                "registration_due_at": end_of(said["registration_on"], zone),
            },
            aspects=self.own_aspects(),
            technical=said["technical"],
            sessions=said["sessions"],
        )


class HandForm(BeginForm):
    """A meeting written by hand, in a language of one's choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of these words"),
            choices=[*NATIVE_NAMES.items()],
            help_text=_("The other languages are added on the pages of the programme."),
        )
        self.order_fields(["language"])


def end_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """One minute before midnight at the meeting's place."""
    return None if day is None else datetime.combine(day, time(23, 59), zone)
