"""What is filled in at the gates: asking sources, the silence procedure, decisions, and what follows them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Body, Stakeholder
from comity.practices import circulating
from comity.practices.models import Confirmation, Decision, Objection, Practice
from comity.practices.states import State
from comity.web.desk.practices.forms import PracticeForm
from comity.web.shared import fields
from comity.web.shared.moments import MomentField

DAYS = _("Give the Committee between 1 and 90 working days.")


class SendForm(PracticeForm):
    due_at = MomentField(
        label=_("Answers until (time of the meeting's place)"),
        error_messages={"required": _("Choose a date that leaves time to answer.")},
    )
    silence = forms.ChoiceField(
        label=_("What does no answer mean?"),
        choices=Confirmation.Silence.choices,
        widget=forms.RadioSelect,
        initial=Confirmation.Silence.UNNAMED,
    )


def working_days(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=90,
        initial=initial,
        help_text=_("Saturdays, Sundays and the holidays of the list do not count."),
        error_messages={"min_value": DAYS, "max_value": DAYS, "required": DAYS, "invalid": DAYS},
    )


class CirculateForm(PracticeForm):
    working_days = working_days(_("Working days"), 5)


class ExtendForm(PracticeForm):
    working_days = working_days(_("Working days more"), 3)
    reason = fields.words(_("Why?"), rows=2)


class ObjectForm(PracticeForm):
    member = forms.ModelChoiceField(
        label=_("Member of the Committee"),
        queryset=Body.objects.filter(category=Stakeholder.MEMBER_STATE),
        to_field_name="code",
        error_messages={"required": _("Choose the member that objects.")},
    )
    words = fields.words(_("To what does it object?"), rows=4, required=_("Say what the member objects to."))


class LiftForm(PracticeForm):
    objection = forms.ChoiceField(label=_("Whose objection?"), widget=forms.RadioSelect)
    how = fields.words(_("How was it met?"), required=_("Say how the objection was met."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = standing_objections(self.practice)
        self.fields["objection"].choices = [(str(one.pk), str(one.member)) for one in standing]  # type: ignore[attr-defined]
        if len(standing) == 1:
            self.fields["objection"].initial = str(standing[0].pk)

    def clean_objection(self) -> Objection:
        return Objection.objects.select_related("circulation__version__practice__meeting").get(
            pk=int(self.cleaned_data["objection"])
        )


def standing_objections(practice: Practice) -> list[Objection]:
    found = Objection.objects.filter(circulation__version__practice=practice, lifted_at=None)
    return list(found.select_related("member").order_by("made_at"))


class DecisionForm(forms.Form):
    """What the Committee decided, of one practice or several."""

    outcome = forms.ChoiceField(
        label=_("What did the Committee decide?"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    decided_on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Give the day of the decision."),
            "invalid": _("Write the day like 2016-12-01."),
        },
    )
    procedure = forms.ChoiceField(
        label=_("By which procedure?"),
        choices=Decision.Procedure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose by which procedure.")},
    )
    objections = fields.words(_("Objections that were noted"), rows=2)
    reservations = fields.words(
        _("Reservations, or why it is not retained"), rows=2, help_text=_("It stays on record.")
    )


class DecideForm(DecisionForm, PracticeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = circulating.today(self.practice.meeting, timezone.now())


class SupersedeForm(PracticeForm):
    by_practice = fields.PracticeChoice(
        label=_("Which practice takes its place?"),
        help_text=_("Its address stays, says so, and leads there."),
        error_messages={"required": _("Choose another practice that is recommended or identified.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = Practice.objects.filter(
            meeting=self.practice.meeting_id, state__in=[State.RECOMMENDED, State.IDENTIFIED]
        )
        self.fields["by_practice"].queryset = decided.exclude(pk=self.practice.pk)  # type: ignore[attr-defined]
