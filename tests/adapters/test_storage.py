"""Files are on the disk before anybody is told so."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from comity.adapters.storage import DurableStorage

pytestmark = pytest.mark.no_database
NAME, OTHER = "received/ab/abcdef", "received/cd/cdefab"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What reaches the disk, in order: ("fsync", path) and ("replace", new name). The real calls are made."""
    made: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def watched_fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        made.append(("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file", path))
        fsync(handle)

    def watched_replace(old: str, new: str) -> None:
        replace(old, new)
        made.append(("named", str(new)))

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    return made


def test_bytes_then_name_then_every_new_folder_reach_the_disk(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    """R09-3: a receipt that was shown means that the file is on the disk."""
    home = tmp_path / "files"
    assert DurableStorage(location=home).save(NAME, ContentFile(b"bytes")) == NAME
    assert (home / NAME).read_bytes() == b"bytes"
    kinds = [kind for kind, _ in calls]
    assert kinds[:2] == ["file", "named"]
    assert {path for kind, path in calls[2:] if kind == "folder"} == {
        str(folder) for folder in (home / "received/ab", home / "received", home, tmp_path)
    }


def test_a_name_that_is_there_is_left_alone_and_its_folder_vouched_for(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    """The other who writes the same bytes may not yet have made the name durable."""
    storage = DurableStorage(location=tmp_path)
    storage.save(NAME, ContentFile(b"bytes"))
    before = os.stat(tmp_path / NAME)
    calls.clear()
    storage.save(NAME, ContentFile(b"bytes"))
    assert os.stat(tmp_path / NAME).st_ino == before.st_ino
    assert ("folder", str(tmp_path / "received/ab")) in calls
    assert "file" not in {kind for kind, _ in calls}


def test_a_failure_in_the_middle_leaves_no_half_file(tmp_path: Path) -> None:
    class Broken(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        DurableStorage(location=tmp_path).save(NAME, Broken(b"whole"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_batch_is_on_the_disk_before_any_of_its_names_and_each_folder_once(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    """R09-3: hundreds of files of an import at the price of few; the same bytes twice are one file."""
    home, sources = tmp_path / "files", sources_in(tmp_path)
    DurableStorage(location=home).save_each([(NAME, sources[0]), (OTHER, sources[1]), (NAME, sources[0])])
    assert [(home / name).read_bytes() for name in (NAME, OTHER)] == [b"bytes 0", b"bytes 1"]
    assert [kind for kind, _path in calls[:4]] == ["file", "file", "named", "named"]
    assert sorted(path for _kind, path in calls[4:]) == sorted(
        str(folder)
        for folder in (home / "received/ab", home / "received/cd", home / "received", home, tmp_path)
    )


def test_a_batch_leaves_alone_what_is_there_and_vouches_for_its_folder(
    tmp_path: Path, calls: list[tuple[str, str]]
) -> None:
    storage, sources = DurableStorage(location=tmp_path / "files"), sources_in(tmp_path)
    storage.save_each([(NAME, sources[0])])
    before = os.stat(tmp_path / "files" / NAME).st_ino
    calls.clear()
    storage.save_each([(NAME, sources[1])])
    assert os.stat(tmp_path / "files" / NAME).st_ino == before
    assert {kind for kind, _path in calls} == {"folder"}


def test_a_batch_that_fails_leaves_neither_names_nor_half_files(tmp_path: Path) -> None:
    home, sources = tmp_path / "files", sources_in(tmp_path)
    with pytest.raises(FileNotFoundError):
        DurableStorage(location=home).save_each([(NAME, sources[0]), (OTHER, tmp_path / "gone")])
    assert [path for path in home.rglob("*") if path.is_file()] == []


def sources_in(folder: Path) -> list[Path]:
    found = [folder / f"source-{number}" for number in range(2)]
    for number, path in enumerate(found):
        path.write_bytes(b"bytes %d" % number)
    return found
