"""A language model behind an address that speaks OpenAI's format: `POST .../chat/completions`."""

from __future__ import annotations

import json
import logging
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPResponse

from django.utils.translation import gettext as _

from comity.adapters import openai
from comity.summary.plugged import Answer, Unavailable

log = logging.getLogger(__name__)
SECONDS = 45.0
"""For the whole answer: somebody waits at a page."""
LARGEST = 256 * 1024
"""Bytes of an answer; one sentence needs a hundredth of it."""
CHUNK = 8 * 1024
TOKENS = 600


class Served:
    """Asks once, keeps nothing."""

    def __init__(self, address: str, *, model: str, key: str = "", seconds: float = SECONDS) -> None:
        self.address = f"{address.rstrip('/')}/chat/completions"
        self.model, self.seconds = model, seconds
        self._key = key
        self._opener = openai.opener()

    def written(self, rules: str, material: str) -> Answer:
        body = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": rules},
                {"role": "user", "content": material},
            ],
            "temperature": 0,
            "max_tokens": TOKENS,
            "stream": False,
        }
        request = openai.question(self.address, body, key=self._key)
        return self._said(self._asked(request))

    def _asked(self, request: urllib.request.Request) -> bytes:
        until = time.monotonic() + self.seconds
        try:
            with self._opener.open(request, timeout=self.seconds) as response:
                return read(response, until)
        except urllib.error.HTTPError as refused:
            refused.close()
            log.warning("%s answers %s", self.address, refused.code)
            raise Unavailable(refusal(refused.code)) from refused
        except TimeoutError as late:
            raise Unavailable(too_late()) from late
        except (OSError, HTTPException) as fault:
            log.warning("%s cannot be reached: %s", self.address, fault)
            if isinstance(getattr(fault, "reason", None), TimeoutError):
                raise Unavailable(too_late()) from fault
            raise Unavailable(
                _("The language model cannot be reached. Nothing was changed; write the sentence yourself.")
            ) from fault

    def _said(self, content: bytes) -> Answer:
        try:
            told = json.loads(content)
            choice = told["choices"][0]
            message = choice["message"]
            said, refused = message.get("content"), message.get("refusal")
            named = " ".join(str(one) for one in (told.get("model"), told.get("system_fingerprint")) if one)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as fault:
            log.warning("%s does not answer in OpenAI's format", self.address)
            raise Unavailable(
                _("The language model answered with something that is no draft. Nothing was changed.")
            ) from fault
        if refused or choice.get("finish_reason") == "content_filter":
            raise Unavailable(_("The language model refused to draft this. Nothing was changed."))
        if choice.get("finish_reason") == "length":
            raise Unavailable(
                _("The language model did not come to an end: its answer was too long. Nothing was changed.")
            )
        if not isinstance(said, str) or not said.strip():
            raise Unavailable(_("The language model answered nothing. Nothing was changed."))
        return Answer(said, named or self.model)


def read(response: HTTPResponse, until: float) -> bytes:
    """All of the answer, if it comes in time and is no larger than an answer can be."""
    content = b""
    while chunk := response.read1(CHUNK):
        content += chunk
        if len(content) > LARGEST:
            raise Unavailable(
                _("The language model answered with far more than a sentence. Nothing was changed.")
            )
        if time.monotonic() > until:
            raise Unavailable(too_late())
    return content


def too_late() -> str:
    return _(
        "The language model did not answer in time. Nothing was changed; try again, or write it yourself."
    )


def refusal(code: int) -> str:
    if code in (401, 403):
        return _("The language model does not take the key that is set here. Nothing was changed.")
    if code == 429:
        return _("The language model has too much to do now. Nothing was changed; try again later.")
    return _("The language model answered with an error (%(code)d). Nothing was changed.") % {"code": code}
