"""Pressing buttons of the register's pages."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from comity.practices.models import Practice


def page_of(client: Client, practice: Practice, **query: str) -> str:
    answer = client.get(reverse("desk:practice", args=[practice.ref]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def seen_on(page: str, name: str) -> str:
    """What the form of the act says that the page showed; empty where the act is not offered."""
    form = re.search(rf'acts/{name}/"[^>]*>.*?name="seen" value="([^"]*)"', page, re.DOTALL)
    return form.group(1) if form else ""


def press(client: Client, practice: Practice, name: str, *, seen: str | None = None, **words: Any) -> Any:
    """Send the form of an act as the page stands (or stood: `seen`)."""
    seen = seen_on(page_of(client, practice), name) if seen is None else seen
    fields = {f"{name}-{field}": value for field, value in words.items()}
    return client.post(reverse("desk:practice_act", args=[practice.ref, name]), {"seen": seen, **fields})


def state_of(practice: Practice) -> str:
    return Practice.objects.values_list("state", flat=True).get(pk=practice.pk)
