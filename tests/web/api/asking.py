"""A programme that asks the interface, with a token or without."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comity.participants import tokens
from comity.participants.models import Person, Scope

HOME = "/api/v1"


class Programme:
    """Asks as whoever's token it has; nobody's if it has none."""

    def __init__(self, person: Person | None = None, scopes: Iterable[Scope] = tuple(Scope)) -> None:
        self.client = Client()
        self.secret = ""
        if person is not None:
            at = timezone.now()
            said = {"name": "Test", "scopes": [*scopes], "expires_at": at + timedelta(days=1)}
            _token, self.secret = tokens.make(person, **said, by=person, at=at)

    def ask(self, method: str, address: str, body: Any = None, **headers: str) -> HttpResponse:
        """`headers` in capitals with underscores: `IF_MATCH`."""
        told = {f"HTTP_{name}": value for name, value in headers.items()}
        if self.secret:
            told.setdefault("HTTP_AUTHORIZATION", f"Bearer {self.secret}")
        address = address if address.startswith(("/api/", "http")) else f"{HOME}{address}"
        if method == "form":
            return self.client.post(address, body, **told)  # type: ignore[return-value, arg-type]
        sent = "" if body is None else json.dumps(body)
        return self.client.generic(  # type: ignore[return-value]
            method.upper(), address, sent, content_type="application/json", **told
        )

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.ask("get", address, **headers)

    def read(self, address: str, **headers: str) -> Any:
        answer = self.get(address, **headers)
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)


def problem(answer: HttpResponse) -> tuple[int, str]:
    """(status, kind), of what is told as RFC 9457."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content.decode()
    told = json.loads(answer.content)
    assert told["status"] == answer.status_code
    return answer.status_code, told["type"].partition("#")[2]


def sentence(answer: HttpResponse) -> str:
    return str(json.loads(answer.content).get("detail", ""))


def body(answer: HttpResponse) -> Any:
    assert answer.status_code in (200, 201), answer.content.decode()
    return json.loads(answer.content)
