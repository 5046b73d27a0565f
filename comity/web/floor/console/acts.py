"""What one does at the console: a table of acts, each one form and one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.floor import asking, inscribing, listing, moderating, ruling, undoing
from comity.participants.models import Person
from comity.web.floor.console import forms
from comity.web.floor.console.place import Place

Words = Mapping[str, Any]
Verb = Callable[[Place, Any, Person, datetime], object]


@dataclass(frozen=True, slots=True)
class ConsoleAct:
    """`done`: what the page then says; `back`: the part of the page where it was done."""

    done: str | Promise
    carry_out: Verb
    form: type[forms.ConsoleForm] = forms.NothingForm
    back: str = "now"


def of_floor(verb: Callable[..., object]) -> Verb:
    return lambda place, form, by, at: verb(place.floor, by=by, at=at)


def of_one(verb: Callable[..., object], name: str, *words: str) -> Verb:
    """With the row that the form names, and other words of it."""

    def carry_out(place: Place, form: Any, by: Person, at: datetime) -> object:
        said = form.cleaned_data
        return verb(said[name], **{word: said[word] for word in words}, by=by, at=at)

    return carry_out


def next_speaker(place: Place, form: Any, by: Person, at: datetime) -> object:
    return moderating.give_next(place.floor, ending=form.cleaned_data["ending"], by=by, at=at)


def inscribe(place: Place, form: forms.InscribeForm, by: Person, at: datetime) -> object:
    return inscribing.ask(form.cleaned_data["delegation"], place.session, form.asked(), by=by, at=at)


def draw(place: Place, form: Any, by: Person, at: datetime) -> None:
    said = form.cleaned_data
    listing.draw(place.floor, said["letter"], language=said["letter_language"], by=by, at=at)


SITTING = {
    "begin": ConsoleAct(_("The session is called to order."), of_floor(moderating.call_to_order)),
    "suspend": ConsoleAct(
        _("The session is suspended."),
        lambda place, form, by, at: moderating.suspend(
            place.floor, until=form.cleaned_data["until"], by=by, at=at
        ),
        forms.SuspendForm,
        "sitting",
    ),
    "resume": ConsoleAct(_("The session is resumed."), of_floor(moderating.resume)),
    "adjourn": ConsoleAct(_("The session is adjourned."), of_floor(moderating.adjourn), back="sitting"),
    "segment": ConsoleAct(
        _("The next part of the session is on."),
        lambda place, form, by, at: moderating.go_to(place.floor, form.cleaned_data["segment"], by=by, at=at),
        forms.SegmentForm,
        "sitting",
    ),
    "undo": ConsoleAct(_("Undone."), of_one(undoing.undo, "act"), forms.UndoForm),
}
SPEAKING = {
    "next": ConsoleAct(_("The next speaker has the floor."), next_speaker, forms.NextForm),
    "give": ConsoleAct(_("The floor is given."), of_one(moderating.give, "inscription"), forms.SpeakerForm),
    "present": ConsoleAct(
        _("The panellist has the floor."), of_one(moderating.present, "part"), forms.PartForm
    ),
    "end": ConsoleAct(
        _("The intervention has ended."), of_one(moderating.end, "intervention"), forms.InterventionForm
    ),
    "cut": ConsoleAct(
        _("The floor is withdrawn."),
        of_one(moderating.withdraw_floor, "intervention", "reason"),
        forms.CutForm,
    ),
    "stop": ConsoleAct(_("The clock stands."), of_floor(moderating.stop)),
    "start": ConsoleAct(_("The clock runs."), of_floor(moderating.start)),
    "extend": ConsoleAct(
        _("The speaking time is changed."),
        lambda place, form, by, at: moderating.extend(
            place.floor, form.cleaned_data["seconds"], by=by, at=at
        ),
        forms.ExtendForm,
    ),
    "order": ConsoleAct(
        _("The point of order is being heard."),
        lambda place, form, by, at: moderating.point_of_order(
            place.floor, form.cleaned_data["delegation"], by=by, at=at
        ),
        forms.OrderForm,
    ),
    "decide": ConsoleAct(
        _("The decision is recorded; the floor goes back."),
        lambda place, form, by, at: moderating.decide(
            form.cleaned_data["intervention"], form.cleaned_data["decision"], by=by, at=at
        ),
        forms.DecideForm,
    ),
}
LISTING = {
    "open": ConsoleAct(_("The list of speakers is open."), of_floor(listing.open_list), back="list"),
    "close": ConsoleAct(_("The list of speakers is closed."), of_floor(listing.close_list), back="list"),
    "call": ConsoleAct(_("Called."), of_one(moderating.call, "inscription"), forms.SpeakerForm, "list"),
    "uncall": ConsoleAct(
        _("The call is taken back."), of_one(moderating.put_back, "inscription"), forms.SpeakerForm, "list"
    ),
    "pass": ConsoleAct(
        _("Noted: lets others go first."),
        of_one(moderating.pass_over, "inscription"),
        forms.SpeakerForm,
        "list",
    ),
    "miss": ConsoleAct(
        _("Noted: not present."), of_one(moderating.miss, "inscription"), forms.SpeakerForm, "list"
    ),
    "admit": ConsoleAct(
        _("Put into the list."), of_one(listing.admit, "inscription"), forms.SpeakerForm, "list"
    ),
    "move": ConsoleAct(
        _("Moved in the list."),
        of_one(listing.move, "inscription", "before", "reason"),
        forms.MoveForm,
        "list",
    ),
    "withdraw": ConsoleAct(
        _("Taken off the list."), of_one(inscribing.withdraw, "inscription"), forms.SpeakerForm, "list"
    ),
    "written": ConsoleAct(
        _("Taken off the list: a written statement is sent instead."),
        of_one(inscribing.write_instead, "inscription"),
        forms.SpeakerForm,
        "list",
    ),
    "refuse": ConsoleAct(
        _("Ruled out of scope; the author is told by mail."),
        of_one(ruling.rule_out, "inscription", "reason"),
        forms.SpeakerReasonForm,
        "list",
    ),
    "inscribe": ConsoleAct(_("Inscribed."), inscribe, forms.InscribeForm, "list"),
    "draw": ConsoleAct(_("The list begins with the letter that was drawn."), draw, forms.DrawForm, "rules"),
    "preset": ConsoleAct(
        _("The rules are set."),
        lambda place, form, by, at: listing.set_policy(place.floor, form.policy(), by=by, at=at),
        forms.PresetForm,
        "rules",
    ),
    "policy": ConsoleAct(
        _("The rules are set."),
        lambda place, form, by, at: listing.set_policy(place.floor, form.policy(), by=by, at=at),
        forms.PolicyForm,
        "rules",
    ),
}
ASKING = {
    "scope": ConsoleAct(
        _("The question is in scope."), of_one(asking.accept, "question"), forms.QuestionForm, "questions"
    ),
    "put": ConsoleAct(
        _("The question is put to the panel."),
        of_one(asking.put, "question"),
        forms.QuestionForm,
        "questions",
    ),
    "answered": ConsoleAct(
        _("The question is answered."), of_one(asking.answer, "question"), forms.QuestionForm, "questions"
    ),
    "writing": ConsoleAct(
        _("The question will be answered in writing."),
        of_one(asking.in_writing, "question"),
        forms.QuestionForm,
        "questions",
    ),
    "rule": ConsoleAct(
        _("Ruled out of scope; the author is told by mail."),
        of_one(ruling.rule_out, "question", "reason"),
        forms.QuestionReasonForm,
        "questions",
    ),
    "unrule": ConsoleAct(
        _("The ruling is taken back; the author is told by mail."),
        of_one(ruling.take_back, "ruling"),
        forms.RulingForm,
        "questions",
    ),
}
ACTS: dict[str, ConsoleAct] = {**SITTING, **SPEAKING, **LISTING, **ASKING}
