"""What one fills in at the console. What a choice may be is asked of the floor; forms never save."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.floor.inscribing import Asked
from comity.floor.models import Inscription
from comity.floor.models.speakers import Kind
from comity.floor.policy import ALPHABETS, PRESETS, Key, Policy, Preset
from comity.languages import NATIVE_NAMES
from comity.participants.models import Delegation, Group
from comity.web.floor.console.place import Place
from comity.web.shared.moments import MomentField

GONE = _("This is not here any more. The page shows how things are now.")
REASONS = 500


class ConsoleForm(forms.Form):
    """Of one act, on the floor where one stands."""

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.place = place
        self.prepare(place)

    def prepare(self, place: Place) -> None:
        """Add the fields whose choices depend on the place."""


class NothingForm(ConsoleForm):
    pass


def hidden(queryset: QuerySet[Any], *, required: bool = True) -> forms.ModelChoiceField[Any]:
    """The row on which a button acts."""
    messages = {"required": GONE, "invalid_choice": GONE}
    return forms.ModelChoiceField(
        queryset, required=required, widget=forms.HiddenInput, error_messages=messages
    )


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=REASONS,
        error_messages={"required": _("Give the reason: it is recorded.")},
    )


class DelegationField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Model) -> str:
        return str(obj.whose)  # type: ignore[attr-defined]


def delegation_field(place: Place) -> DelegationField:
    """By name in the reader's language."""
    return DelegationField(
        Delegation.objects.filter(meeting=place.meeting)
        .select_related("body", "meeting")
        .prefetch_related("body__former_names")
        .order_by("body__code"),
        label=_("Delegation"),
        empty_label=_("Choose a delegation"),
        error_messages={"required": _("Choose the delegation.")},
    )


class SpeakerForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["inscription"] = hidden(place.floor.inscriptions.select_related("delegation__body"))


class SpeakerReasonForm(SpeakerForm):
    reason = reason_field()


class MoveForm(SpeakerReasonForm):
    """Before whom; at the end where nobody is chosen."""

    def prepare(self, place: Place) -> None:
        super().prepare(place)
        self.fields["before"] = hidden(place.floor.inscriptions.all(), required=False)
        self.order_fields(["inscription", "before", "reason"])


class InterventionForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["intervention"] = hidden(place.floor.interventions.all())


class NextForm(ConsoleForm):
    """`ending`: whom the page showed as having the floor."""

    def prepare(self, place: Place) -> None:
        self.fields["ending"] = hidden(place.floor.interventions.all(), required=False)


class CutForm(InterventionForm):
    reason = reason_field()


class DecideForm(InterventionForm):
    decision = forms.CharField(
        label=_("Decision"), max_length=REASONS, error_messages={"required": _("Say what was decided.")}
    )


class QuestionForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["question"] = hidden(place.floor.questions.all())


class QuestionReasonForm(QuestionForm):
    reason = reason_field()


class RulingForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["ruling"] = hidden(place.floor.rulings.select_related("floor__session__meeting"))


class PartForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["part"] = hidden(place.session.parts.select_related("session__meeting", "participant"))


class SegmentForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["segment"] = hidden(place.session.segments.all())


class UndoForm(ConsoleForm):
    def prepare(self, place: Place) -> None:
        self.fields["act"] = hidden(place.floor.acts.select_related("floor__session__meeting"))


class ExtendForm(ConsoleForm):
    seconds = forms.IntegerField(
        label=_("Seconds more, or less with a minus"), min_value=-1800, max_value=1800
    )


class SuspendForm(ConsoleForm):
    until = MomentField(label=_("Until, where that is known"), required=False)


class OrderForm(ConsoleForm):
    """A point of order."""

    def prepare(self, place: Place) -> None:
        self.fields["delegation"] = delegation_field(place)


