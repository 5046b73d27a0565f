"""Models of sentences that a setting plugs in: a folder on this machine, or an address that speaks OpenAI's format.

Off unless it is set; nothing here needs Django.
"""

from __future__ import annotations

from pathlib import Path

from comity.texts.finding.plugged import Model, Unavailable


def opened(where: str, *, model: str = "", key: str = "") -> Model:
    """The model at a folder or an http(s) address (up to and with `/v1`). `model` and `key` are for addresses.

    Raises `Unavailable` with what is missing.
    """
    if where.startswith(("http://", "https://")):
        from comity.adapters.embedding.served import Served

        return Served(where, model=model, key=key)
    if "://" in where or not Path(where).is_dir():
        raise Unavailable(f"{where} is neither a folder nor an http:// or https:// address.")
    from comity.adapters.embedding.folder import Folder

    return Folder(Path(where))
