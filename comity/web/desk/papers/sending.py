"""The links of a circulation at the desk: ended or sent anew, addressee by addressee."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comity.papers import links
from comity.papers.models import Addressee
from comity.refusals import Refused
from comity.web.desk.papers import document as page
from comity.web.desk.papers.place import open_document, person

ACTS = {
    "end": (links.end, _("The link has ended. It opens nothing any more.")),
    "renew": (links.renew, _("Another link is on its way; the one before opens nothing any more.")),
}


@login_required
@require_POST
def link(request: HttpRequest, ref: str, pk: int, name: str) -> HttpResponse:
    document = open_document(request, ref)
    if name not in ACTS:
        raise Http404
    addressee = get_object_or_404(
        Addressee.objects.filter(circulation__version__document=document).select_related(
            "circulation__version__document__meeting", "person", "letter"
        ),
        pk=pk,
    )
    verb, done = ACTS[name]
    version = addressee.circulation.version
    try:
        verb(addressee, by=person(request), at=timezone.now())
    except Refused as refusal:
        return page.show(request, document, version=version, refusal=refusal)
    messages.success(request, str(done))
    return redirect(page.page_of(document, version, "#circulation"))
