"""What programmes ask for: the feed of statements, the site map, rules for robots, and whether the service is well."""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.languages import page_language, reader_language
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.papers import shown as papers
from comity.statements import issued
from comity.statements.models import LanguageVersion, Paragraph, Version
from comity.texts.model import LANGUAGES
from comity.texts.safe import visible
from comity.web.shared.sending import whole_number, without_null
from comity.web.site import health as checks
from comity.web.site.linked_data import address, alternates
from comity.web.site.press import places as press
from comity.web.site.reference import speaker
from comity.web.site.register import feeds as register_feeds

SUMMARY = 400
"""Code points of a statement that the feed shows."""
STATEMENTS_A_MAP = 5000
FIXED = (
    "home",
    "programme",
    "statements",
    "documents",
    "instruments",
    "still_open",
    "about",
    "accessibility",
)
NOT_FOR_ROBOTS = ("portal", "desk", "people", "accounts", "search")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The latest publications, corrections and revisions in the reader's language; `?meeting=` for one meeting,
    `?session=`, `?delegation=` or `?ref=` for one session, delegation or statement.

    What is withdrawn is no longer in it; what is under embargo is not yet in it.
    """
    at = timezone.now()
    meeting = meeting_asked_for(request)
    session, delegation, ref = (
        without_null(request.GET.get(name, "")) for name in ("session", "delegation", "ref")
    )
    versions = issued.latest(
        at=at, meeting=meeting.slug if meeting else "", session=session, delegation=delegation, ref=ref
    )
    first, words = issued.first_published(versions, at=at), issued.opening_words(versions)
    title = _("Statements")
    feed = Atom1Feed(
        title=f"{title} – {meeting}" if meeting else title,
        link=absolute(reverse("site:statements")),
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    for version in versions:
        statement = version.statement
        languages = list(version.languages.all())
        shown = in_readers_language(languages)
        feed.add_item(
            title=headline(version),
            link=address(statement.ref, reader_language()),
            description=summary(words.get(shown.pk, [])),
            unique_id=statement.permanent_address,
            author_name=visible(speaker(version)),
            pubdate=first[statement.pk],
            updateddate=version.public_from,
            categories=[str(aspect) for aspect in statement.aspects.all()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def meeting_asked_for(request: HttpRequest) -> Meeting | None:
    slug = request.GET.get("meeting", "")
    if not slug:
        return None
    meeting = next((one for one in queries.public() if one.slug == slug), None)
    if meeting is None:
        raise Http404
    return meeting


def headline(version: Version) -> str:
    titles = {
        Version.Kind.ORIGINAL: _("Statement of %(speaker)s"),
        Version.Kind.CORRECTION: _("Statement of %(speaker)s, corrected"),
        Version.Kind.REVISION: _("Statement of %(speaker)s, revised"),
    }
    return titles[Version.Kind(version.kind)] % {"speaker": visible(speaker(version))}


def in_readers_language(languages: list[LanguageVersion]) -> LanguageVersion:
    reader = reader_language()
    return next((one for one in languages if one.language == reader), languages[0])


def summary(paragraphs: list[Paragraph]) -> str:
    """The first words; signs that XML cannot carry are shown as pictures."""
    words = visible(" ".join(paragraph.text for paragraph in paragraphs))
    return words if len(words) <= SUMMARY else f"{words[:SUMMARY].rsplit(' ', 1)[0]} …"


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{path}"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page; beyond 5,000 statements an index of several maps."""
    at = timezone.now()
    maps = Paginator(issued.statements(at=at), STATEMENTS_A_MAP)
    asked = request.GET.get("part", "")
    if not asked and maps.num_pages > 1:
        parts = [f"{absolute(reverse('sitemap'))}?part={number}" for number in maps.page_range]
        return xml("sitemapindex", [f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in parts])
    number = whole_number(asked, digits=5)
    number = 1 if number is None else number
    if number not in maps.page_range:
        raise Http404
    lines = fixed_pages(at) if number == 1 else []
    for version in maps.page(number).object_list:
        lines += statement_pages(version)
    return xml("urlset", lines)


def fixed_pages(at: datetime) -> list[str]:
    """Pages that exist in all six languages."""
    places: list[tuple[str, list[str], datetime | None]] = [(name, [], None) for name in FIXED]
    places += [("delegation", [code], newest) for code, newest in issued.delegations(at=at)]
    places += [("instrument", [slug], None) for slug in issued.instruments(at=at)]
    places += [("document", [one.document.ref], one.public_from) for one in papers.latest(at=at, limit=1000)]
    places += register_feeds.places(at)
    places += press.places(at)
    lines = []
    for name, arguments, changed in places:
        pages = []
        for language in LANGUAGES:
            with override(page_language(language)):
                pages.append((language, absolute(reverse(f"site:{name}", args=arguments))))
        lines += [entry(page, pages, changed) for _language, page in pages]
    return lines


def statement_pages(version: Version) -> list[str]:
    """One entry for each language in which the text stands."""
    languages = list(version.languages.all())
    others = alternates(version, languages)
    official = [one.language for one in languages if one.language in LANGUAGES]
    pages = others or [(one, address(version.statement.ref, one)) for one in official[:1] or ["en"]]
    return [entry(page, others, version.public_from) for _language, page in pages]


def entry(page: str, others: list[tuple[str, str]], changed: datetime | None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(other)}/>'
        for code, other in others
    )
    modified = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{escape(page)}</loc>{modified}{links}</url>"


def xml(root: str, lines: list[str]) -> HttpResponse:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    body = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root} {spaces}>", *lines, f"</{root}>", ""]
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be read by programmes; places to work and the search may not."""
    kept_out = [f"Disallow: /*/{place}/" for place in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *kept_out, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database, the search index and the storage answer; 503, and which does not, otherwise."""
    states = checks.all_states()
    well = all(states.values())
    parts = {name: "ok" if state else "failing" for name, state in states.items()}
    return JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)
