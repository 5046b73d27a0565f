"""The delegations of the sample and the people who act in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password

from comity.meetings.models import Meeting
from comity.participants import register
from comity.participants.models import Assignment, Body, Delegation, Group, Person, Role, Stakeholder
from comity.sample.sources import written

PASSWORD = "sample-meeting-2016"  # noqa: S105
"""Of every account of the demo, which runs on one's own machine and holds invented texts only."""


def load_delegations(meeting: Meeting) -> dict[str, Delegation]:
    """The invented bodies with their groups, and their delegations by code. May be called again."""
    register.load()
    content = written("bodies.json")
    for group in content["groups"]:
        Group.objects.update_or_create(
            code=group["code"], defaults={"kind": Group.Kind.NEGOTIATING, "names": group["names"]}
        )
    groups = {group.code: group for group in Group.objects.all()}
    delegations = {}
    for entry in content["bodies"]:
        body, _ = Body.objects.update_or_create(
            code=entry["code"],
            defaults={
                "category": Stakeholder(entry["category"]),
                "names": entry["names"],
                "sample": True,
            },
        )
        body.groups.set([groups[code] for code in entry["groups"]])
        delegation, _ = Delegation.objects.get_or_create(meeting=meeting, body=body)
        delegation.speaks_for.set([groups[code] for code in entry["speaks_for"]])
        delegations[body.code] = delegation
    return delegations


def accounts() -> list[dict[str, str]]:
    """One account a role, in the order of the roles: `email`, `name`, `role` and, for two of them, `delegation`."""
    found: list[dict[str, str]] = written("people.json")
    return found


def load_people(meeting: Meeting, delegations: dict[str, Delegation]) -> None:
    """One account a role, and for every other delegation the delegate who sends its statements."""
    hashed = make_password(PASSWORD)
    for entry in accounts():
        person = account(entry, hashed)
        site_wide = entry["role"] == Role.ADMINISTRATOR
        Assignment.objects.get_or_create(
            person=person,
            role=entry["role"],
            meeting=None if site_wide else meeting,
            delegation=delegations[entry["delegation"]] if "delegation" in entry else None,
        )
    staffed = {entry.get("delegation") for entry in accounts()}
    for body in written("bodies.json")["bodies"]:
        if body["code"] not in staffed:
            person = account(delegate_of(body), hashed)
            Assignment.objects.get_or_create(
                person=person,
                role=Role.DELEGATE,
                meeting=meeting,
                delegation=delegations[body["code"]],
            )


def delegate_of(body: dict[str, Any]) -> dict[str, str]:
    """An account that bears the name of its delegation, as shared mailboxes of missions do."""
    language = body["language"]
    return {
        "email": f"{body['code']}@sample.example",
        "name": body["names"][language],
        "language": language,
    }


def account(entry: dict[str, str], hashed: str) -> Person:
    person, _ = Person.objects.get_or_create(
        email=entry["email"],
        defaults={
            "name": entry["name"],
            "title": entry.get("title", ""),
            "language": entry["language"],
            "password": hashed,
        },
    )
    return person
