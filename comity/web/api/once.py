"""The same request twice does its work once (Idempotency-Key): the answer is kept with what was done, in one go.

A request that was refused leaves nothing, so its key is free again.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.participants.models import KeptAnswer
from comity.web.api.problems import Problem

LONGEST = 100
KEPT = ("Content-Type", "Location", "ETag", "Content-Language")


def key_of(request: HttpRequest) -> str:
    """Raises `Problem` for one that is too long."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST or "\0" in key:
        raise Problem(
            422, "refused", _("An Idempotency-Key has %(longest)d characters at most.") % {"longest": LONGEST}
        )
    return key


def fingerprint(request: HttpRequest) -> str:
    """Of method, address and all that was sent."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        found.update(request.body)
        return found.hexdigest()
    for name, values in sorted(request.POST.lists()):
        found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            found.update(repr((name, getattr(file, "name", ""))).encode())
            for chunk in file.chunks():
                found.update(hashlib.sha256(chunk).digest())
            file.seek(0)
    return found.hexdigest()


def kept_answer(request: Any, key: str) -> HttpResponse | None:
    """What the same request was answered; raises `Problem` where the key belongs to another one."""
    kept = KeptAnswer.objects.filter(token=request.token, key=key).first()
    if kept is None:
        return None
    if kept.fingerprint != fingerprint(request):
        raise Problem(422, "other-request", _("Send another request with another Idempotency-Key."))
    response = HttpResponse(kept.body, status=kept.status, headers=kept.headers)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def once(request: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it and keep the answer, in one transaction; where the same was done before, give that answer."""
    key = key_of(request)
    if not key:
        return act()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(
                token=request.token, key=key, fingerprint=fingerprint(request), at=timezone.now()
            )
            response = act()
            headers = {name: response.headers[name] for name in KEPT if name in response.headers}
            told = {"status": response.status_code, "headers": headers, "body": response.content.decode()}
            KeptAnswer.objects.filter(pk=kept.pk).update(**told)
    except IntegrityError:
        found = kept_answer(request, key)
        if found is None:
            raise
        return found
    return response


def ready(request: HttpRequest) -> HttpResponse | None:
    """The kept answer, before anything slow such as reading a file is begun."""
    key = key_of(request)
    return kept_answer(request, key) if key else None


View = Callable[..., HttpResponse]


def idempotent(view: View) -> View:
    """A route that does its work once for a key. For what reads files first, see `ready`."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return once(request, lambda: view(request, *args, **kwargs))

    # The library looks up the names of types where the wrapper stands.
    answered.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return answered
