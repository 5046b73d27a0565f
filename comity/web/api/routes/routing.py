"""One router for all routes: reading and changing the same thing have the same address."""

from __future__ import annotations

from ninja import Router

router = Router()
