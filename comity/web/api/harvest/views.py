"""The address of the harvest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from comity.languages import localized
from comity.meetings import queries
from comity.web.api.harvest import asked, heads, records, writing
from comity.web.api.harvest.asked import Asked, Fault
from comity.web.api.harvest.heads import Head

SETS = {
    heads.STATEMENTS: "Statements of delegations",
    heads.DOCUMENTS: "Documents of meetings",
    heads.PRACTICES: "Good practices",
}


@csrf_exempt  # the protocol lets a harvester ask by POST too; nothing is changed by it
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    at, base = timezone.now(), settings.PUBLIC_ADDRESS + reverse("harvest")
    query = request.POST if request.method == "POST" else request.GET
    arguments = {name: values[0] for name, values in query.lists() if values}
    with override("en"):
        try:
            wanted = asked.read(query)
            found = writing.root(base, arguments, at=at)
            ANSWERS[wanted.verb](found, wanted, at)
        except Fault as fault:
            found = writing.fault(base, arguments, fault, at=at)
    return HttpResponse(writing.written(found), content_type="text/xml; charset=utf-8")


def identify(found: etree._Element, wanted: Asked, at: datetime) -> None:
    known = heads.every(at)
    writing.identify(
        found,
        (
            ("repositoryName", "Comity"),
            ("baseURL", settings.PUBLIC_ADDRESS + reverse("harvest")),
            ("protocolVersion", "2.0"),
            ("adminEmail", settings.DEFAULT_FROM_EMAIL),
            ("earliestDatestamp", writing.stamp(known[0].stamp if known else at)),
            ("deletedRecord", "persistent"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ),
    )


def formats(found: etree._Element, wanted: Asked, at: datetime) -> None:
    if wanted.identifier:
        known(wanted.identifier, at)
    writing.formats(found)


def sets(found: etree._Element, wanted: Asked, at: datetime) -> None:
    meetings = queries.public()
    writing.sets(
        found,
        (
            *SETS.items(),
            (heads.MEETING[:-1], "By meeting"),
            *((f"{heads.MEETING}{one.slug}", localized(one.titles, "en")) for one in meetings),
        ),
    )


def known(identifier: str, at: datetime) -> Head:
    for head in heads.every(at):
        if asked.identifier(head.ref) == identifier:
            return head
    raise Fault("idDoesNotExist", "Nothing public has this identifier.")


def one_record(found: etree._Element, wanted: Asked, at: datetime) -> None:
    head = known(wanted.identifier, at)
    words = records.of_each([head], at=at)
    writing.record(writing.node(found, "GetRecord"), head, words.get(head.ref))


def listed(found: etree._Element, wanted: Asked, at: datetime) -> None:
    """A part of the list, and a token for the next one where there is more."""
    every = [one for one in heads.every(at) if wanted.wants(one)]
    left = [one for one in every if wanted.after is None or (one.stamp, one.ref) > wanted.after]
    if not left:
        if wanted.after is not None:
            raise Fault("badResumptionToken", "Nothing is left of this list.")
        raise Fault("noRecordsMatch", "Nothing public matches.")
    part, section = left[: asked.A_PAGE], writing.node(found, wanted.verb)
    words = records.of_each(part, at=at) if wanted.verb == "ListRecords" else {}
    for head in part:
        if wanted.verb == "ListRecords":
            writing.record(section, head, words.get(head.ref))
        else:
            writing.header(section, head)
    has_more = len(left) > len(part)
    if has_more or wanted.after is not None:
        token = asked.token(wanted, part[-1]) if has_more else ""
        writing.resumption(section, token, total=len(every), cursor=len(every) - len(left))


ANSWERS: dict[str, Callable[[etree._Element, Asked, datetime], None]] = {
    "Identify": identify,
    "ListMetadataFormats": formats,
    "ListSets": sets,
    "GetRecord": one_record,
    "ListIdentifiers": listed,
    "ListRecords": listed,
}
