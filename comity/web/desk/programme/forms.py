"""What one fills in about a meeting, a session and its parts. Times are those of the meeting's place."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from comity.languages import NATIVE_NAMES
from comity.meetings.models import Aspect, HandedOn, Meeting, Room, Segment, Session
from comity.meetings.programme import OPEN_TO_CLOSED
from comity.web.shared.moments import MomentField

MODES = [(one.value, one.label) for one in OPEN_TO_CLOSED]


def line(label: Any, language: str, *, long: bool = False, rows: int = 4, **details: Any) -> forms.CharField:
    """Words in the language that is edited."""
    attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if long else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, required=False, max_length=4_000 if long else 300, widget=widget, **details
    )


class DayField(forms.DateField):
    def __init__(self, label: Any, *, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": _("Give the day."),
                "invalid": _("Write the day like 2016-11-30."),
            },
        )

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 1900 <= value.year < 9999:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class SlugForm(forms.Form):
    """The short name under which a new meeting stands in every address."""

    slug = forms.RegexField(
        r"^[a-z0-9][a-z0-9-]{0,29}$",
        label=_("Short name"),
        help_text=_("Up to 30 small letters, figures and hyphens, such as sm2027. It is never changed."),
        error_messages={
            "required": _("Give the meeting a short name."),
            "invalid": _("The short name of a meeting has up to 30 small letters, figures and hyphens."),
        },
    )


def zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Time zone of the place"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name],
    )


class FrameForm(forms.Form):
    """What the meeting is called, where and when it is held, until when things are taken."""

    opens_on = DayField(_("First day"))
    closes_on = DayField(_("Last day"))
    statements_due_at = MomentField(label=_("Written statements until"), required=False)
    registration_due_at = MomentField(label=_("Registration until"), required=False)
    late_policy = forms.ChoiceField(
        label=_("After the deadline"), choices=Meeting.LatePolicy.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "titles": line(_("Title"), language),
            "short_titles": line(_("Short title"), language),
            "descriptions": line(_("What it is about"), language, long=True),
            "convened_by": line(_("Convened by"), language),
            "venues": line(_("Venue"), language),
        }
        self.fields = {**words, "time_zone": zone_field(), **self.fields}


class CloneForm(SlugForm):
    opens_on = DayField(_("First day"))


class AspectForm(forms.Form):
    """An aspect in the language that is edited; `code` is asked of a new one only."""

    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and hyphens; it is never changed."),
        error_messages={
            "required": _("Give the aspect a code."),
            "invalid": _("A code has letters, digits, hyphens and underscores only."),
        },
    )

    def __init__(self, *args: Any, language: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"] = line(_("Title"), language)
        self.fields["scope_notes"] = line(_("Scope note"), language, long=True)
        self.fields["in_scope"] = line(_("Within its scope, for example"), language, long=True)
        self.fields["out_of_scope"] = line(_("Out of its scope, for example"), language, long=True)
        if not is_new:
            del self.fields["code"]


class RoomForm(forms.Form):
    """A room in the language that is edited; `code` is asked of a new one only."""

    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and hyphens; it is never changed."),
        error_messages={
            "required": _("Give the room a code."),
            "invalid": _("A code has letters, digits, hyphens and underscores only."),
        },
    )

    def __init__(self, *args: Any, language: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"] = line(_("Name"), language)
        self.fields["capacity"] = forms.IntegerField(
            label=_("Seats"), required=False, min_value=1, max_value=100_000
        )
        if not is_new:
            del self.fields["code"]


class SlotForm(forms.Form):
    """When and where a session is."""

    starts_at = MomentField(
        label=_("Begins"), error_messages={"required": _("Give the day and time at which it begins.")}
    )
    ends_at = MomentField(
        label=_("Ends"), error_messages={"required": _("Give the day and time at which it ends.")}
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"] = forms.ModelChoiceField(
            label=_("Room"),
            queryset=Room.objects.filter(meeting=meeting),
            to_field_name="code",
            required=False,
            empty_label=_("not said"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("A session ends after it starts."))
        return cleaned


class WordingForm(forms.Form):
    """What is said of a session, in the language that is edited."""

    def __init__(self, *args: Any, meeting: Meeting, tier: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"] = line(_("Title"), language)
        self.fields["annotations"] = line(
            _("Annotation"),
            language,
            long=True,
            rows=6,
            help_text=_(
                "The background, and what the session will address. Printed from the annotated agenda on."
            ),
        )
        self.fields["aspects"] = several(_("Aspects"), Aspect.objects.filter(meeting=meeting))
        if tier == Session.Tier.TECHNICAL:
            self.fields["leads_to"] = several(
                _("Topic of the Special Meeting that it prepares"),
                Session.objects.filter(meeting=meeting, tier=Session.Tier.SPECIAL),
            )
        self.fields["slot_minutes"] = forms.IntegerField(
            label=_("Minutes for a statement from the floor"), min_value=1, max_value=60
        )
        self.fields["attribution"] = forms.ChoiceField(
            label=_("Attribution of what is said"), choices=MODES, widget=forms.RadioSelect
        )
        self.fields["interpretation"] = forms.MultipleChoiceField(
            label=_("Interpretation"),
            choices=list(NATIVE_NAMES.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["webcast"] = forms.BooleanField(label=_("It is webcast"), required=False)


def several(label: Any, rows: Any) -> forms.ModelMultipleChoiceField:  # type: ignore[type-arg]
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=rows,
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SegmentForm(forms.Form):
    """A row of the running order; an empty one is left out. `of` is the place of the segment whose other languages it
    keeps."""

    of = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Part"), required=False, choices=[("", _("choose")), *Segment.Kind.choices]
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), required=False, min_value=1, max_value=1_440)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"] = line(_("Title"), language)
        self.fields["annotations"] = line(_("Note"), language)
        self.fields["remove"] = forms.BooleanField(label=_("Take out"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        filled = any(cleaned.get(name) for name in ("kind", "minutes", "titles", "annotations"))
        if filled and not cleaned.get("remove"):
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", _("Choose what the part is."))
            if not cleaned.get("minutes") and "minutes" not in self.errors:
                self.add_error("minutes", _("Give the part its minutes."))
        return cleaned


class QuestionForm(forms.Form):
    """A guiding question; an empty row is left out."""

    of = forms.IntegerField(required=False, min_value=1, max_value=99, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"] = line(_("Question"), language, long=True, rows=2)
        self.fields["aspect"] = forms.ModelChoiceField(
            label=_("Aspect"),
            queryset=Aspect.objects.filter(meeting=meeting),
            to_field_name="code",
            required=False,
            empty_label=_("choose"),
        )
        self.fields["remove"] = forms.BooleanField(label=_("Take out"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("texts") and not cleaned.get("aspect") and "aspect" not in self.errors:
            self.add_error("aspect", _("Tie the question to an aspect of the meeting."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something does not take place; it is told to everybody, so it is written in the language that is edited."""

    reason = forms.CharField(
        label=_("Reason, as everybody is told it"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason: it is told to everybody who is concerned.")},
    )


class FollowUpForm(forms.Form):
    """What is left to be done."""

    due_on = DayField(_("Until"), required=False)
    is_public = forms.BooleanField(label=_("The public reads of it"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = line(_("What is left to be done"), language, strip=False)
        titles.required = True
        titles.error_messages["required"] = _("Say what is left to be done.")
        self.fields = {
            "titles": titles,
            "interlocutors": line(_("With whom"), language),
            **self.fields,
        }


class CloseForm(forms.Form):
    """How something that was left open came to its end, and when; today where no day is given."""

    ended = forms.ChoiceField(
        label=_("How it ended"), choices=HandedOn.Ended.choices, required=False, widget=forms.RadioSelect
    )
    outcome = forms.CharField(
        label=_("What came of it, or why it ended"),
        max_length=1000,
        strip=False,
        help_text=_("Where the public reads of it, it reads this too."),
        error_messages={"required": _("Say how it was closed.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = DayField(_("On which day"), required=False)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is open again"),
        max_length=500,
        error_messages={"required": _("Say why it is open again.")},
    )
