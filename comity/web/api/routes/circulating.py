"""Documents circulated: to whom, when, with what proof, and the link of each. That waits for no posting."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comity.papers import circulating, clearance, links
from comity.papers.authority import Act, require_with
from comity.papers.circulating import Audience
from comity.papers.models import Addressee, DocumentVersion, PaperCirculation
from comity.participants.models import Scope
from comity.web.api.asking import needs, person
from comity.web.api.once import idempotent
from comity.web.api.routes.papers import VERSION, version_of
from comity.web.api.routes.routing import router
from comity.web.api.shapes.papers import (
    AddresseeOut,
    CirculationOut,
    NewCirculation,
    RecordedCirculation,
)
from comity.web.api.telling import told
from comity.web.desk.papers.circulations import Told
from comity.web.desk.papers.circulations import of as circulations_of

TAGS = ["documents"]
SENDS = needs(Scope.CIRCULATE_PAPERS)
CIRCULATIONS = f"{VERSION}/circulations"
LINK = f"{VERSION}/addressees/{{int:pk}}/link"


@router.get(
    CIRCULATIONS,
    response=list[CirculationOut],
    url_name="circulations",
    summary="List to whom a version was circulated",
    tags=TAGS,
    **needs(Scope.READ),
)
def circulations(request: HttpRequest, ref: str, number: int) -> list[CirculationOut]:
    """Each act with its addressees, whether the mail went out, and whether the link still opens the paper. For those
    who work on the papers of the meeting."""
    version, at = version_of(request, ref, number), timezone.now()
    clearance.note_opening(version.document, by=request.user, at=at)
    return [shown(sent, rows) for sent, rows in circulations_of(version, at=at)]


def shown(sent: PaperCirculation, rows: list[Told]) -> CirculationOut:
    return CirculationOut(
        id=sent.pk,
        means=sent.means,
        proof=sent.proof,
        message=sent.message,
        circulated_at=sent.circulated_at,
        addressees=[addressee(one) for one in rows],
    )


def addressee(row: Told) -> AddresseeOut:
    one = row.addressee
    return AddresseeOut(
        id=one.pk,
        name=str(one),
        email=one.email,
        language=one.language,
        sent_at=one.sent_at,
        opened_at=one.opened_at,
        link_until=row.until.astimezone(UTC) if row.until else None,
        link_ended=row.ended,
    )


def made(sent: PaperCirculation, version: DocumentVersion, *, at: datetime) -> HttpResponse:
    rows = next(rows for one, rows in circulations_of(version, at=at) if one.pk == sent.pk)
    address = reverse("api:circulations", args=[version.document.ref, version.number])
    return told(shown(sent, rows), 201, at=address)


@router.post(
    CIRCULATIONS,
    response={201: CirculationOut},
    url_name="circulations",
    summary="Circulate a version by mail",
    tags=TAGS,
    **SENDS,
)
@idempotent
def circulate(request: HttpRequest, ref: str, number: int, sent: NewCirculation) -> HttpResponse:
    """To everybody of the lists and the addresses who does not have this version yet, each by a mail in her language
    with a link of her own. Waits for no posting."""
    version, at = version_of(request, ref, number), timezone.now()
    require_with(request.user, Act.CIRCULATE, document=version.document)
    to = circulating.recipients(version.document, [Audience(one) for one in sent.lists], sent.addresses)
    done = circulating.circulate(version, to, message=sent.message, by=person(request), at=at)
    return made(done, version, at=at)


@router.post(
    f"{CIRCULATIONS}/recorded",
    response={201: CirculationOut},
    url_name="recorded_circulations",
    summary="Record a circulation by another way",
    tags=TAGS,
    **SENDS,
)
@idempotent
def record(request: HttpRequest, ref: str, number: int, sent: RecordedCirculation) -> HttpResponse:
    """Such as with a note verbale: to whom, and what shows it. Nobody is written to."""
    version, at = version_of(request, ref, number), timezone.now()
    done = circulating.record(version, sent.names, proof=sent.proof, by=person(request), at=at)
    return made(done, version, at=at)


def addressee_of(version: DocumentVersion, pk: int) -> Addressee:
    found = Addressee.objects.select_related("circulation", "letter", "person")
    one = found.filter(pk=pk, circulation__version=version).first() if pk < 1 << 62 else None
    if one is None:
        raise Http404
    one.circulation.version = version
    return one


def after(version: DocumentVersion, pk: int, *, at: datetime) -> HttpResponse:
    rows = (row for _sent, rows in circulations_of(version, at=at) for row in rows)
    return told(addressee(next(row for row in rows if row.addressee.pk == pk)))


@router.put(
    LINK,
    response=AddresseeOut,
    url_name="addressee_link",
    summary="Send an addressee another link",
    tags=TAGS,
    **SENDS,
)
def renew(request: HttpRequest, ref: str, number: int, pk: int) -> HttpResponse:
    """The link before opens nothing any more."""
    version, at = version_of(request, ref, number), timezone.now()
    links.renew(addressee_of(version, pk), by=person(request), at=at)
    return after(version, pk, at=at)


@router.delete(
    LINK,
    response=AddresseeOut,
    url_name="addressee_link",
    summary="End the link of an addressee",
    tags=TAGS,
    **SENDS,
)
def end(request: HttpRequest, ref: str, number: int, pk: int) -> HttpResponse:
    """At once; by itself it ends some days after the meeting."""
    version, at = version_of(request, ref, number), timezone.now()
    links.end(addressee_of(version, pk), by=person(request), at=at)
    return after(version, pk, at=at)
