"""A model of sentences behind an address that speaks OpenAI's format: `POST .../embeddings`."""

from __future__ import annotations

import json
import urllib.error
from collections.abc import Sequence
from http.client import HTTPException
from typing import Any

import numpy as np

from comity.adapters import openai
from comity.texts.finding.crosslingual import Array
from comity.texts.finding.plugged import Unavailable

AT_ONCE = 64
SECONDS = 60
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer."""


class Served:
    """Whatever is compared is sent there: only what may leave the machine is to be asked."""

    sends = True

    def __init__(self, address: str, *, model: str, key: str = "") -> None:
        if not model:
            raise Unavailable("Name the model at the address: COMITY_EMBEDDING_MODEL.")
        self.address = f"{address.rstrip('/')}/embeddings"
        self.model, self.name = model, model
        self._key = key
        self._opener = openai.opener()

    def embedded(self, texts: Sequence[str]) -> Array:
        rows: list[Any] = []
        for start in range(0, len(texts), AT_ONCE):
            some = [text or " " for text in texts[start : start + AT_ONCE]]  # empty ones are refused by some
            rows += self._asked(some)
        try:
            return np.array(rows, np.float32)
        except ValueError as fault:
            raise Unavailable(f"{self.address} answers with vectors of different lengths.") from fault

    def _asked(self, texts: list[str]) -> list[Any]:
        body = {"model": self.model, "input": texts, "encoding_format": "float"}
        request = openai.question(self.address, body, key=self._key)
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                told = json.loads(response.read(LARGEST))
            found = {int(one["index"]): one["embedding"] for one in told["data"]}
            return [found[at] for at in range(len(texts))]
        except urllib.error.HTTPError as refused:
            refused.close()
            raise Unavailable(f"{self.address} answers {refused.code}.") from refused
        except (OSError, HTTPException) as fault:
            raise Unavailable(f"{self.address} cannot be reached: {fault}") from fault
        except (ValueError, TypeError, KeyError) as fault:
            raise Unavailable(f"{self.address} does not answer in OpenAI's format.") from fault
