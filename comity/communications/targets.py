"""What can be followed, found by the words of an address, and what it is called. Only what is public can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.communications.models import Subscription
from comity.languages import isolated, localized
from comity.meetings import queries
from comity.meetings.models import Meeting, Session
from comity.papers.models import DocumentVersion
from comity.participants.models import Body
from comity.statements import public
from comity.statements.models import Version

Target = Subscription.Target
LONGEST_QUERY = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to follow. `identity` is the same for the same thing."""

    target: Subscription.Target
    meeting: Meeting | None = None
    session: Session | None = None
    body: Body | None = None
    ref: str = ""
    query: str = ""
    filters: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        if self.target == Target.SEARCH:
            asked = json.dumps([self.query.casefold(), sorted(self.filters.items())])
            return f"search {hashlib.sha256(asked.encode()).hexdigest()[:32]}"
        thing = self.session or self.meeting or self.body
        return f"{self.target} {thing.pk if thing else self.ref}"

    def fields(self) -> dict[str, Any]:
        """Of the subscription."""
        return {
            "target": self.target,
            "meeting": self.meeting,
            "session": self.session,
            "body": self.body,
            "ref": self.ref,
            "query": self.query,
            "filters": dict(self.filters),
        }

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return called(Subscription(**self.fields()))


def find(
    asked: Mapping[str, str], *, at: datetime, filters: Mapping[str, list[str]] | None = None
) -> Wish | None:
    """The thing that `session` and `meeting`, `delegation`, `ref`, `q` or `meeting` name; None where the public knows
    of none: whoever asks must not learn who speaks later. `filters` belong to `q`."""
    if query := " ".join(asked.get("q", "").split())[:LONGEST_QUERY]:
        return Wish(Target.SEARCH, query=query, filters=filters or {})
    if ref := asked.get("ref", ""):
        return Wish(Target.DOCUMENT, ref=ref) if papers_called([ref], at=at) else None
    meetings = queries.public()
    if code := asked.get("delegation", ""):
        body = Body.objects.filter(code=code).first()
        known = body is not None and public.was_ever_public(body, at=at, meetings=meetings)
        return Wish(Target.DELEGATION, body=body) if known else None
    slug = asked.get("meeting", "")
    meeting = next((one for one in meetings if one.slug == slug), None)
    if meeting is None or not asked.get("session"):
        return Wish(Target.MEETING, meeting=meeting) if meeting else None
    session = meeting.sessions.filter(code=asked["session"]).first()
    return Wish(Target.SESSION, meeting=meeting, session=session) if session else None


def called(one: Subscription) -> str:
    """What the subscription is to, in the reader's language."""
    if one.target == Target.SESSION:
        return str(one.session)
    if one.target == Target.DELEGATION:
        return _("Statements of %(delegation)s") % {"delegation": one.body}
    if one.target == Target.SEARCH:
        return _("Search: %(query)s") % {"query": isolated(one.query)}
    return str(one.meeting) if one.meeting else papers_called([one.ref]).get(one.ref, one.ref)


def papers_called(refs: Iterable[str], *, at: datetime | None = None) -> dict[str, str]:
    """Reference -> title, of the statements and papers among them; with `at`, of those that the public knows then."""
    refs = [*refs]
    known = {} if at is None else {"public_from__lte": at}
    statements = Version.objects.filter(statement__ref__in=refs, **known).select_related(
        "statement__meeting", "statement__delegation__body"
    )
    found = {
        one.statement.ref: _("Statement of %(delegation)s") % {"delegation": one.statement.whose}
        for one in statements
    }
    documents = DocumentVersion.objects.filter(document__ref__in=refs, **known).select_related("document")
    return found | {one.document.ref: localized(one.document.titles) for one in documents}
