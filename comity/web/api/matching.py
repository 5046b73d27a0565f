"""Two programmes that change the same thing: whoever read an older state is told, and nothing is lost (RFC 9110)."""

from __future__ import annotations

import re

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from comity.record import trail
from comity.web.api.problems import Problem

TAG = re.compile(r'"([^".]+)[^"]*"')


def state_of(found: Model) -> str:
    """The last act with it in the trail; every change leaves one."""
    last = trail.of(found).order_by("-pk").values_list("pk", flat=True).first()
    return f"{found._meta.model_name}-{found.pk}-{last or 0}"


def require_read(request: HttpRequest, found: Model) -> None:
    """The request names the state on which it rests. Call it while the thing is held. Raises `Problem`."""
    said = request.headers.get("If-Match", "")
    if not said:
        raise Problem(
            428, "no-condition", _("Read it first, and send its ETag back as If-Match: then nothing is lost.")
        )
    if said.strip() != "*" and state_of(found) not in TAG.findall(said):
        raise Problem(
            412, "lost-update", _("Somebody else was first. Read it again, and send your change anew.")
        )
