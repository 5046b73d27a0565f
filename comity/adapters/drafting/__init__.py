"""Language models that a setting plugs in to draft a sentence: an address that speaks OpenAI's format."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comity.adapters.drafting.served import Served
from comity.summary.plugged import Unavailable, Writer


def opened(where: str, *, model: str = "", key: str = "") -> Writer:
    """The model at an http(s) address (up to and with `/v1`). Raises `Unavailable` with what is missing."""
    if not where.startswith(("http://", "https://")) or not model:
        raise Unavailable(
            _("The language model is not set up whole: ask whoever runs this site. Nothing was sent.")
        )
    return Served(where, model=model, key=key)
