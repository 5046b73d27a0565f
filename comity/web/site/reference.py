"""Quoting: the reference to exact words, its links, and what becomes of a quote when the text has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.languages import comma
from comity.meetings.times import written_date
from comity.papers.models import DocumentVersion
from comity.statements import shown
from comity.statements.models import Version
from comity.texts import quotes
from comity.texts.safe import visible
from comity.web.shared import works
from comity.web.shared.sending import whole_number
from comity.web.shared.works import Paragraph
from comity.web.site.marking import shown as shown_words


@dataclass(frozen=True, slots=True)
class Reference:
    """What one needs to quote words so that others can check them."""

    anchor: str
    words: SafeString
    """Exactly; signs that cannot be seen are shown as pictures."""
    address: str
    """Permanent address of the paragraph in this language."""
    checking: str
    """Permanent address that shows the words marked, or says that they have changed."""
    sha256: str
    citation: str
    """Suggested, in the reader's language."""
    annotation: str
    """W3C Web Annotation as JSON."""


def asked_for(
    query: Mapping[str, str], language: works.Text, read: Sequence[Paragraph]
) -> tuple[Reference | None, bool]:
    """The reference that `?cite=` asks for, and whether it asks for a paragraph that is not there."""
    anchor = query.get("cite", "")
    if not anchor:
        return None, False
    paragraph = next((one for one in read if one.anchor == anchor), None)
    if paragraph is None or not paragraph.text:
        return None, True
    start, end = offsets(query, len(paragraph.text))
    return of(paragraph, language, start, end), False


def offsets(query: Mapping[str, str], length: int) -> tuple[int, int]:
    """Start and end as asked for; all of the paragraph where they make no sense."""
    start, end = place_of(query, "start"), place_of(query, "end")
    if start is None or end is None or not start < end <= length:
        return 0, length
    return start, end


def place_of(query: Mapping[str, str], name: str) -> int | None:
    return whole_number(query.get(name), digits=8)


def of(paragraph: Paragraph, language: works.Text, start: int, end: int) -> Reference:
    quote = quotes.quote(paragraph, start, end)
    home = f"{works.of(language).permanent_address}?language={language.language}"
    address = f"{home}#p-{paragraph.anchor}"
    claim = urlencode({"quote": quote.anchor, "start": start, "end": end, "sha256": quote.sha256})
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "highlighting",
        "target": quotes.as_annotation(quote, home),
    }
    return Reference(
        anchor=paragraph.anchor,
        words=mark_safe(shown_words(quote.words)),  # noqa: S308  (it is escaped)
        address=address,
        checking=f"{home}&{claim}#p-{paragraph.anchor}",
        sha256=quote.sha256,
        citation=citation(paragraph, language.version, address),
        annotation=as_json(annotation),
    )


def as_json(annotation: object) -> str:
    """Readable in every script; signs that cannot be seen are written as escapes."""
    written = json.dumps(annotation, ensure_ascii=False, indent=1)
    return "".join(
        sign if sign == "\n" or visible(sign) == sign else json.dumps(sign)[1:-1] for sign in written
    )


def citation(paragraph: Paragraph, version: works.AnyVersion, address: str) -> str:
    """Who, where, when and which paragraph, in the reader's language."""
    if isinstance(version, DocumentVersion):
        return citation_of_document(paragraph, version, address)
    statement = version.statement
    assert version.public_from is not None
    published = written_date(timezone.localtime(version.public_from, statement.meeting.zone))
    return _(
        "%(speaker)s, statement to the %(meeting)s, published on %(date)s, %(paragraph)s, %(address)s"
    ) % {
        "speaker": speaker(version),
        "meeting": statement.meeting,
        "date": published if version.number == 1 else f"{published} (v{version.number})",
        "paragraph": place(paragraph),
        "address": address,
    }


def citation_of_document(paragraph: Paragraph, version: DocumentVersion, address: str) -> str:
    """Title, symbol where it has one, kind, meeting, date and paragraph."""
    document = version.document
    day = version.public_from or version.issued_at
    assert day is not None
    called = [str(document), document.symbol, version.suffix]
    return _("%(title)s, %(kind)s of the %(meeting)s, %(date)s, %(paragraph)s, %(address)s") % {
        "title": comma().join(filter(None, called)),
        "kind": document.get_kind_display(),
        "meeting": document.meeting,
        "date": written_date(timezone.localtime(day, document.meeting.zone)),
        "paragraph": place(paragraph),
        "address": address,
    }


def speaker(version: Version) -> str:
    statement = version.statement
    if statement.on_behalf_of is None:
        return statement.whose
    return _("%(delegation)s (on behalf of %(group)s)") % {
        "delegation": statement.whose,
        "group": statement.on_behalf_of,
    }


def place(paragraph: Paragraph) -> str:
    """The printed number where there is one, else the place in the text."""
    if paragraph.number:
        return _("paragraph %(number)s") % {"number": paragraph.number}
    return _("paragraph at place %(position)d") % {"position": paragraph.position + 1}


def claimed(query: Mapping[str, str]) -> shown.Claim | None:
    """The quote that a link carries, if it carries a whole one."""
    start, end = place_of(query, "start"), place_of(query, "end")
    anchor, digest = query.get("quote", ""), query.get("sha256", "").lower()
    if not anchor or start is None or end is None or not start < end or len(digest) != 64:
        return None
    return shown.Claim(anchor, start, end, digest)
