"""A concept note's proposals as a form: each field begins with what the note says, with its words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comity.files import storing
from comity.meetings.beginning import Accepted
from comity.meetings.models import ConceptNote, Instrument, Meeting, Series
from comity.texts.model import LANGUAGES, Citation, Status
from comity.web.desk.programme.forms import DayField, SlugForm, zone_field

OWN = "own"
"""The aspects are those that somebody wrote."""
MOST_ASPECTS = 12
OF_FIELDS = {
    "titles": ("title",),
    "convened_by": ("convener",),
    "venues": ("venue",),
    "time_zone": ("time_zone",),
    "opens_on": ("days",),
    "closes_on": ("days",),
    "statements_on": ("deadline:statements",),
    "registration_on": ("deadline:registration",),
    "instruments": ("instrument",),
    "aspects_from": ("aspects",),
    "technical": ("preparation",),
    "sessions": ("phases",),
    "series": ("earlier",),
}
"""Field of the form -> fields of the proposals that speak of it (texts/note.py)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a note was read as: the JSON of `comity.texts.note.Note`."""

    language: str
    proposals: list[dict[str, Any]]
    noted: list[dict[str, Any]]

    def of(self, field: str) -> list[dict[str, Any]]:
        name, _colon, about = field.partition(":")
        return [
            one
            for one in self.proposals
            if one["field"] == name and (not about or one["value"]["of"] == about)
        ]

    def first(self, field: str, default: Any = "") -> Any:
        found = self.of(field)
        return found[0]["value"] if found else default

    def sources(self, name: str) -> list[dict[str, Any]]:
        """The words beside a field of the form."""
        return [one["source"] for field in OF_FIELDS.get(name, ()) for one in self.of(field)]

    def remarks(self) -> list[tuple[str, dict[str, Any] | None]]:
        """(sentence, source) of what a person should look at."""
        return [(remark(one), one["source"]) for one in self.noted]


def told(note: ConceptNote) -> Told:
    language = note.proposals["language"]
    return Told(
        language if language in LANGUAGES else "en", note.proposals["proposals"], note.proposals["remarks"]
    )


def remark(one: dict[str, Any]) -> str:
    match one["code"]:
        case "aspects_not_listed":
            return _now(
                "The note counts its aspects and does not list them. Elsewhere it has lists of that length: choose "
                "one, or write your own."
            )
        case "year_mismatch":
            return _now("The year that the note gives does not agree with the symbol %(symbol)s.") % {
                "symbol": one["detail"]
            }
        case "no_deadline":
            return _now("The note gives no deadline for statements or registration.")
        case "no_days":
            return _now("The note does not say when the meeting is held.")
        case "number_out_of_order":
            return _now("A number of the note stands out of order; paragraphs are cited by their anchors.")
    return str(one["detail"])


def start(note: Told) -> dict[str, Any]:
    """What the form shows at first: the likeliest of each."""
    days = note.first("days", {})
    title = note.first("title")
    year = str(days.get("opens_on", ""))[:4]
    return {
        "slug": f"sm{year}" if year else "",
        "titles": title,
        "short_titles": f"{title.partition(' on ')[0]} {year}".strip() if title else "",
        "convened_by": note.first("convener"),
        "venues": note.first("venue"),
        "time_zone": note.first("time_zone", "America/New_York"),
        "opens_on": days.get("opens_on"),
        "closes_on": days.get("closes_on"),
        "statements_on": note.first("deadline:statements", {}).get("on"),
        "registration_on": note.first("deadline:registration", {}).get("on"),
        "aspects_from": "0" if note.of("aspects") else OWN,
        "aspects": "",
        "instruments": [one["value"] for one in note.of("instrument")],
        "technical": bool(note.of("preparation")),
        "sessions": True,
    }


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Concept note"),
        help_text=_("PDF, DOCX, ODT, RTF or text. It is read and not kept; what it proposes is."),
        error_messages={
            "required": _("Choose the file of the note."),
            "empty": _("The file is empty. Choose it again."),
        },
    )


class NoteForm(SlugForm):
    """What becomes of the proposals."""

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
        label=_("Aspects of your own, one a line"),
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

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists: list[list[str]] = [one["value"] for one in told.of("aspects")]
        lists = [(str(place), "; ".join(one)) for place, one in enumerate(self.lists)]
        symbols = [one["value"] for one in told.of("instrument")]
        self.fields["aspects_from"] = forms.ChoiceField(
            label=_("Aspects"),
            choices=[*lists, (OWN, _("Those that I write below"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the aspects, or write your own.")},
        )
        self.fields["instruments"] = forms.MultipleChoiceField(
            label=_("In whose framework it is held"),
            choices=[(one, one) for one in symbols],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["time_zone"] = zone_field()
        self.order_fields(
            [
                *(
                    "titles",
                    "short_titles",
                    "slug",
                    "convened_by",
                    "series",
                    "venues",
                    "time_zone",
                    "opens_on",
                ),
                *("closes_on", "statements_on", "registration_on", "instruments", "aspects_from", "aspects"),
                *("technical", "sessions"),
            ]
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("aspects_from") == OWN and not self.own_aspects():
            self.add_error("aspects", _("Write the aspects, one a line: every statement names one."))
        if len(self.own_aspects()) > MOST_ASPECTS:
            self.add_error("aspects", _("A meeting that begins has twelve aspects at most."))
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and not 0 <= (last - first).days <= 31:
            self.add_error("closes_on", _("A meeting ends after it opens, and within a month."))
        return said

    def own_aspects(self) -> list[str]:
        lines = str(self.cleaned_data.get("aspects", "")).splitlines()
        return [line.strip()[:300] for line in lines if line.strip()]

    def accepted(self, language: str) -> Accepted:
        """As the verb takes it; words are in the language of the note."""
        said = self.cleaned_data
        words = {
            name: {language: said[name]} if said[name] else {}
            for name in ("titles", "short_titles", "convened_by", "venues")
        }
        zone = Meeting(time_zone=said["time_zone"]).zone
        chosen = said["aspects_from"]
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
            aspects=self.own_aspects() if chosen == OWN else self.lists[int(chosen)],
            instruments=instruments_of(said["instruments"]),
            technical=said["technical"],
            sessions=said["sessions"],
        )


def end_of(day: date | None, zone: ZoneInfo) -> datetime | None:
    """One minute before midnight at the meeting's place."""
    return None if day is None else datetime.combine(day, time(23, 59), zone)


def instruments_of(symbols: list[str]) -> list[Instrument]:
    """Their records, made where nobody has cited them yet."""
    cited = {one: Citation("", 0, 0, one, one, None, None, Status.KNOWN) for one in symbols}
    return [*storing.records_of(cited).values()]
