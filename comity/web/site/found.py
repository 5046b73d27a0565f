"""What a search found in the outcome of a meeting, as it is listed: what it is, where it opens, its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.framework.models import Node
from comity.languages import page_language, reader_language
from comity.meetings.models import Meeting
from comity.press.models import PressRelease
from comity.search.outcome import Hit, Kind, Place
from comity.summary.models import Sentence
from comity.web.site import marking

NAMES: dict[Kind, str | Promise] = {
    Kind.FRAMEWORK: _("Framework"),
    Kind.SUMMARY: _("Summary by the Chair"),
    Kind.PRESS: _("Press releases"),
    Kind.FUTURE_WORK: _("Proposal for future work"),
    Kind.CAMPAIGNS: _("Campaigns"),
}
ALONE: dict[str, str | Promise] = {
    "statements": _("statements only"),
    "documents": _("documents only"),
    "practices": _("practices only"),
    Kind.FRAMEWORK: _("framework only"),
    Kind.SUMMARY: _("summary by the Chair only"),
    Kind.PRESS: _("press releases only"),
    Kind.FUTURE_WORK: _("proposal for future work only"),
    Kind.CAMPAIGNS: _("campaigns only"),
}
"""What may be searched alone, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Line:
    """`what`: the kind of thing; `title` "" for a sentence; `meeting` "" where there is one meeting alone."""

    address: str
    what: str
    title: str
    language: str
    words: SafeString
    meeting: str


def lines(hits: Iterable[Hit], there: list[Meeting]) -> list[Line]:
    """`there`: the meetings that the public sees."""
    names = {one.slug: one.short_title for one in there} if len(there) > 1 else {}
    return [
        Line(
            address=address(hit),
            what=what(hit.place),
            title=hit.title,
            language=hit.language,
            words=marking.pieces((piece.text, piece.marked) for piece in hit.pieces),
            meeting=names.get(hit.place.meeting, ""),
        )
        for hit in hits
    ]


def what(place: Place) -> str:
    match place.kind:
        case Kind.FRAMEWORK if place.part == "option":
            called = _("Option for implementation")
            return f"{called} {place.number}"
        case Kind.FRAMEWORK:
            return f"{Node.Kind(place.part).label} {place.number}"
        case Kind.SUMMARY:
            return str(Sentence.Part(place.part).label)
        case Kind.PRESS:
            return str(PressRelease.Kind(place.part).label)
        case Kind.CAMPAIGNS:
            return str(_("Campaign %(number)s")) % {"number": place.number}
    return str(NAMES[place.kind])


def address(hit: Hit) -> str:
    """Where it opens, in the language in which it was found: there the words are that the hit shows."""
    place = hit.place
    language = hit.language or reader_language()
    with override(page_language(language)):
        match place.kind:
            case Kind.SUMMARY:
                page = reverse("site:summary_version", args=[place.meeting, place.edition])
                return f"{page}#s{place.number}"
            case Kind.PRESS:
                return reverse("site:press_release", args=[place.ref])
            case Kind.CAMPAIGNS:
                return reverse("site:campaign", args=[place.meeting, place.number])
        if place.annex:
            page = reverse("site:framework_edition", args=[place.meeting, place.edition])
            return f"{page}#appendix-{place.annex}"
        return reverse("site:framework_node", args=[place.meeting, place.number])
