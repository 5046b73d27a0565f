"""The framework as anybody may see it: its editions, totals of resources, the follow-up, mandates."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest
from django.utils import timezone

from comity.adapters.framework.tables import of_element
from comity.framework import following, mandates, naming, public, totals
from comity.framework.models import FrameworkEdition, Progress
from comity.framework.showing import Edition, Work
from comity.languages import localized, reader_language
from comity.practices.machine_readable import plain
from comity.web.api.asking import meeting_of, paged
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Label, Page, PageNumber, PerPage
from comity.web.api.shapes.framework import (
    CampaignOut,
    CommentOut,
    EditionLine,
    EditionOut,
    ElementOut,
    GoneOut,
    MandateOut,
    OptionOut,
    ProgressOut,
    SumOut,
    TotalOut,
    WorkOut,
)

TAGS = ["framework"]
FRAMEWORK = "/meetings/{slug:slug}/framework"


def edition_line(one: FrameworkEdition) -> EditionLine:
    return EditionLine(
        meeting=one.framework.meeting.slug,
        number=one.number,
        title=localized(one.titles),
        issued_at=one.issued_at,
        sha256=one.sha256,
    )


@router.get(
    f"{FRAMEWORK}/editions",
    response=list[EditionLine],
    url_name="framework_editions",
    summary="List editions of the framework",
    tags=TAGS,
)
def editions(request: HttpRequest, slug: str) -> list[EditionLine]:
    """The newest first."""
    meeting = meeting_of(request, slug)
    return [edition_line(one) for one in public.issued(meeting.pk, at=timezone.now())]


@router.get(
    f"{FRAMEWORK}/editions/{{int:number}}",
    response=EditionOut,
    url_name="framework_edition",
    summary="Read an edition of the framework",
    tags=TAGS,
)
def edition(request: HttpRequest, slug: str, number: int) -> EditionOut:
    """Elements, guidelines and practices under their numbers, options, future work, and numbers that are no longer in
    use. What may be told of sources is asked at every read."""
    meeting, at = meeting_of(request, slug), timezone.now()
    every = list(public.issued(meeting.pk, at=at))
    one = next((one for one in every if one.number == number), None)
    if one is None:
        raise Http404
    return whole(one, public.of(one, at=at, language=reader_language()))


def whole(one: FrameworkEdition, content: Edition) -> EditionOut:
    return EditionOut(
        **dict(edition_line(one)),
        newer=content.newer or None,
        language=content.language,
        elements=[ElementOut.model_validate(plain(of_element(each))) for each in content.elements],
        options=[OptionOut.model_validate(asdict(each)) for each in content.options],
        future_work=[work(each) for each in content.future_work],
        campaigns=[CampaignOut.model_validate(asdict(each)) for each in content.campaigns],
        numbers_no_longer_in_use=[GoneOut.model_validate(asdict(each)) for each in content.gone],
    )


def work(one: Work) -> WorkOut:
    said = {name: getattr(one, name) for name in WorkOut.model_fields if name not in ("practices", "nodes")}
    return WorkOut(**said, practices=[card.ref for card in one.practices], nodes=list(one.nodes))


@router.get(
    f"{FRAMEWORK}/totals",
    response=list[TotalOut],
    url_name="framework_totals",
    summary="Read totals of resources",
    tags=TAGS,
)
def resources(request: HttpRequest, slug: str) -> list[TotalOut]:
    """A row for each of the seven pools, and the whole as the last. Terms are told nobody, and no sum behind which too
    few stand."""
    return [
        TotalOut(
            pool=Label(code=row.pool, title=row.label) if row.pool else None,
            needs=row.needs,
            offers=row.offers,
            matches=row.matches,
            committed=[SumOut(currency=one.currency, amount=one.amount) for one in row.committed],
            disbursed=[SumOut(currency=one.currency, amount=one.amount) for one in row.disbursed],
        )
        for row in totals.of(meeting_of(request, slug))
    ]


@router.get(
    f"{FRAMEWORK}/follow-up",
    response=Page[ProgressOut],
    url_name="framework_follow_up",
    summary="List what is reported of the framework",
    tags=TAGS,
)
def follow_up(
    request: HttpRequest, slug: str, page: PageNumber = 1, per_page: PerPage = 50
) -> Page[ProgressOut]:
    """By number, then by day: who says what of which State, on which source, and the State’s own words beside it."""
    records = following.records(meeting_of(request, slug), at=timezone.now())
    return paged(records, page, per_page, reported)


def reported(rows: list[Progress]) -> list[ProgressOut]:
    titles = naming.titles({one.node_id for one in rows})
    return [progress(one, titles.get(one.node_id, "")) for one in rows]


def progress(one: Progress, title: str) -> ProgressOut:
    """Where the source is on file, the public reads that, and neither which nor of what kind."""
    on_file = one.source_on_file
    return ProgressOut(
        number=one.node.number,
        title=title,
        address=one.node.permanent_address,
        delegation=Label(code=one.delegation.body.code, title=str(one.delegation)),
        status=one.status,
        narrative=one.narrative,
        language=one.language,
        source=None if on_file else one.source,
        reference=None if on_file else one.reference,
        source_address="" if on_file else one.address,
        as_of=one.as_of,
        comments=[
            CommentOut(text=said.text, language=said.language, written_at=said.written_at)
            for said in one.observations.all()
        ],
    )


@router.get(
    "/meetings/{slug:slug}/mandates",
    response=list[MandateOut],
    url_name="mandates",
    summary="List mandates and their deadlines",
    tags=TAGS,
)
def deadlines(request: HttpRequest, slug: str) -> list[MandateOut]:
    """What was asked for by a day, and how long there is left."""
    meeting = meeting_of(request, slug)
    today = timezone.now().astimezone(meeting.zone).date()
    return [
        MandateOut(
            title=str(one),
            instrument=one.instrument.symbol if one.instrument else None,
            paragraph=one.paragraph,
            due_on=one.due_on,
            days_left=None if one.done_on else mandates.days_left(one, today),
            done_on=one.done_on,
            outcome=one.outcome,
        )
        for one in meeting.mandates.select_related("instrument")
    ]
