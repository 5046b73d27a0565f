"""The channel: what another website needs to take documents over (R09-8). Only what is posted here is in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.papers import shown
from comity.papers.models import DocumentParagraph, DocumentVersion
from comity.papers.shown import Shown
from comity.texts.safe import visible
from comity.web.site import chosen
from comity.web.site.documents.page import found
from comity.web.site.feeds import absolute, meeting_asked_for
from comity.web.site.statement import GONE

READABLE = {"ensure_ascii": False, "indent": 1}


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The latest documents in the reader's language; `?meeting=` for one meeting. Each entry leads to its export."""
    meeting = meeting_asked_for(request)
    title = _("Documents")
    feed = Atom1Feed(
        title=f"{title} – {meeting}" if meeting else title,
        link=absolute(reverse("site:documents")),
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    for version in shown.latest(at=timezone.now(), meeting=meeting):
        document = version.document
        feed.add_item(
            title=visible(" ".join(filter(None, [str(document), version.suffix]))),
            link=absolute(page_of(version)),
            description=visible(version.note or str(document.get_kind_display())),
            unique_id=f"{document.permanent_address}#v{version.number}",
            author_name=str(document.meeting),
            pubdate=version.public_from,
            updateddate=version.public_from,
            categories=[str(document.get_kind_display())],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """All documents of a meeting that are posted here, each with its files and the address of its export."""
    at = timezone.now()
    meeting, _meetings = chosen.meetings(request, at=at)
    listed = shown.listed(meeting, at=at) if meeting else []
    rows = [of_version(version) for one in listed for version in (one.version, *one.addenda)]
    return JsonResponse({"documents": rows}, json_dumps_params=READABLE)


@require_safe
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """One document whole: its facts, files with their hashes, and what was read from each, paragraph by paragraph."""
    document = found(ref)
    if document.version is None:
        return JsonResponse(tombstone(document), status=GONE)
    return JsonResponse(
        {
            **of_version(document.version),
            "addenda": [of_version(each) for each in document.addenda],
            "history": [
                {"version": each.number, "suffix": each.suffix, "note": each.note, "posted": each.public_from}
                for each in document.history
            ],
            "texts": {
                each.language: [of_paragraph(paragraph) for paragraph in shown.paragraphs(each)]
                for each in shown.languages(document.version)
            },
        },
        json_dumps_params=READABLE,
    )


def tombstone(one: Shown) -> dict[str, Any]:
    return {"id": one.document.permanent_address, "withdrawn": one.document.withdrawn_at}


def page_of(version: DocumentVersion) -> str:
    if version.stands_beside:
        return reverse("site:document_version", args=[version.document.ref, version.number])
    return reverse("site:document", args=[version.document.ref])


def of_version(version: DocumentVersion) -> dict[str, Any]:
    document = version.document
    return {
        "id": document.permanent_address,
        "version": version.number,
        "suffix": version.suffix,
        "note": version.note,
        "kind": document.kind,
        "symbol": document.symbol or None,
        "titles": document.titles,
        "meeting": document.meeting.slug,
        "session": document.session.code if document.session else None,
        "posted": version.public_from,
        "page": absolute(page_of(version)),
        "export": absolute(reverse("site:document_data", args=[document.ref])),
        "files": [
            {
                "language": each.language,
                "original": each.is_original,
                "name": each.file_name,
                "media_type": each.file.media_type,
                "size": each.file.size,
                "sha256": each.file.sha256,
                "address": absolute(
                    reverse("site:document_file", args=[document.ref, version.number, each.language])
                ),
            }
            for each in version.languages.all()
        ],
    }


def of_paragraph(one: DocumentParagraph) -> dict[str, Any]:
    return {
        "anchor": one.anchor,
        "number": one.number or None,
        "kind": one.kind,
        "language": one.language,
        "text": one.text,
        "citations": [
            {"start": cited.start, "end": cited.end, "symbol": cited.symbol, "status": cited.status}
            for cited in one.citations.all()
        ],
    }
