"""The ladder of quantifiers: read by all who prepare the summary, changed by the Chair and the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.languages import NATIVE_NAMES
from comity.refusals import Refused
from comity.summary import ladder
from comity.web.desk.summary.place import may, person, summary_of
from comity.web.shared.sending import whole_number, without_null

SPARE = 2
"""Empty rungs at the end of the form."""
MOST = 20


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def quantifiers(request: HttpRequest, slug: str) -> HttpResponse:
    """All rungs on one form; one whose words are all taken out is left out."""
    summary = summary_of(request, slug)
    refusal = None
    rows = summary.ladder or ladder.shipped()
    if request.method == "POST":
        rows = [] if "shipped" in request.POST else sent_rows(request)
        try:
            ladder.change(summary, rows, by=person(request), at=timezone.now())
            messages.success(request, _("The ladder holds from now on; what was cleared stays as it is."))
            return redirect("desk:summary_quantifiers", slug=slug)
        except Refused as refused:
            refusal = refused
    return render(
        request,
        "desk/summary/quantifiers.html",
        {
            "meeting": summary.meeting,
            "summary": summary,
            "rungs": [
                (row, [(code, row["words"].get(code, "")) for code in NATIVE_NAMES])
                for row in [
                    *rows,
                    *({"least": None, "share": None, "by_choice": False, "words": {}},) * SPARE,
                ]
            ],
            "may": may(request, summary.meeting),
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )


def sent_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Rungs as they were filled in: `least-3`, `share-3`, `choice-3`, `words-3-en`."""
    rows = []
    for number in range(1, MOST + 1):
        words = {code: without_null(request.POST.get(f"words-{number}-{code}", "")) for code in NATIVE_NAMES}
        row = {
            "least": whole_number(request.POST.get(f"least-{number}"), digits=4),
            "share": whole_number(request.POST.get(f"share-{number}"), digits=3),
            "by_choice": f"choice-{number}" in request.POST,
            "words": words,
        }
        if any(said.strip() for said in words.values()) or row["least"] or row["share"]:
            rows.append(row)
    return rows
