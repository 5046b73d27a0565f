"""The examples of docs/how-to/use-the-interface.md, run one after the other as they stand there."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comity.meetings.models import Part, Session
from comity.papers.models import Document, Minutes, PaperCirculation
from comity.participants.models import Participant, Role
from comity.statements.models import Receipt
from tests import makers
from tests.web.api.asking import Programme

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "use-the-interface.md"
TEXT = b"Mr. Chair,\n\nWe share what works. Evidence is given at any hour of the day.\n"


def examples() -> Iterator[str]:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    curl "):
            yield line.strip()


def run(line: str, told: dict[str, str]) -> HttpResponse:
    """What curl would send; `told`: words of the examples that stand for something."""
    words = iter(shlex.split(line)[1:])
    method, address, headers, form = "GET", "", {}, []
    body: str | None = None
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = filled(next(words), told).partition(": ")
            headers[f"HTTP_{name.upper().replace('-', '_')}"] = value
        elif word == "-d":
            body = filled(next(words), told)
        elif word == "-F":
            form.append(next(words).split("=", 1))
        elif word != "-i":
            address = filled(word, told)
    kind = headers.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
    if form:
        sent = {name: a_file(value) if value.startswith("@") else value for name, value in form}
        return Client().post(address, sent, **headers)  # type: ignore[return-value, arg-type]
    return Client().generic(method, address, body or "", content_type=kind, **headers)  # type: ignore[return-value, arg-type]


def learned(line: str, answer: Any) -> dict[str, str]:
    """What later examples name."""
    if "/registrations" in line:
        return {"PARTICIPANT": str(answer["id"])}
    if '/panel"' in line:
        return {"PART": str(answer["id"])}
    return {"STATEMENT": answer["ref"]} if '/statements"' in line else {}


def filled(words: str, told: dict[str, str]) -> str:
    for name, value in told.items():
        words = words.replace(name, value)
    return words


def a_file(said: str) -> SimpleUploadedFile:
    """Each name has a text of its own."""
    return SimpleUploadedFile(said.removeprefix("@"), TEXT + said.encode())


def test_every_example_does_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: makers.NOW)
    meeting = makers.a_meeting()
    makers.a_published_statement(makers.a_delegation(meeting, "ken"))
    makers.a_delegation(meeting)
    desk = makers.a_role(Role.SECRETARIAT, meeting, name="integrator")
    expert = makers.a_role(Role.RAPPORTEUR, meeting)
    told: dict[str, Any] = {"SITE": "", "TOKEN": Programme(desk).secret, "EXPERT": Programme(expert).secret}
    ran = 0
    for line in examples():
        answer = run(line, told)
        assert answer.status_code in (200, 201), (line, answer.content.decode())
        if "ETag" in answer.headers:
            told["ETAG"] = answer.headers["ETag"]
        if answer.status_code == 201 and '/documents"' in line:
            told["REF"] = json.loads(answer.content)["ref"]
        if answer.status_code == 201:
            told |= learned(line, json.loads(answer.content))
        ran += 1
    assert ran == len([*examples()]) > 15
    moved = Session.objects.get(code="s1")
    assert (moved.starts_at.isoformat(), moved.segments.count()) == ("2016-12-01T21:00:00+00:00", 2)
    assert Session.objects.filter(code="ts1").exists()
    assert Participant.objects.get().name == "Ana Silva"
    assert Receipt.objects.filter(version__statement__delegation__body__code="nor").count() == 2
    assert Part.objects.get().state == Part.State.INVITED
    assert Minutes.objects.get().status == Minutes.Status.SHARED
    assert PaperCirculation.objects.count() == 2
    assert Document.objects.get().versions.get().public_from == makers.NOW
