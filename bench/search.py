"""Search over a million public paragraphs in six languages: `python -m bench.search`.

What is timed is the whole of `comity.search.find.find`: looking at the publication log, the query, the counts of all
facets, twenty paragraphs from the database with all that a list shows of them, and their highlights. Beside it, in
the same run: the bare engine (the same words as one tantivy query on the same index, 20 best, no counts) and SQLite's
FTS5 over the same analysed words (20 best by BM25, no counts).
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import corpus
from bench.figures import Target, show

WELL_KNOWN = {
    "en": ["Security Council", "capacity building", "human rights", "terrorist groups", "Member States"],
    "fr": ["Conseil de sécurité", "renforcement des capacités", "droits de l'homme", "groupes terroristes"],
    "es": ["Consejo de Seguridad", "derechos humanos", "fomento capacidad", "grupos terroristas"],
    "ru": ["Совет Безопасности", "права человека", "террористические группы", "наращивание потенциала"],
    "ar": ["مجلس الأمن", "حقوق الإنسان", "الجماعات الإرهابية", "بناء القدرات"],
    "zh": ["安全 理事会", "人权 保护", "恐怖 集团", "能力 建设"],
}


@contextmanager
def home(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        yield Path(folder)


def queries(texts: list[str], language: str, number: int) -> list[str]:
    """Two words that stand in one paragraph; in a third of the queries both are among the commonest, in another one."""
    from comity.texts import words

    chance = random.Random(language)
    spoken: list[list[str]] = []
    counts: Counter[str] = Counter()
    for text in chance.sample(texts, 3_000):
        seen = dict.fromkeys(
            text[token.start : token.end].lower()
            for token in words.cut(text, language)
            if (len(token.form) > 2 or (language == "zh" and not token.form and token.end - token.start == 2))
            and token.form not in words.FUNCTION_WORDS
        )
        spoken.append([word for word in seen if not word.isdigit()])
        counts.update(list(seen))
    common = {word for word, _ in counts.most_common(40)}
    found = list(WELL_KNOWN[language])
    while len(found) < number:
        said = chance.choice(spoken)
        often, seldom = (
            [word for word in said if word in common],
            [word for word in said if word not in common],
        )
        first = often if len(found) % 3 else seldom
        second = often if len(found) % 3 == 1 else seldom
        if len(set(first + second)) < 2 or not first or not second:
            continue
        pair = {chance.choice(first), chance.choice(second)}
        if len(pair) == 2:
            found.append(" ".join(sorted(pair)))
    return found


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds by the clock and of the processor, each sorted; they differ where the machine has other work."""

    clock: list[float]
    processor: list[float]


def measured(act: Callable[[str], object], asked: list[str]) -> Times:
    """Each query once, after one round that warms up."""
    for query in asked:
        act(query)
    clock, processor = [], []
    for query in asked:
        start, started = time.perf_counter(), time.process_time()
        act(query)
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - started) * 1000)
    return Times(sorted(clock), sorted(processor))


def p95(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


def bare(searcher: object, language: str) -> Callable[[str], object]:
    """The engine alone: every word must occur."""
    import tantivy

    from comity.search import index
    from comity.texts import words

    def ask(query: str) -> object:
        parts = []
        for word in words.wanted(query, language):
            if word.is_function_word:
                continue
            terms = [
                (tantivy.Occur.Should, tantivy.Query.term_query(index.SCHEMA, f"words_{language}", term))
                for term in word.terms
            ]
            parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(terms)))
        return searcher.search(tantivy.Query.boolean_query(parts), 20, count=False)  # type: ignore[attr-defined]

    return ask


