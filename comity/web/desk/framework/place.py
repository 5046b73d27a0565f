"""Which meeting's framework one stands in, and whether one works there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from comity.framework import authority
from comity.framework.authority import Act
from comity.framework.models import Framework, Node, NodeText
from comity.languages import reader_language
from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.web.desk import chosen


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """Raises `NotAllowed` for who does not work on its framework."""
    meeting = get_object_or_404(Meeting, slug=slug)
    authority.require(request.user, Act.SEE, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def framework_of(request: HttpRequest, slug: str) -> Framework:
    """Raises `Http404` where the meeting has none yet."""
    meeting = meeting_of(request, slug)
    found = Framework.objects.filter(meeting=meeting).select_related("meeting").first()
    if found is None:
        raise Http404
    return found


def node_of(request: HttpRequest, slug: str, number: int) -> Node:
    framework = framework_of(request, slug)
    nodes = framework.nodes.select_related("framework__meeting", "practice", "parent__parent")
    return get_object_or_404(nodes, number=number)


def may(request: HttpRequest, act: Act, meeting: Meeting) -> bool:
    return authority.may(request.user, act, meeting=meeting)


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user


def around(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What every page shows around itself."""
    return {
        "meeting": meeting,
        "may_draft": may(request, Act.DRAFT, meeting),
        "may_plan": may(request, Act.PLAN, meeting),
        "may_decide": may(request, Act.DECIDE_OPTION, meeting),
        "may_issue": may(request, Act.ISSUE, meeting),
    }


def titles(nodes: list[Node]) -> dict[int, Any]:
    """Key of a node -> what the desk calls it: the text of its newest wording in the reader's language, else in the
    original. A placed practice has none here."""
    found: dict[int, NodeText] = {}
    texts = (
        NodeText.objects.filter(version__node__in=nodes).select_related("version").order_by("version__number")
    )
    for one in texts:
        held = found.get(one.version.node_id)
        newer = held is None or held.version_id != one.version_id
        fits = one.language == reader_language() or (
            one.language == one.version.original_language
            and (held is None or held.language != reader_language())
        )
        if newer or fits:
            found[one.version.node_id] = one
    return found
