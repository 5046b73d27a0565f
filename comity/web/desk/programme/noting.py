"""A concept note's proposals as a form: each field begins with what the note says, with its words beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from comity.files import storing
from comity.meetings.beginning import Accepted, free_name
from comity.meetings.models import ConceptNote, Instrument
from comity.texts.model import LANGUAGES, Citation, Status
from comity.web.desk.programme.begin_form import ASPECTS_AND_AFTER, BEFORE_ASPECTS, BeginForm

OWN = "own"
"""The aspects are those that somebody wrote."""
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
        "slug": free_name(f"sm{year}") if year else "",
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


class NoteForm(BeginForm):
    """What becomes of the proposals."""

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists: list[list[str]] = [one["value"] for one in told.of("aspects")]
        lists = [(str(place), "; ".join(one)) for place, one in enumerate(self.lists)]
        symbols = [one["value"] for one in told.of("instrument")]
        self.fields["aspects"].label = _("Aspects of your own, one a line")
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
        self.order_fields([*BEFORE_ASPECTS, "instruments", "aspects_from", *ASPECTS_AND_AFTER])

    def needs_own_aspects(self, said: dict[str, Any]) -> bool:
        return said.get("aspects_from") == OWN

    def accepted(self) -> Accepted:
        """As the verb takes it; words are in the language of the note."""
        chosen = self.cleaned_data["aspects_from"]
        return replace(
            super().accepted(),
            aspects=self.own_aspects() if chosen == OWN else self.lists[int(chosen)],
            instruments=instruments_of(self.cleaned_data["instruments"]),
        )


def instruments_of(symbols: list[str]) -> list[Instrument]:
    """Their records, made where nobody has cited them yet."""
    cited = {one: Citation("", 0, 0, one, one, None, None, Status.KNOWN) for one in symbols}
    return [*storing.records_of(cited).values()]
