"""Files from outside leave our origin as downloads only: never shown, sniffed or run."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse

from comity.statements.models import LanguageVersion


def attachment(language: LanguageVersion) -> FileResponse:
    """The bytes exactly as received, under the name that the delegation gave them."""
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
