"""`comity search`: ask the index, say how it stands, or make it anew."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from comity.languages import reader_language
from comity.papers.models import DocumentParagraph, DocumentVersion
from comity.search import following
from comity.search.find import find
from comity.search.generations import Busy
from comity.statements.models import Paragraph, Statement, Version
from comity.texts.model import LANGUAGES
from comity.web.shared import works


class Command(BaseCommand):
    help = (
        "`comity search WORDS` finds public paragraphs; `comity search status` says how the index of this machine "
        "stands; `comity search rebuild` makes it anew from the database, while the old one is searched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="+", metavar="WORDS", help="status, rebuild, or what to look for")
        parser.add_argument("--language", choices=LANGUAGES, default=None, help="of the reader")
        parser.add_argument("--limit", type=int, default=10)

    def handle(self, *args: Any, words: list[str], language: str | None, limit: int, **options: Any) -> None:
        match words:
            case ["rebuild"]:
                self.rebuild()
            case ["status"]:
                self.status()
            case _:
                self.find(" ".join(words), language or reader_language(), max(limit, 1))

    def rebuild(self) -> None:
        at, start = timezone.now(), time.monotonic()
        statements = Paragraph.objects.filter(language_version__version__in=Version.objects.public(at))
        documents = DocumentParagraph.objects.filter(
            language_version__version__in=DocumentVersion.objects.public(at)
        )
        total = statements.count() + documents.count()
        try:
            with tqdm(
                total=total,
                unit=" paragraphs",
                disable=not sys.stderr.isatty(),
            ) as bar:
                following.rebuild(following.generations(), at, bar.update)
        except Busy as busy:
            raise CommandError(
                "Another process is building the index. `comity search status` tells."
            ) from busy
        except OSError as error:
            raise CommandError(f"The index cannot be written to {settings.SEARCH_INDEX}: {error}") from error
        self.stdout.write(f"Done in {time.monotonic() - start:.0f} s.")
        self.status()

    def status(self) -> None:
        standing = following.status(timezone.now())
        self.stdout.write(
            f"Index in {settings.SEARCH_INDEX}: {standing.paragraphs:,} paragraphs of {standing.versions:,} "
            f"statements, {standing.size / 1e6:,.1f} MB. {standing.condition}"
        )

    def find(self, query: str, language: str, limit: int) -> None:
        found = find(query, at=timezone.now(), language=language, limit=limit)
        for hit in found.hits:
            assert isinstance(hit.paragraph, works.Paragraph)
            work = works.of(hit.paragraph.language_version)
            whose = work.delegation if isinstance(work, Statement) else work
            words = "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in hit.pieces)
            self.stdout.write(f"{work.permanent_address}#p-{hit.paragraph.anchor}")
            self.stdout.write(f"  {whose}: {' '.join(words.split())}")
        self.stdout.write(f"{found.total:,} paragraphs." if found.total != 1 else "1 paragraph.")
        if not found.is_complete:
            self.stdout.write("The index is being built; there may be more.")
