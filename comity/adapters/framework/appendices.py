"""The appendices of an edition as tables: options side by side, the proposal for future work, and campaigns."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from comity.framework.campaigns.picturing import described, figure, picture
from comity.framework.campaigns.showing import Campaign, Measure
from comity.framework.showing import Edition, Option, Work
from comity.languages import comma, isolated, semicolon
from comity.meetings.times import written_date
from comity.texts.safe import visible

BESIDE = 3
"""Options that fit side by side on a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """`head` and the first cell of each row are headings; `name` where its appendix has others beside it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` as an element; `about` says what it counts, `alt` what one sees."""

    title: str
    about: str
    alt: str
    svg: str


@dataclass(frozen=True, slots=True)
class Appendix:
    """`heading` is its title behind its number, once its place among the others is known."""

    title: str
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...] = ()
    heading: str = ""


def options(found: tuple[Option, ...]) -> Appendix:
    """Compared in one table, as many as fit side by side; more make another one (R04-4)."""
    tables = [compared(found[first : first + BESIDE]) for first in range(0, len(found), BESIDE)]
    return Appendix(_("Options for coordinating the implementation"), tuple(tables))


def compared(found: tuple[Option, ...]) -> Table:
    rows = {
        _("About"): [about(one) for one in found],
        _("Lead"): [one.lead for one in found],
        _("Partners"): [one.partners for one in found],
        _("Steps"): [one.steps for one in found],
        _("Resources"): [one.resources for one in found],
        _("Timeframe"): [one.timeframe for one in found],
        _("For it"): [one.pros for one in found],
        _("Against it"): [one.cons for one in found],
        _("Decision"): [decision(one) for one in found],
    }
    return Table(
        ("", *(f"{one.number}. {visible(one.title)}" for one in found)),
        tuple((label, *(visible(cell) or "–" for cell in cells)) for label, cells in rows.items()),
    )


def about(one: Option) -> str:
    return _("number %(number)d") % {"number": one.node} if one.node else _("the framework as a whole")


def decision(one: Option) -> str:
    said = one.decision_label
    if one.decided_on is not None:
        said = comma().join((said, written_date(one.decided_on)))
    return f"{said}: {one.reasons}" if one.reasons else said


def plans(content: Edition) -> Appendix:
    """A row for each item: purpose, interlocutors, owner, timing, and what it rests on (R12-10)."""
    head = ("", _("Item"), _("Purpose"), _("With whom"), _("By whom"), _("When"), _("Rests on"))
    rows = tuple(
        (
            str(one.number),
            visible(one.title),
            visible(one.purpose),
            visible(one.interlocutors),
            one.owner_label,
            when(one),
            resting(one),
        )
        for one in content.future_work
    )
    return Appendix(_("Proposal for future work"), (Table(head, rows),) if rows else ())


def when(one: Work) -> str:
    if one.due_on is None:
        return visible(one.timing)
    return _("%(timing)s (by %(day)s)") % {"timing": visible(one.timing), "day": written_date(one.due_on)}


def resting(one: Work) -> str:
    """Practices by their number in the compendium where they have one, places by theirs."""
    practices = [
        _("practice %(number)d") % {"number": card.number} if card.number else isolated(visible(card.title))
        for card in one.practices
    ]
    return semicolon().join(
        [*practices, *(_("number %(number)d") % {"number": number} for number in one.nodes)]
    )


def campaigns(content: Edition) -> Appendix:
    """Of each campaign the plan, and what was measured against baseline and target (R04-3)."""
    tables = [made for one in content.campaigns for made in (planned(one), measured(one)) if made.rows]
    drawn = [
        drawing(one, measure) for one in content.campaigns for measure in one.measures if measure.results
    ]
    return Appendix(_("Campaigns"), tuple(tables), tuple(drawn))


def drawing(one: Campaign, measure: Measure) -> Picture:
    title = _("Campaign %(campaign)d, measure %(number)d: %(name)s") % {
        "campaign": one.number,
        "number": measure.number,
        "name": visible(measure.name),
    }
    about = semicolon().join((measure.level_label, visible(measure.unit)))
    return Picture(title, about, described(measure), picture(measure, key=f"c{one.number}-m{measure.number}"))


def called(one: Campaign) -> str:
    return _("Campaign %(number)d: %(title)s") % {"number": one.number, "title": visible(one.title)}


def planned(one: Campaign) -> Table:
    title = called(one)
    state = one.state_label
    for day in (one.began_on, one.ended_on):
        if day is not None:
            state = comma().join((state, written_date(day)))
    rows = [(_("Status"), state)]
    for part in one.parts:
        said = visible(part.text)
        if part.field == "audiences" and one.audience_label:
            said = f"{said} ({one.audience_label})"
        rows.append((part.label, said))
    if one.outcome:
        rows.append((_("What came of it"), visible(one.outcome)))
    return Table(("", title), tuple(rows), title)


def measured(one: Campaign) -> Table:
    head = ("", _("What is counted"), _("Baseline"), _("Target"), _("Last result"), _("Of whom"))
    name = comma().join((called(one), _("What was measured")))
    return Table(head, tuple(of_measure(measure) for measure in one.measures), name)


def of_measure(one: Measure) -> tuple[str, ...]:
    last = one.last
    return (
        str(one.number),
        f"{visible(one.name)} ({one.level_label})\n{visible(one.unit)}",
        f"{figure(one.baseline)}\n{written_date(one.baseline_on)}"
        if one.baseline_on and one.baseline is not None
        else "–",
        f"{figure(one.target)}\n{written_date(one.target_on)}"
        if one.target_on and one.target is not None
        else "–",
        f"{figure(last.value)}\n{written_date(last.day)}" if last else "–",
        whose(last.of_audience if last else one.of_audience),
    )


def whose(of_audience: bool) -> str:
    return _("the audience that is meant") if of_audience else _("everybody who saw it")
