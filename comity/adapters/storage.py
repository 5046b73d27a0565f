"""File storage that has written when it says so."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """Files reach the disk (fsync of file and folders) before `save` returns: a receipt may follow.

    A name that exists already holds the same bytes, for names are hashes, and is left alone.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        target = Path(self.path(name))
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            write(target, content)
        # Also for one that is there: whoever wrote it may not have come to this line yet.
        for folder in self._folders(target):
            sync(folder)
        return name

    def _folders(self, target: Path) -> list[Path]:
        """From the file's own up to the one that holds the storage: any of them may be new."""
        home = Path(self.location)
        return [folder for folder in target.parents if folder.is_relative_to(home) or folder == home.parent]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name


def write(target: Path, content: File[bytes]) -> None:
    """Under another name first: a name that is there is a whole file."""
    part = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with open(part, "wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
