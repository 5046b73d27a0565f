"""Files from outside leave our origin as downloads only: never shown, sniffed or run."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import override

from comity.languages import NATIVE_NAMES, page_language
from comity.web.shared.works import Text


def attachment(language: Text) -> FileResponse:
    """The bytes exactly as received, under the name that whoever sent them gave them."""
    file = language.file
    response = FileResponse(
        default_storage.open(file.path),
        as_attachment=True,
        filename=language.file_name,
        content_type=file.media_type or "application/octet-stream",
    )
    response.headers["Content-Length"] = str(file.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def downloads(
    kinds: Iterable[str], route: str, *args: object
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(language, its own name, [(kind, address)]) of files that we make in six languages; the kind is the route's last
    argument, the language that of the address."""
    found = []
    for code, name in NATIVE_NAMES.items():
        with override(page_language(code)):
            links = [(kind.upper(), reverse(route, args=[*args, kind])) for kind in kinds]
        found.append((code, name, links))
    return found


def made_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file that we made, as a download. Every request asks anew, so that what is taken back is gone from the caches
    between us and the reader too."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response
