"""Many public paragraphs in the database, made of real ones: General Debate speeches and Security Council texts.

A sixth of them in each language. Each real paragraph comes once as it is; then it is repeated with noise: one word
in eight is exchanged for one from another paragraph of its language, so that no repeat is like another.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tqdm import tqdm

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
A_STATEMENT = 30
"""Paragraphs."""
AT_A_TIME = 3_000
PUBLISHED = datetime(2016, 12, 1, 20, tzinfo=UTC)


def real(data: Path) -> dict[str, list[str]]:
    """Language -> its paragraphs."""
    found: dict[str, dict[str, None]] = {language: {} for language in LANGUAGES}
    for path in sorted((data / "ungdc").glob("session*/*.txt")):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        found["en"] |= dict.fromkeys(line.strip() for line in lines if len(line.strip()) > 40)
    for path in sorted((data / "unsc-akn" / "jsonl").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                document = json.loads(line)
                found[document["lang"]] |= {part["text"]: None for part in document["paras"] if part["text"]}
    return {language: list(texts) for language, texts in found.items()}


def repeated(texts: list[str], language: str, chance: random.Random) -> Iterator[str]:
    yield from texts
    cut, glue = (list, "") if language == "zh" else (str.split, " ")
    parted = [cut(text) for text in texts]
    for words in cycle(parted):
        other = chance.choice(parted)
        noisy = list(words)
        for at in range(chance.randrange(8), len(noisy), 8):
            noisy[at] = other[at % len(other)]
        yield glue.join(noisy)


def build(number: int, data: Path) -> None:
    """Fill the migrated, empty database with this many public paragraphs of four meetings."""
    from django.db import transaction

    from comity.meetings.models import Aspect, Meeting, Session
    from comity.participants.models import Body, Delegation

    chance = random.Random(20161201)
    meetings = [
        Meeting.objects.create(
            slug=f"m{year}",
            titles={"en": f"Meeting {year}"},
            opens_on=date(year, 11, 30),
            closes_on=date(year, 12, 1),
            state=Meeting.State.ADJOURNED,
        )
        for year in (2015, 2016, 2017, 2018)
    ]
    places = []
    for meeting in meetings:
        aspects = [
            Aspect.objects.create(
                meeting=meeting, code=f"aspect-{at}", position=at, titles={"en": f"Aspect {at}"}
            )
            for at in range(1, 6)
        ]
        sessions = [
            Session.objects.create(
                meeting=meeting,
                code=f"s{at}",
                tier=Session.Tier.SPECIAL,
                position=at,
                titles={"en": f"Session {at}"},
                starts_at=datetime(2016, 12, at, 15, tzinfo=UTC),
                ends_at=datetime(2016, 12, at, 18, tzinfo=UTC),
            )
            for at in range(1, 5)
        ]
        delegations = [Delegation(meeting=meeting, body=body) for body in Body.objects.order_by("code")]
        places += [(one, sessions, aspects) for one in Delegation.objects.bulk_create(delegations)]
    texts = {language: repeated(found, language, chance) for language, found in real(data).items()}
    symbols = [f"S/RES/{number} (20{number % 17:02})" for number in range(1300, 2400, 11)]
    with transaction.atomic(), tqdm(total=number, unit="paragraph", desc="database") as bar:
        statements = 0
        for language, some in packs(texts, number):
            add(statements, language, some, places, symbols, chance)
            statements += len(some) // A_STATEMENT + 1
            bar.update(len(some))


def packs(texts: dict[str, Iterator[str]], number: int) -> Iterator[tuple[str, list[str]]]:
    for language in cycle(LANGUAGES):
        some = list(islice(texts[language], min(AT_A_TIME, number)))
        yield language, some
        number -= len(some)
        if number <= 0:
            return


def add(
    first: int, language: str, texts: list[str], places: list[Any], symbols: list[str], chance: random.Random
) -> None:
    """One language's paragraphs as published statements."""
    from comity.files.models import PublicationEntry, StoredFile
    from comity.statements.models import Citation, LanguageVersion, Paragraph, Statement, Version

    file, _ = StoredFile.objects.get_or_create(
        sha256="0" * 64, defaults={"size": 1, "media_type": "text/plain", "stored_at": PUBLISHED}
    )
    chosen = [chance.choice(places) for _ in range(-(-len(texts) // A_STATEMENT))]
    statements = Statement.objects.bulk_create(
        Statement(
            ref=f"bench-{first + at}",
            meeting_id=delegation.meeting_id,
            delegation=delegation,
            session=chance.choice(sessions),
            consent_to_publish=True,
            created_at=PUBLISHED,
        )
        for at, (delegation, sessions, _) in enumerate(chosen)
    )
    Statement.aspects.through.objects.bulk_create(
        Statement.aspects.through(statement=statement, aspect=aspect)
        for statement, (_, _, aspects) in zip(statements, chosen, strict=True)
        for aspect in chance.sample(aspects, 2)
    )
    versions = Version.objects.bulk_create(
        Version(statement=one, number=1, state="published", created_at=PUBLISHED, public_from=PUBLISHED)
        for one in statements
    )
    PublicationEntry.objects.bulk_create(
        PublicationEntry(version=one, effective_at=PUBLISHED) for one in versions
    )
    read = LanguageVersion.objects.bulk_create(
        LanguageVersion(version=one, language=language, is_original=True, file=file, file_name="text.txt")
        for one in versions
    )
    paragraphs = Paragraph.objects.bulk_create(
        (
            Paragraph(
                language_version=read[at // A_STATEMENT],
                position=at % A_STATEMENT,
                anchor=f"a{at % A_STATEMENT}",
                kind="item" if at % 5 == 0 else "paragraph",
                text=text,
                language=language,
            )
            for at, text in enumerate(texts)
        ),
        batch_size=5_000,
    )
    Citation.objects.bulk_create(
        (
            Citation(paragraph=one, start=0, end=1, text=symbol, symbol=symbol, status="known")
            for one in paragraphs
            if chance.random() < 0.2
            for symbol in [chance.choice(symbols)]
        ),
        batch_size=5_000,
    )
