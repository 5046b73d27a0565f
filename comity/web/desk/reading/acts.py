"""What a rapporteur does with a paragraph: a table of acts, each one form and one verb, and how each is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Instrument
from comity.participants.models import Delegation, Group, Person
from comity.practices import aligning, flagging, grouping, reading, screening, waiting
from comity.practices.models import Alignment, Excerpt, Practice, Support, Term
from comity.refusals import NotNow
from comity.statements.models import Paragraph
from comity.web.desk.reading.forms import (
    AlignForm,
    AlignmentForm,
    CodeForm,
    ExcerptForm,
    FlagForm,
    JoinForm,
    NothingForm,
    ReasonForm,
    ReferForm,
    StartForm,
)

Words = Mapping[str, Any]
Entry = dict[str, Any]
"""What undoing an act needs; kept in the session, so plain values only."""


@dataclass(frozen=True, slots=True)
class Done:
    """`said` is read out; `back` undoes it; `moves`: on to the next paragraph; `excerpt`: the one in hand now."""

    said: str | Promise
    back: Entry
    moves: bool = False
    excerpt: int | None = None


Carry = Callable[[Paragraph, Any, Person, datetime], Done]


@dataclass(frozen=True, slots=True)
class ReadingAct:
    carry_out: Carry
    form: type[forms.Form] = NothingForm


def flag(paragraph: Paragraph, form: FlagForm, by: Person, at: datetime) -> Done:
    kind = Excerpt.Kind(form.cleaned_data["kind"])
    before = set(Excerpt.objects.live().filter(paragraph=paragraph).values_list("pk", flat=True))
    found = [
        flagging.flag(paragraph, start, end, kind=kind, by=by, at=at)
        for start, end in form.ranges(len(paragraph.text))
    ]
    fresh = [one.pk for one in found if one.pk not in before]
    said = (
        _("Flagged as %(kind)s.") % {"kind": kind.label} if fresh else _("These words are flagged already.")
    )
    return Done(said, {"verb": "flag", "excerpts": fresh}, excerpt=found[-1].pk)


def reject(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    reading.reject(paragraph, reason=form.cleaned_data["reason"], by=by, at=at)
    return Done(_("Rejected."), {"verb": "decision"}, moves=True)


def refer(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    to = get_object_or_404(Person, pk=form.cleaned_data["to"])
    reading.refer(paragraph, to=to, reason=form.cleaned_data["reason"], by=by, at=at)
    return Done(_("Referred to %(name)s.") % {"name": to}, {"verb": "decision"}, moves=True)


def set_aside(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    reading.set_aside(paragraph, by=by, at=at)
    return Done(_("Set aside."), {"verb": "decision"}, moves=True)


def later(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    """Nothing is decided; the paragraph comes again in the reader's next session."""
    return Done("", {"verb": "later"}, moves=True)


