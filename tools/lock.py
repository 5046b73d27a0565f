"""Writes requirements/run.txt, embedding.txt (with what a plugged model needs) and dev.txt: exact versions with hashes,
and no host of a package registry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = "setuptools>=77"


def compile_lock(name: str, *extra: str) -> None:
    target = ROOT / "requirements" / name
    command = [
        "uv", "pip", "compile", "pyproject.toml", "-", "--generate-hashes", "--universal", "--python-version", "3.11",
        "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *extra,
        "--output-file", str(target),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, input=BUILD, text=True, check=True)
    if found := re.search(r"https?://\S+|file:\S+", target.read_text()):
        sys.exit(f"{target}: names a host or path: {found.group()}")


if __name__ == "__main__":
    compile_lock("run.txt")
    compile_lock("embedding.txt", "--extra", "embedding", "--constraint", "requirements/run.txt")
    compile_lock(
        "dev.txt", "--extra", "dev", "--extra", "embedding", "--constraint", "requirements/embedding.txt"
    )
