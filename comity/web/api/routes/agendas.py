"""The agenda: its versions as anybody may read them, what may follow, issued and adopted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comity.meetings import agenda as agendas
from comity.meetings import authority, casting, checking, differing
from comity.meetings.agenda import Stage
from comity.meetings.authority import Act
from comity.meetings.checking import Finding
from comity.meetings.models import AgendaVersion, Meeting
from comity.meetings.printed import Item, Printed, printed
from comity.participants.models import Scope
from comity.web.api.asking import meeting_of, meeting_to_change, needs, person, reads
from comity.web.api.once import idempotent
from comity.web.api.routes.routing import router
from comity.web.api.shapes.agendas import (
    AgendaLine,
    AgendaOut,
    ChangedField,
    ChangedItem,
    DayOut,
    FindingOut,
    ItemOut,
    LineOut,
    NewAgenda,
    NextAgenda,
    NextStage,
)
from comity.web.api.telling import told

TAGS = ["agenda"]
AGENDAS = "/meetings/{slug:slug}/agendas"


def sees_all(request: HttpRequest, meeting: Meeting) -> bool:
    """Whether the proposed agenda, which is the Committee's own, and everybody's name are shown."""
    return reads(request) and authority.may(request.user, Act.SEE, meeting=meeting)


def versions(request: HttpRequest, meeting: Meeting) -> list[AgendaVersion]:
    """The newest first."""
    if sees_all(request, meeting):
        return list(meeting.agendas.select_related("meeting").order_by("-number"))
    return agendas.shown(meeting)


def line(version: AgendaVersion) -> AgendaLine:
    return AgendaLine(
        meeting=version.meeting.slug,
        number=version.number,
        stage=version.stage,
        revision=version.revision,
        title=str(version),
        issued_at=version.issued_at,
        sha256=version.sha256,
    )


@router.get(
    AGENDAS, response=list[AgendaLine], url_name="agendas", summary="List versions of the agenda", tags=TAGS
)
def every(request: HttpRequest, slug: str) -> list[AgendaLine]:
    """The newest first. A proposed agenda is told only to those who work on the meeting."""
    return [line(one) for one in versions(request, meeting_of(request, slug))]


@router.get(
    f"{AGENDAS}/{{int:number}}",
    response=AgendaOut,
    url_name="agenda",
    summary="Read a version of the agenda",
    tags=TAGS,
)
def agenda(request: HttpRequest, slug: str, number: int) -> AgendaOut:
    """As it was issued, in the reader's language, with those who may be named now."""
    meeting = meeting_of(request, slug)
    every = versions(request, meeting)
    version = of_number(every, number)
    content = content_of(request, version)
    return AgendaOut(
        **dict(line(version)),
        newer=every[0].number if every[0].number > number else None,
        place_and_dates=content.place_and_dates,
        note=content.note,
        days=[DayOut(title=day.title, sessions=[item(one) for one in day.sessions]) for day in content.days],
    )


def of_number(every: list[AgendaVersion], number: int) -> AgendaVersion:
    version = next((one for one in every if one.number == number), None)
    if version is None:
        raise Http404
    return version


def content_of(request: HttpRequest, version: AgendaVersion) -> Printed:
    """Whom the public may not read by name now, only those who work on the meeting do (RX-3)."""
    if sees_all(request, version.meeting):
        return printed(version)
    return printed(version, named=casting.named(int(key) for key in version.people))


def item(one: Item) -> ItemOut:
    return ItemOut(
        code=one.code,
        title=one.title,
        when=one.when,
        utc=one.utc,
        room=one.room,
        cancelled=one.cancelled,
        lines=[
            LineOut(
                kind=each.kind,
                label=each.label,
                words=list(each.words),
                language=each.language,
                links=list(each.links),
            )
            for each in one.lines
        ],
    )


@router.get(
    f"{AGENDAS}/{{int:number}}/changes-since/{{int:before}}",
    response=list[ChangedItem],
    url_name="agenda_changes",
    summary="Compare two versions of the agenda",
    tags=TAGS,
)
def changes(request: HttpRequest, slug: str, number: int, before: int) -> list[ChangedItem]:
    """Session by session: which came, went, moved or say something else; those that are the same too."""
    every = versions(request, meeting_of(request, slug))
    old, new = (content_of(request, of_number(every, one)) for one in (before, number))
    return [
        ChangedItem(
            kind=row.kind,
            code=row.code,
            title=row.title,
            changes=[
                ChangedField(label=one.label, before=one.before, after=one.after) for one in row.changes
            ],
        )
        for row in differing.between(old, new)
    ]


@router.get(
    f"{AGENDAS}/next",
    response=NextAgenda,
    url_name="next_agenda",
    summary="Look at what may be issued next",
    tags=TAGS,
    **needs(Scope.READ),
)
def following(request: HttpRequest, slug: str) -> NextAgenda:
    """The stages that may follow, each with what stands in its way and what to look at before. For those who work on
    the meeting."""
    meeting, at = meeting_to_change(request, slug), timezone.now()
    authority.require(request.user, Act.SEE, meeting=meeting)
    last, of = agendas.latest(meeting), checking.programme(meeting, at=at)
    return NextAgenda(
        latest=line(last) if last else None,
        has_changed=last is not None and agendas.has_changed(last, at=at),
        stages=[
            NextStage(
                stage=stage.value,
                findings=[finding(one) for one in findings_of(meeting, stage, of)],
            )
            for stage in agendas.next_stages(meeting)
        ],
    )


def findings_of(meeting: Meeting, stage: Stage, of: checking.Programme) -> list[Finding]:
    """Adopting looks at nothing: it is the last one, word for word."""
    return [] if stage == Stage.ADOPTED else checking.findings(meeting, stage=stage, at=of.at, of=of)


def finding(one: Finding) -> FindingOut:
    return FindingOut(
        code=one.code,
        session=one.session.code if one.session else None,
        sentence=one.sentence,
        blocks=one.blocks,
    )


@router.post(
    AGENDAS,
    response={201: AgendaLine},
    url_name="agendas",
    summary="Issue the agenda",
    tags=TAGS,
    **needs(Scope.ISSUE_AGENDAS),
)
@idempotent
def issue(request: HttpRequest, slug: str, sent: NewAgenda) -> HttpResponse:
    """The programme as it stands, frozen under the next number; `adopted` records that the meeting adopted the last
    one, word for word. Refused where the stage does not follow, or where a check stands in the way: the sentence says
    which."""
    meeting, by, at = meeting_to_change(request, slug), person(request), timezone.now()
    stage = Stage(sent.stage)
    if stage == Stage.ADOPTED:
        made = agendas.adopt(meeting, by=by, at=at)
    else:
        made = agendas.issue(meeting, stage, by=by, at=at)
    return told(line(made), 201, at=reverse("api:agenda", args=[slug, made.number]))
