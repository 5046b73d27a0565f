"""Two editions side by side, number by number: what came, went, moved or says something else (R12-8)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from comity.framework.campaigns.showing import Campaign
from comity.framework.showing import Edition, Guideline, Option, Placed, Words, Work
from comity.languages import comma
from comity.meetings.differing import Row, row
from comity.practices import marks

Fields = dict[str, str]


def between(before: Edition, after: Edition) -> list[Row]:
    """Every number of either, in the order of the later edition; what is gone comes last. Options and future work
    follow. One language."""
    old, new = dict(said(before)), dict(said(after))
    rows = [row(code, old.get(code), new[code]) for code in new]
    return rows + [row(code, old[code], None) for code in old if code not in new]


def said(edition: Edition) -> Iterator[tuple[str, Fields]]:
    """Code -> label -> what it says; the title under ""."""
    for element in edition.elements:
        yield str(element.words.number), of_words(element.words, _("the framework"))
        above = place(element.words)
        for guideline in element.guidelines:
            yield str(guideline.words.number), of_words(guideline.words, above)
            yield from of_practices(guideline)
    yield from ((f"option-{one.number}", of_option(one)) for one in edition.options)
    yield from ((f"work-{one.number}", of_work(one)) for one in edition.future_work)
    yield from ((f"campaign-{one.number}", of_campaign(one)) for one in edition.campaigns)


def of_practices(guideline: Guideline) -> Iterator[tuple[str, Fields]]:
    for one in guideline.practices:
        yield str(one.number), of_practice(one, place(guideline.words))


def place(words: Words) -> str:
    return f"{words.number}. {words.title}"


def of_words(words: Words, above: str) -> Fields:
    return filled(
        {
            "": place(words),
            _("Under"): above,
            _("Text"): marks.without_marks(words.text),
            _("Strength"): words.strength_label,
            _("Status"): words.status_label,
        }
    )


def of_practice(one: Placed, above: str) -> Fields:
    return filled(
        {
            "": f"{one.number}. {one.page.card.title}",
            _("Under"): above,
            _("Wording"): _("Version %(number)d") % {"number": one.page.version},
            _("Status"): one.status_label,
        }
    )


def of_option(one: Option) -> Fields:
    return filled(
        {
            "": _("Option %(number)d: %(title)s") % {"number": one.number, "title": one.title},
            _("Lead"): one.lead,
            _("Partners"): one.partners,
            _("Steps"): one.steps,
            _("Resources"): one.resources,
            _("Timeframe"): one.timeframe,
            _("For it"): one.pros,
            _("Against it"): one.cons,
            _("Decision"): one.decision_label,
        }
    )


def of_work(one: Work) -> Fields:
    return filled(
        {
            "": _("Future work %(number)d: %(title)s") % {"number": one.number, "title": one.title},
            _("Purpose"): one.purpose,
            _("With whom"): one.interlocutors,
            _("By whom"): one.owner_label,
            _("When"): one.timing,
            _("Practices"): comma().join(card.title for card in one.practices),
        }
    )


def of_campaign(one: Campaign) -> Fields:
    return filled(
        {
            "": _("Campaign %(number)d: %(title)s") % {"number": one.number, "title": one.title},
            _("Status"): one.state_label,
            **{part.label: part.text for part in one.parts},
            _("What came of it"): one.outcome,
        }
    )


def filled(fields: Fields) -> Fields:
    return {label: words for label, words in fields.items() if words}
