"""What a submission must have before it is received: its place at the meeting, files, consent, and time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Aspect, Meeting
from comity.meetings.times import at_venue
from comity.participants import roles
from comity.participants.models import Delegation, Group, Person
from comity.refusals import NotNow, Refused
from comity.statements import changes
from comity.statements.authority import CTED
from comity.statements.models import Statement, Version


def check_place(statement: Statement, aspects: Iterable[Aspect]) -> None:
    """Group, session and aspects are the delegation's and the meeting's own; an embargo until a time has one."""
    check_group(statement.delegation, statement.on_behalf_of)
    places = [one.meeting_id for one in (*aspects, statement.session) if one is not None]
    if any(place != statement.meeting_id for place in places):
        raise Refused(_("Choose an aspect and a session of this meeting."))
    if (statement.embargo == Statement.Embargo.UNTIL_TIME) != (statement.embargo_until is not None):
        raise Refused(_("Give the time at which the embargo ends, and only for an embargo until a time."))


def check_group(delegation: Delegation, group: Group | None) -> None:
    """A delegation speaks for itself or for a group it is authorized for (R09-3)."""
    if group is not None and not delegation.speaks_for.filter(pk=group.pk).exists():
        raise Refused(
            _("%(delegation)s is not authorized to speak on behalf of %(group)s at this meeting.")
            % {"delegation": delegation, "group": group}
        )


def check_complete(version: Version, *, has_aspect: bool, has_file: bool, by: Person, at: datetime) -> bool:
    """Whether the submission is late. Raises `Refused` naming what is missing (concept note, paragraph 9)."""
    statement = version.statement
    if not has_aspect:
        raise Refused(_("Choose at least one aspect of the meeting to which the statement relates."))
    if not has_file:
        raise Refused(_("Add the file of the statement in at least one language."))
    if not statement.consent_to_publish and statement.form == Statement.Form.STATEMENT:
        raise Refused(
            _("A statement is taken for publication: agree to it being published, or do not send it.")
        )
    until = statement.embargo_until
    if version.number == 1 and until is not None and until <= at:
        raise Refused(_("The embargo ends in the past. Choose a later time, or no embargo."))
    if statement.withdrawn_at is not None:
        raise NotNow(_("This statement has been withdrawn."))
    late = statement.meeting.deadline_passed(at)
    if late and not late_is_taken(version, by=by):
        raise NotNow(
            _("The deadline for statements has passed (%(deadline)s). Ask the secretariat to take it late.")
            % {"deadline": deadline_of(statement.meeting)}
        )
    return late


def deadline_of(meeting: Meeting) -> str:
    assert meeting.statements_due_at is not None
    return at_venue(meeting.statements_due_at, meeting)


def late_is_taken(version: Version, *, by: Person) -> bool:
    """By the meeting's policy, by the secretariat's own hand, by a granted request, or because it was returned."""
    statement = version.statement
    if roles.holds(by, CTED, meeting=statement.meeting_id):
        return True
    if statement.meeting.late_policy == Meeting.LatePolicy.TAKE_LATE:
        return True
    if changes.is_granted(statement):
        return True
    return statement.versions.filter(state=Version.State.RETURNED).exists()
