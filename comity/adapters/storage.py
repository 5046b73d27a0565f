"""File storage that has written when it says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

AT_ONCE = 8
"""Files that a batch waits for at the same time: a disk writes several for the price of one."""


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

    def save_each(self, files: Iterable[tuple[str, Path]]) -> None:
        """Copy many files at the price of few: all are written, then all reach the disk, each folder once."""
        parts: dict[Path, Path] = {}
        folders: dict[Path, None] = {}
        try:
            for name, source in files:
                target = Path(self.path(name))
                folders |= dict.fromkeys(self._folders(target))
                if target not in parts and not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    parts[target] = part_of(target)
                    shutil.copyfile(source, parts[target])
            with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
                list(pool.map(sync, parts.values()))
                for target, part in parts.items():
                    os.replace(part, target)
                list(pool.map(sync, folders))
        finally:
            for part in parts.values():
                part.unlink(missing_ok=True)

    def _folders(self, target: Path) -> list[Path]:
        """From the file's own up to the one that holds the storage: any of them may be new."""
        home = Path(self.location)
        return [folder for folder in target.parents if folder.is_relative_to(home) or folder == home.parent]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name


def write(target: Path, content: File[bytes]) -> None:
    """Under another name first: a name that is there is a whole file."""
    part = part_of(target)
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


def part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
