"""Lists of what is public: statements, one delegation's, and the instruments that they cite."""

from __future__ import annotations

import re
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import localized, reader_language
from comity.meetings.models import Instrument
from comity.papers import cited as cited_papers
from comity.participants.models import Body, Group, Stakeholder
from comity.practices import public as practices
from comity.statements import cited, public
from comity.statements.models import Version
from comity.texts import instruments as register
from comity.texts.alphabet import initial
from comity.web.shared import head
from comity.web.shared.sending import without_null
from comity.web.site import chosen


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Everything public of a meeting by filters, in the order of names of the reader's language."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    language = reader_language()
    wanted = {name: request.GET.get(name, "") for name in public.FILTERS}
    found = public.listing(
        meeting,
        at=at,
        language=language,
        chosen=wanted,
        page=chosen.page_number(request),
        per_page=public.PER_PAGE,
    )
    return render(
        request,
        "site/statements.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "listing": found,
            "filters": [(name, label(name), options) for name, options in found.filters.items() if options],
            "filtered": any(wanted.values()),
            "parts": parts(found.versions, language),
            "query": chosen.without_page(request.GET),
        },
    )


def label(name: str) -> str:
    return {
        "aspect": _("Aspect"),
        "session": _("Session"),
        "category": _("Category"),
        "region": _("Regional group"),
        "language": _("Language of the text"),
    }[name]


def parts(versions: list[Version], language: str) -> list[tuple[str, list[tuple[str, list[Version]]]]]:
    """Category -> initial letter -> statements, as a printed list has them."""
    return [
        (
            heading(category),
            [
                (letter, list(same))
                for letter, same in groupby(rows, key=lambda one: letter_of(one, language))
            ],
        )
        for category, rows in groupby(versions, key=category_of)
    ]


def category_of(version: Version) -> str:
    category = version.statement.delegation.body.category
    return Stakeholder.MEMBER_STATE if category == Stakeholder.OBSERVER_STATE else category


def heading(category: str) -> str:
    """What stands above the statements of a category."""
    return {
        Stakeholder.UN_ENTITY: _("United Nations entities"),
        Stakeholder.IGO_INTERNATIONAL: _("International organizations"),
        Stakeholder.IGO_REGIONAL: _("Regional organizations"),
        Stakeholder.IGO_SUBREGIONAL: _("Subregional organizations"),
        Stakeholder.CIVIL_SOCIETY: _("Civil society"),
        Stakeholder.ACADEMIA: _("Academia"),
        Stakeholder.PRIVATE_SECTOR: _("Private sector"),
        Stakeholder.MEDIA: _("Media"),
        Stakeholder.INDIVIDUAL_EXPERT: _("Individual experts"),
    }.get(Stakeholder(category), _("States"))


def letter_of(version: Version, language: str) -> str:
    return initial(localized(version.statement.names, language), language)


@require_safe
def delegation(request: HttpRequest, code: str) -> HttpResponse:
    """What a State or organization said in writing, for whom it spoke, what it cites."""
    at = timezone.now()
    meetings = head.meetings(request)
    body = get_object_or_404(Body.every.prefetch_related("former_names"), code=code)
    if not public.was_ever_public(body, at=at, meetings=meetings):
        # Whether somebody under embargo takes part is not told either.
        raise Http404
    versions = public.of_body(body, at=at, meetings=meetings)
    openings = public.openings(versions, reader_language())
    spoken_for = {
        one.statement.on_behalf_of.pk: one.statement.on_behalf_of
        for one in versions
        if one.statement.on_behalf_of is not None
    }
    return render(
        request,
        "site/delegation.html",
        {
            "body": body,
            "groups": body.groups.filter(kind=Group.Kind.REGIONAL).order_by("code"),
            "former": body.former_names.order_by("until_on"),
            "spoken_for": list(spoken_for.values()),
            "statements": [(one, openings.get(one.pk)) for one in versions],
            "several_meetings": len({one.statement.meeting_id for one in versions}) > 1,
            "instruments": cited.instruments(at=at, meetings=meetings, body=body),
        },
    )


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """What the public statements of a meeting cite."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    found = cited.instruments(at=at, meetings=[meeting])
    return render(
        request,
        "site/instruments.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "kinds": [
                (kinds_label(kind), list(same))
                for kind, same in groupby(found, key=lambda one: one.kind if one.known else "unknown")
            ],
        },
    )


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument: what is known of it, and who cites it, where, in which words."""
    at = timezone.now()
    meetings = head.meetings(request)
    found = get_object_or_404(Instrument, slug=slug)
    paragraph = without_null(request.GET.get("paragraph", ""))
    mentions = cited.mentions(
        found,
        at=at,
        meetings=meetings,
        language=reader_language(),
        paragraph=paragraph,
        page=chosen.page_number(request),
    )
    papers = cited_papers.mentions(
        found, at=at, meetings=meetings, language=reader_language(), paragraph=paragraph
    )
    resting = practices.cards(
        practices.loaded(practices.standing(at, meetings=meetings).filter(instruments=found).distinct()),
        language=reader_language(),
    )
    if not (found.known or mentions.of_all or papers or resting):
        # It is here because something that is not public cites it.
        raise Http404
    return render(
        request,
        "site/instrument.html",
        {
            "instrument": found,
            "kind": kind_label(found.kind if found.known else "unknown"),
            "true_year": true_year(found),
            "same_number": same_number(found, cited.instruments(at=at, meetings=meetings)),
            "mentions": mentions,
            "papers": papers,
            "practices": resting,
            "paragraph": paragraph,
            "several_meetings": len(meetings) > 1,
            "query": chosen.without_page(request.GET),
        },
    )


def kind_label(kind: str) -> str:
    return {
        "resolution": _("Security Council resolution"),
        "presidential_statement": _("Statement by the President of the Security Council"),
        "assembly_resolution": _("General Assembly resolution"),
        "document": _("Document"),
    }.get(kind, _("Cited, but not in the register"))


def kinds_label(kind: str) -> str:
    """What stands above several of a kind."""
    return {
        "resolution": _("Security Council resolutions"),
        "presidential_statement": _("Statements by the President of the Security Council"),
        "assembly_resolution": _("General Assembly resolutions"),
        "document": _("Documents"),
    }.get(kind, _("Cited, but not in the register"))


def true_year(instrument: Instrument) -> int | None:
    """The year in which a Council resolution of that number was adopted, where the citation gives another one."""
    found = register.COUNCIL_RESOLUTION.fullmatch(instrument.symbol)
    if found is None:
        return None
    year = register.year_of_council_resolution(int(found[1]))
    return None if year == int(found[2]) else year


def same_number(instrument: Instrument, every: list[Instrument]) -> list[Instrument]:
    """Instruments that are cited with the same number and another year."""
    number = re.match(r"S/RES/\d+ ", instrument.symbol)
    if number is None:
        return []
    return [one for one in every if one.symbol.startswith(number[0]) and one.pk != instrument.pk]