def fts5(number: int, path: Path) -> Callable[[str], Callable[[str], object]]:
    from tqdm import tqdm

    from comity.statements.models import Paragraph
    from comity.texts import words

    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute(
        "CREATE VIRTUAL TABLE f USING fts5(body, content='', tokenize=\"unicode61 tokenchars '@/()'\")"
    )
    rows = Paragraph.objects.order_by("pk").values_list("pk", "text", "language")[:number]
    with database, tqdm(total=number, unit="paragraph", desc="FTS5") as bar:
        for key, text, language in rows.iterator(chunk_size=5_000):
            body = " ".join(token.term for token in words.analyse(text, language))
            database.execute("INSERT INTO f(rowid, body) VALUES (?, ?)", (key, body))
            bar.update()

    def in_language(language: str) -> Callable[[str], object]:
        def ask(query: str) -> object:
            parts = [
                "(" + " OR ".join(f'"{term}"' for term in sorted(word.terms)) + ")"
                for word in words.wanted(query, language)
                if not word.is_function_word
            ]
            return database.execute(
                "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 20", (" AND ".join(parts),)
            ).fetchall()

        return ask

    return in_language


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=120, help="of each language")
    parser.add_argument(
        "--fts5", type=int, default=200_000, help="paragraphs that SQLite's FTS5 is given; 0: none"
    )
    parser.add_argument("--home", type=Path, help="keep what is built in this folder, and use it again")
    options = parser.parse_args()
    data = Path(os.environ.get("COMITY_DATA", "../shared/data"))
    if not (data / "ungdc").is_dir():
        print(f"bench-search: there is no real material in {data} (set COMITY_DATA); nothing was measured.")
        return 0
    with home(options.home) as folder:
        os.environ |= {
            "COMITY_HOME": str(folder),
            "COMITY_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.environ.pop("COMITY_DATABASE_URL", None)
        return run(data, folder, options)


def run(data: Path, folder: Path, options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone
    from tqdm import tqdm

    from comity.search import following
    from comity.search.find import find
    from comity.statements.models import Paragraph

    call_command("migrate", verbosity=0)
    if not Paragraph.objects.exists():
        corpus.build(options.paragraphs, data)
    kept = following.generations()
    start = time.perf_counter()
    with tqdm(total=options.paragraphs, unit="paragraph", desc="index") as bar:
        following.catch_up(kept, timezone.now(), bar.update)
    took = time.perf_counter() - start
    if took > 5:
        show("index built", options.paragraphs / took, unit="par./s")
    searcher, _ = kept.current()
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    print(f"{searcher.num_docs - 1:,} paragraphs, {searcher.num_segments} segments,", end=" ")
    print(
        f"{sum(one.stat().st_size for one in kept.folder.rglob('*') if one.is_file()) / 1e6:,.0f} MB of index"
    )
    texts = corpus.real(data)
    asked = {language: queries(texts[language], language, options.queries) for language in corpus.LANGUAGES}
    reference = fts5(options.fts5, folder / "fts5.sqlite3") if options.fts5 else None
    good = True
    for language, some in asked.items():

        def ours(query: str, language: str = language) -> object:
            return find(query, at=timezone.now(), language=language)

        totals = sorted(find(query, at=timezone.now(), language=language).total for query in some)
        times, engine = measured(ours, some), measured(bare(searcher, language), some)
        good &= show(
            f"{language}: p95 of two-word searches", p95(times.clock), unit="ms", target=Target(at_most=20)
        )
        show(f"{language}: p95, processor time", p95(times.processor), unit="ms")
        for name, of in (("p95", p95), ("median", statistics.median)):
            show(
                f"{language}: {name} beside the bare engine, processor time",
                of(times.processor),
                unit="ms",
                reference=of(engine.processor),
                of="bare engine",
            )
        if reference:
            other = measured(reference(language), some)
            show(f"{language}: SQLite FTS5 at {options.fts5:,} paragraphs, p95", p95(other.clock), unit="ms")
            show(f"{language}: SQLite FTS5, p95, processor time", p95(other.processor), unit="ms")
        middle, worst = statistics.median(times.clock), times.clock[-1]
        print(f"    median {middle:.1f}, worst {worst:.1f} ms; ", end="")
        print(f"hits: median {totals[len(totals) // 2]:,}, most {totals[-1]:,}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
