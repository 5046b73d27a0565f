"""The page of one document at the desk: its text, where it was sent and posted, and what may be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.files.models import Sensitivity
from comity.papers import authority, clearance, posting, shown
from comity.papers.authority import Act, Closed
from comity.papers.models import Channel, Document, DocumentVersion
from comity.refusals import NotNow, Refused
from comity.web.desk.page import mistakes
from comity.web.desk.papers import circulations
from comity.web.desk.papers.acts import ACTS, offers, seen
from comity.web.desk.papers.forms import ReaderForm, UploadForm
from comity.web.desk.papers.place import document_of, may, open_document, person, version_of
from comity.web.desk.papers.record import history
from comity.web.shared.sending import whole_number, written


@login_required
@never_cache
@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    document = document_of(request, ref)
    if not authority.is_open_to(request.user, document):
        return show_closed(request, document)
    clearance.note_opening(document, by=request.user, at=timezone.now())
    number = whole_number(request.GET.get("version"), digits=5)
    return show(request, document, version=version_of(document, number))


def show_closed(request: HttpRequest, document: Document) -> HttpResponse:
    """That a CONFIDENTIAL document is there and who may open it; neither its title nor its kind (RX-5)."""
    words = {
        "meeting": document.meeting,
        "document": document,
        "refusal": Closed(),
        **readers(request, document),
    }
    return render(request, "desk/papers/closed.html", words, status=Closed.status)


def readers(request: HttpRequest, document: Document) -> dict[str, Any]:
    if document.sensitivity == Sensitivity.UNCLASSIFIED:
        return {}
    may_name = clearance.may_name(request.user, document)
    people = clearance.candidates(document)
    return {
        "readers": document.clearances.select_related("person", "granted_by"),
        "may_name": may_name,
        "reader_form": ReaderForm(prefix="reader", people=people) if may_name else None,
    }


def show(
    request: HttpRequest,
    document: Document,
    *,
    version: DocumentVersion | None = None,
    bound: dict[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a version, the newest unless said otherwise; `bound` holds the form that was just sent, so that
    nothing written is lost."""
    bound, at = bound or {}, timezone.now()
    document.refresh_from_db()
    version = version_of(document, version.number if version else None)
    languages = shown.languages(version)
    wanted = request.GET.get("language", "")
    main = next((one for one in languages if one.language == wanted), languages[0] if languages else None)
    is_draft = version.state == DocumentVersion.State.DRAFT
    with timezone.override(document.meeting.zone):
        return render(
            request,
            "desk/papers/document.html",
            {
                "meeting": document.meeting,
                "document": document,
                "version": version,
                "versions": document.versions.order_by("-number").prefetch_related("languages", "postings"),
                "languages": languages,
                "main": main,
                "paragraphs": shown.paragraphs(main) if main else [],
                "is_draft": is_draft,
                "is_public": version.is_public(at),
                "upload": upload_form(request, document, is_draft, bound),
                "offers": offers(request.user, version, bound),
                "seen": seen(version),
                "circulations": circulations.of(version, at=at),
                "may_circulate": may(request, Act.CIRCULATE, document.meeting),
                "checklist": checklist(request, version),
                "history": history(document),
                "refusal": refusal,
                "mistakes": mistakes(bound),
                "may_handle": may(request, Act.HANDLE, document.meeting),
                **readers(request, document),
            },
            status=refusal.status if refusal else status,
        )


def upload_form(
    request: HttpRequest, document: Document, is_draft: bool, bound: dict[str, forms.Form]
) -> forms.Form | None:
    if not is_draft or not may(request, Act.HANDLE, document.meeting):
        return None
    return bound.get("upload") or UploadForm(prefix="upload")


def checklist(request: HttpRequest, version: DocumentVersion) -> dict[str, Any]:
    """The posting on each website, with what is ticked for the Committee's."""
    posted = {one.channel: one for one in version.postings.select_related("posted_by")}
    there = posted.get(Channel.COMMITTEE_SITE)
    ticked = there.checked if there else {}
    return {
        "here": posted.get(Channel.EVENT_SITE),
        "there": there,
        "items": [(item, label, ticked.get(item)) for item, label in posting.CHECKLIST.items()],
        "may_tick": may(request, Act.TICK, version.document.meeting)
        and version.state == DocumentVersion.State.ISSUED
        and version.document.withdrawn_at is None
        and version.document.sensitivity == Sensitivity.UNCLASSIFIED
        and (there is None or there.posted_at is None),
    }


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Carry out one act of the table on the version that the page showed."""
    document = document_of(request, ref)
    if name == "reader" and request.method == "POST":
        return name_reader(request, document)
    if name not in ACTS:
        raise Http404
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:paper", ref=ref)
    document = open_document(request, ref)
    chosen, version = ACTS[name], version_of(document, seen_number(request))
    authority.require_with(request.user, chosen.needs, document=document)
    form = chosen.form(request.POST, prefix=name)
    if not form.is_valid():
        return show(request, document, version=version, bound={name: form}, status=422)
    try:
        with transaction.atomic():
            if request.POST.get("seen") != seen(version):
                raise NotNow(_("Somebody else was first: the document has changed since you opened it."))
            chosen.carry_out(version, form, person(request), timezone.now())
    except Refused as refusal:
        return show(request, document, version=version, bound={name: form}, refusal=refusal)
    messages.success(request, str(chosen.done))
    if not Document.objects.filter(pk=document.pk).exists():
        return redirect("desk:papers", slug=document.meeting.slug)
    return redirect(page_of(document, None if name in ("follow", "discard") else version))


def page_of(document: Document, version: DocumentVersion | None, place: str = "") -> str:
    """The address of the page at the desk: of a version, else of the newest."""
    query = f"?version={version.number}" if version else ""
    return f"{reverse('desk:paper', args=[document.ref])}{query}{place}"


def seen_number(request: HttpRequest) -> int | None:
    """The version that the page showed."""
    return whole_number(written(request, "seen").partition("|")[0], digits=5)


@login_required
@require_POST
def checked(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep the checklist for the Committee's website as it was ticked: each change with who and when."""
    document = open_document(request, ref)
    version = version_of(document, seen_number(request))
    wanted = {*request.POST.getlist("done")}
    there = version.postings.filter(channel=Channel.COMMITTEE_SITE).first()
    before = {*there.checked} if there else set()
    try:
        with transaction.atomic():
            for item in posting.CHECKLIST:
                if (item in wanted) != (item in before):
                    posting.tick(version, item, done=item in wanted, by=person(request), at=timezone.now())
    except Refused as refusal:
        return show(request, document, version=version, refusal=refusal)
    return redirect(page_of(document, version, "#there"))


def name_reader(request: HttpRequest, document: Document) -> HttpResponse:
    form = ReaderForm(request.POST, prefix="reader", people=clearance.candidates(document))
    if not form.is_valid():
        raise Refused(_("Choose somebody who takes part in this meeting and is not named yet."))
    clearance.grant(document, form.cleaned_data["person"], by=person(request), at=timezone.now())
    messages.success(request, _("This person may read the document now."))
    return redirect("desk:paper", ref=document.ref)


@login_required
@require_POST
def take_off(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    named = get_object_or_404(document_of(request, ref).clearances.select_related("person"), pk=pk)
    clearance.withdraw(named, by=person(request), at=timezone.now())
    messages.success(request, _("This person may no longer read the document."))
    return redirect("desk:paper", ref=ref)
