"""Asking an address that speaks OpenAI's format. Texts and the key go to the address that was set and to no other."""

from __future__ import annotations

import json
import urllib.request
from typing import Any


class NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(NoRedirection)


def question(address: str, body: dict[str, Any], *, key: str) -> urllib.request.Request:
    """A POST of this body as JSON, with the key where there is one."""
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "comity"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310
