"""What one takes away: a file, everything for another website, the list of recipients."""

from __future__ import annotations

import csv
import io
import json
import zipfile

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.papers import clearance, shown
from comity.papers.models import Addressee, DocumentLanguage, DocumentVersion
from comity.web.desk.papers.place import open_document
from comity.web.shared.files import attachment
from comity.web.site.documents.feeds import of_paragraph, of_version

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet begins to reckon."""


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, ref: str, pk: int) -> HttpResponseBase:
    document = open_document(request, ref)
    clearance.note_opening(document, by=request.user, at=timezone.now())
    return attachment(
        get_object_or_404(DocumentLanguage.objects.select_related("file"), pk=pk, version__document=document)
    )


@login_required
@never_cache
@require_safe
def export(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A version for the web officer of another site: its files under clear names and all facts as JSON (R09-8). It
    waits for no posting here."""
    document = open_document(request, ref)
    version = get_object_or_404(document.versions.exclude(state=DocumentVersion.State.DRAFT), number=number)
    version.document = document
    clearance.note_opening(document, by=request.user, at=timezone.now())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        languages = shown.languages(version)
        facts = {**of_version(version), "texts": {}}
        for one in languages:
            facts["texts"][one.language] = [of_paragraph(each) for each in shown.paragraphs(one)]
            with default_storage.open(one.file.path) as kept:
                archive.writestr(name_of(one), kept.read())
        archive.writestr("document.json", json.dumps(facts, ensure_ascii=False, indent=1, default=str))
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{document.ref}-v{number}.zip"'
    return response


def name_of(one: DocumentLanguage) -> str:
    """Language first, then the name as it was given."""
    return f"{one.language}-{one.file_name.replace('/', '-')}"


@login_required
@never_cache
@require_safe
def recipients(request: HttpRequest, ref: str) -> HttpResponse:
    """To whom each version was sent, when, and the proof (R09-7)."""
    document = open_document(request, ref)
    found = Addressee.objects.filter(circulation__version__document=document).select_related(
        "circulation__version", "letter"
    )
    if not found:
        raise Http404
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["version", "circulated", "means", "name", "address", "sent", "opened", "proof"])
    for one in found.order_by("circulation", "name"):
        sent = one.circulation
        row = [
            f"v{sent.version.number}",
            sent.circulated_at.isoformat(),
            sent.means,
            one.name,
            one.email,
            one.sent_at.isoformat() if one.sent_at else "",
            one.opened_at.isoformat() if one.opened_at else "",
            sent.proof or (f"letter {one.letter_id}" if one.letter_id else ""),
        ]
        rows.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{document.ref}-recipients.csv"'
    return response