class InscribeForm(ConsoleForm):
    """A delegation asks for the floor in the room."""

    kind = forms.ChoiceField(
        label=_("For"), choices=[(one.value, one.label) for one in (Kind.STATEMENT, Kind.REPLY)]
    )
    level = forms.ChoiceField(label=_("Level of the speaker"), choices=Inscription.Level.choices)
    language = forms.ChoiceField(
        label=pgettext_lazy("of a speaker", "Language"), choices=[*NATIVE_NAMES.items()]
    )
    speaker_name = forms.CharField(label=_("Name of the speaker"), max_length=200, required=False)

    def prepare(self, place: Place) -> None:
        self.fields["delegation"] = delegation_field(place)
        self.fields["aspects"] = forms.ModelMultipleChoiceField(
            place.meeting.aspects.all(),
            label=_("Aspects"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["on_behalf_of"] = forms.ModelChoiceField(
            Group.objects.filter(spoken_for_by__meeting=place.meeting).distinct(),
            label=_("On behalf of"),
            required=False,
            empty_label=_("itself"),
        )
        self.initial = {"kind": Kind.STATEMENT, "level": Inscription.Level.DELEGATE, "language": "en"}
        self.order_fields(
            ["delegation", "aspects", "level", "on_behalf_of", "language", "speaker_name", "kind"]
        )

    def asked(self) -> Asked:
        names = ("aspects", "kind", "level", "on_behalf_of", "language", "speaker_name")
        said = {name: self.cleaned_data[name] for name in names}
        return Asked(**{**said, "kind": Kind(said["kind"])})


class DrawForm(ConsoleForm):
    letter = forms.CharField(
        label=_("Letter"), max_length=1, error_messages={"required": _("Give the letter that was drawn.")}
    )
    letter_language = forms.ChoiceField(
        label=_("By the names in"), choices=[(code, NATIVE_NAMES[code]) for code in ALPHABETS]
    )


class PresetForm(ConsoleForm):
    preset = forms.ChoiceField(label=_("Rules of"), choices=Preset.choices)

    def policy(self) -> Policy:
        return PRESETS[Preset(self.cleaned_data["preset"])]


SHORTEST = 0.2
"""Minutes that one may speak at least."""
MINUTES = {
    "member": _("States"),
    "group": _("groups of States"),
    "panellist": _("panellists"),
    "other": _("others"),
}
FLAGS = {
    "public_list": _("The list is shown outside"),
    "questions": _("Questions are taken"),
    "others_wait_for_leave": _("Others than States are inscribed once the moderator gives leave"),
}
ORDERS = {
    "ranked": (Key.LEVEL, Key.GROUP, Key.CATEGORY, Key.TIME),
    "lettered": (Key.LEVEL, Key.GROUP, Key.CATEGORY, Key.LETTER),
    "asked": (Key.TIME,),
}
"""The orders that the page offers; others may be set by a programme and are kept."""


class PolicyForm(ConsoleForm):
    """Speaking times in minutes, and the order."""

    order = forms.ChoiceField(
        label=_("Order of the list"),
        choices=[
            ("ranked", _("level, groups, category, then who asked first")),
            ("lettered", _("level, groups, category, then the alphabet from the drawn letter")),
            ("asked", _("who asked first")),
            ("kept", _("as it is")),
        ],
    )
    replies = forms.CharField(
        label=_("Rights of reply"),
        required=False,
        max_length=40,
        help_text=_("Minutes of the first, second and so on, such as 10 5. Empty: there are none."),
    )

    def prepare(self, place: Place) -> None:
        now = place.policy
        for name, label in MINUTES.items():
            self.fields[name] = forms.FloatField(label=label, min_value=SHORTEST, max_value=60)
            self.initial[name] = plain(getattr(now, name) / 60)
        for name, label in FLAGS.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
            self.initial[name] = getattr(now, name)
        self.initial["order"] = next((name for name, keys in ORDERS.items() if keys == now.order), "kept")
        self.initial["replies"] = " ".join(str(plain(one / 60)) for one in now.replies)
        self.order_fields([*MINUTES, "replies", "order", *FLAGS])

    def clean_replies(self) -> tuple[int, ...]:
        try:
            return tuple(
                round(float(one) * 60) for one in self.cleaned_data["replies"].replace(",", " ").split()
            )
        except (ValueError, OverflowError) as fault:
            raise forms.ValidationError(_("Write minutes, such as 10 5.")) from fault

    def policy(self) -> Policy:
        said = self.cleaned_data
        now = self.place.policy
        return replace(
            now,
            **{name: round(said[name] * 60) for name in MINUTES},
            **{name: said[name] for name in FLAGS},
            replies=said["replies"],
            order=ORDERS.get(said["order"], now.order),
        )


def plain(minutes: float) -> float | int:
    return int(minutes) if minutes == int(minutes) else round(minutes, 2)