def take_out(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    waiting.take_out(paragraph, by=by, at=at)
    return Done(_("It waits in the queue now."), {"verb": "out"})


def excerpt_in(paragraph: Paragraph, form: forms.Form) -> Excerpt:
    return get_object_or_404(Excerpt, pk=form.cleaned_data["excerpt"], paragraph=paragraph)


def code(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    """Put a code on the excerpt in hand, or take it off."""
    excerpt = excerpt_in(paragraph, form)
    back = {"verb": "code", "excerpt": excerpt.pk, "codes": codes_of(excerpt)}
    scheme, _dash, value = form.cleaned_data["toggle"].partition("-")
    flagging.code(excerpt, by=by, at=at, **TOGGLES[scheme](excerpt, value))
    return Done(_("Coded."), back, excerpt=excerpt.pk)


def codes_of(excerpt: Excerpt) -> Entry:
    return {
        "codes": list(excerpt.codes.values_list("pk", flat=True)),
        "aspects": list(excerpt.aspects.values_list("pk", flat=True)),
        "instruments": list(excerpt.instrument_links.values_list("instrument", "paragraph_cited")),
        "domain": excerpt.domain,
        "kind": excerpt.kind,
    }


def with_or_without(there: list[Any], one: Any) -> list[Any]:
    return [other for other in there if other != one] if one in there else [*there, one]


def instrument_toggled(excerpt: Excerpt, value: str) -> Words:
    """Taken off with every paragraph of it; put on without one."""
    links = list(excerpt.instrument_links.select_related("instrument"))
    kept = [one for one in links if str(one.instrument_id) != value]
    cited = [flagging.Cited(one.instrument, one.paragraph_cited) for one in kept]
    if len(kept) == len(links):
        cited.append(flagging.Cited(get_object_or_404(Instrument, pk=value)))
    return {"instruments": cited}


TOGGLES: dict[str, Callable[[Excerpt, str], Words]] = {
    "term": lambda one, value: {
        "codes": with_or_without(list(one.codes.all()), get_object_or_404(Term, pk=value, active=True))
    },
    "aspect": lambda one, value: {
        "aspects": with_or_without(
            list(one.aspects.all()), get_object_or_404(Aspect, pk=value, meeting=one.meeting_id)
        )
    },
    "instrument": instrument_toggled,
    "domain": lambda one, value: {
        "domain": "" if one.domain == value or value not in Excerpt.Domain.values else value
    },
    "kind": lambda one, value: {"kind": value if value in Excerpt.Kind.values else one.kind},
}


def discard(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    excerpt = excerpt_in(paragraph, form)
    flagging.discard(excerpt, by=by, at=at)
    return Done(_("The flag is taken back."), {"verb": "discard", "excerpt": excerpt.pk})


def attach(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    excerpt = excerpt_in(paragraph, form)
    practice = get_object_or_404(Practice, pk=form.cleaned_data["practice"], meeting=excerpt.meeting_id)
    stance = form.cleaned_data["stance"] or Support.Stance.SUPPORTS
    support = grouping.attach(practice, excerpt, stance=stance, by=by, at=at)
    said = _("Attached to “%(title)s”.") % {"title": practice.working_title}
    return Done(said, {"verb": "attach", "support": support.pk}, excerpt=excerpt.pk)


def refuse(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    """A proposal of the machine that is wrong is not made again."""
    excerpt = excerpt_in(paragraph, form)
    practice = get_object_or_404(Practice, pk=form.cleaned_data["practice"], meeting=excerpt.meeting_id)
    grouping.refuse(practice, excerpt, by=by, at=at)
    back = {"verb": "refuse", "practice": practice.pk, "excerpt": excerpt.pk}
    return Done(_("It will not be proposed for these words again."), back, excerpt=excerpt.pk)


def detach(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    excerpt = excerpt_in(paragraph, form)
    support = get_object_or_404(Support, practice=form.cleaned_data["practice"], excerpt=excerpt)
    back = {"verb": "detach", "support": support.pk, "stance": support.stance}
    grouping.detach(support, refuse=False, by=by, at=at)
    return Done(_("Taken out again."), back, excerpt=excerpt.pk)


def start(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    excerpt = excerpt_in(paragraph, form)
    practice = grouping.start(excerpt, working_title=form.cleaned_data["title"], by=by, at=at)
    said = _("A candidate is started: “%(title)s”.") % {"title": practice.working_title}
    return Done(said, {"verb": "start", "practice": practice.pk, "excerpt": excerpt.pk}, excerpt=excerpt.pk)


def align(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    words = form.cleaned_data
    what, _dash, pk = words["whom"].partition("-")
    whom = (
        {"with_group": get_object_or_404(Group, pk=pk)}
        if what == "group"
        else {"with_delegation": get_object_or_404(Delegation, pk=pk)}
    )
    made = aligning.record(paragraph, words["start"], words["end"], by=by, at=at, **whom)
    return Done(_("The alignment is on record."), {"verb": "align", "start": made.start})


def unalign(paragraph: Paragraph, form: forms.Form, by: Person, at: datetime) -> Done:
    made = get_object_or_404(Alignment, pk=form.cleaned_data["alignment"], paragraph=paragraph)
    aligning.undo(made, by=by, at=at)
    again = {"start": made.start, "end": made.end, "group": made.with_group_id, "to": made.with_delegation_id}
    return Done(_("The alignment is off the record again."), {"verb": "unalign", **again})


ACTS: dict[str, ReadingAct] = {
    "flag": ReadingAct(flag, FlagForm),
    "reject": ReadingAct(reject, ReasonForm),
    "refer": ReadingAct(refer, ReferForm),
    "aside": ReadingAct(set_aside),
    "later": ReadingAct(later),
    "out": ReadingAct(take_out),
    "code": ReadingAct(code, CodeForm),
    "discard": ReadingAct(discard, ExcerptForm),
    "attach": ReadingAct(attach, JoinForm),
    "refuse": ReadingAct(refuse, JoinForm),
    "detach": ReadingAct(detach, JoinForm),
    "start": ReadingAct(start, StartForm),
    "align": ReadingAct(align, AlignForm),
    "unalign": ReadingAct(unalign, AlignmentForm),
}


def undo_flag(entry: Entry, paragraph: Paragraph, by: Person, at: datetime) -> None:
    if not entry["excerpts"]:
        raise NotNow(_("These words were flagged before; take that flag back by itself."))
    for excerpt in Excerpt.objects.filter(pk__in=entry["excerpts"]):
        flagging.discard(excerpt, by=by, at=at)


def undo_code(entry: Entry, paragraph: Paragraph, by: Person, at: datetime) -> None:
    before = entry["codes"]
    instruments = Instrument.objects.in_bulk([pk for pk, _cited in before["instruments"]])
    flagging.code(
        Excerpt.objects.get(pk=entry["excerpt"]),
        codes=Term.objects.filter(pk__in=before["codes"]),
        aspects=Aspect.objects.filter(pk__in=before["aspects"]),
        instruments=[flagging.Cited(instruments[pk], cited) for pk, cited in before["instruments"]],
        domain=before["domain"],
        kind=before["kind"],
        by=by,
        at=at,
    )


def undo_start(entry: Entry, paragraph: Paragraph, by: Person, at: datetime) -> None:
    """The candidate is not retained: its address stays, and whoever opens it is told."""
    practice = Practice.objects.get(pk=entry["practice"])
    support = Support.objects.filter(practice=practice, excerpt=entry["excerpt"], left_at=None).first()
    if support is not None:
        grouping.detach(support, refuse=False, by=by, at=at)
    screening.not_retain(practice, reason=str(_("Started by mistake.")), by=by, at=at)


def undo_detach(entry: Entry, paragraph: Paragraph, by: Person, at: datetime) -> None:
    support = Support.objects.select_related("practice", "excerpt").get(pk=entry["support"])
    grouping.attach(support.practice, support.excerpt, stance=entry["stance"], by=by, at=at)


def undo_unalign(entry: Entry, paragraph: Paragraph, by: Person, at: datetime) -> None:
    aligning.record(
        paragraph,
        entry["start"],
        entry["end"],
        with_group=Group.objects.filter(pk=entry["group"]).first(),
        with_delegation=Delegation.objects.filter(pk=entry["to"]).first(),
        by=by,
        at=at,
    )


UNDO: dict[str, Callable[[Entry, Paragraph, Person, datetime], None]] = {
    "flag": undo_flag,
    "decision": lambda entry, paragraph, by, at: reading.undo(paragraph, by=by, at=at),
    "later": lambda entry, paragraph, by, at: None,
    "out": lambda entry, paragraph, by, at: waiting.put_back(paragraph, by=by, at=at),
    "code": undo_code,
    "discard": lambda entry, paragraph, by, at: flagging.restore(
        Excerpt.objects.get(pk=entry["excerpt"]), by=by, at=at
    ),
    "attach": lambda entry, paragraph, by, at: grouping.detach(
        Support.objects.get(pk=entry["support"]), refuse=False, by=by, at=at
    ),
    "refuse": lambda entry, paragraph, by, at: grouping.reconsider(
        Practice.objects.get(pk=entry["practice"]), Excerpt.objects.get(pk=entry["excerpt"]), by=by, at=at
    ),
    "detach": undo_detach,
    "start": undo_start,
    "align": lambda entry, paragraph, by, at: aligning.undo(
        get_object_or_404(Alignment, paragraph=paragraph, start=entry["start"], undone_at=None), by=by, at=at
    ),
    "unalign": undo_unalign,
}
"""By the verb of the entry."""
