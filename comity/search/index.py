"""The index itself: what is kept of a paragraph, and how it is asked. Knows no database.

Our analyser cuts the words; tantivy splits what it is given at spaces, keeps postings and ranks by BM25. The terms of
each language stand in a field of their own, so that how rare a word is, is judged within its language, and a query
is analysed once for each. Facets are counted over three packed columns instead of nine: each pass over the hits of a
common word costs as much as finding them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

import tantivy

from comity.search.syntax import Asked, Meaning, Need, Phrase, Prefix
from comity.texts import words
from comity.texts.model import LANGUAGES

SCHEMA_VERSION = 3
"""Raise with every change of the schema or of what is put into it: older indexes are then rebuilt."""

FIELDS = (*LANGUAGES, "und")
PACKS = {
    "speaker": ("form", "delegation", "category", "group"),
    "occasion": ("meeting", "session", "aspect", "year"),
    "place": ("language", "kind"),
    "instrument": ("instrument",),
}
"""Column -> the facets packed into it: those that vary together, so that there are few combinations."""
FACETS = tuple(facet for facets in PACKS.values() for facet in facets)
_COLUMNS = tuple(pack for pack in PACKS if pack not in FACETS)
MOST_COMBINATIONS = 20_000
PREFERENCE = 1.5
"""How much more a hit in the reader's own language weighs."""
_BETWEEN_FACETS, _BETWEEN_VALUES = "\x1f", "\x1e"

Query = tantivy.Query
Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Filters = Mapping[str, Iterable[str]]
"""Facet -> values of which one must apply."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph to be found. `key` and `version` are positive; removing goes by version."""

    key: int
    version: int
    text: str
    language: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """`hits` are (key, score), best first; `facets` count values as if their own facet were not filtered."""

    total: int
    hits: list[tuple[int, float]]
    facets: dict[str, dict[str, int]]


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for language in FIELDS:
        builder.add_text_field(_words(language), tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("forms", tokenizer_name="whitespace", index_option="position")
    for facet in FACETS:
        fast = facet in PACKS
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=fast)
    for pack in _COLUMNS:
        builder.add_text_field(pack, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("key", fast=True)
    builder.add_unsigned_field("version", indexed=True, fast=True)
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _words(language: str) -> str:
    return f"words_{language if language in FIELDS else 'und'}"


def document(entry: Entry) -> tantivy.Document:
    tokens = words.analyse(entry.text, entry.language)
    values: dict[str, object] = {
        _words(entry.language): " ".join(token.term for token in tokens if token.term),
        "forms": " ".join(token.form for token in tokens if token.form),
        "key": entry.key,
        "version": entry.version,
    }
    facets = {facet: sorted(set(entry.facets.get(facet, ()))) for facet in FACETS}
    facets["language"] = [entry.language]
    values |= facets
    for pack in _COLUMNS:
        values[pack] = _BETWEEN_FACETS.join(_BETWEEN_VALUES.join(facets[facet]) for facet in PACKS[pack])
    return tantivy.Document.from_dict(values, SCHEMA)


def search(
    searcher: tantivy.Searcher,
    asked: Asked,
    *,
    filters: Filters | None = None,
    language: str | None = None,
    limit: int = 20,
    offset: int = 0,
    without: Iterable[int] = (),
) -> Hits:
    """The best paragraphs for what was asked, with all counts. No hits where nothing is meant.

    Paragraphs of the versions `without` are neither found nor counted.
    """
    words_query = _query(searcher, asked, language)
    if words_query is None:
        return Hits(0, [], {facet: {} for facet in FACETS})
    words_query = _without(words_query, sorted(set(without)))
    chosen = {facet: sorted(set(values)) for facet, values in (filters or {}).items() if facet in FACETS}
    chosen = {facet: values for facet, values in chosen.items() if values}
    query = _filtered(words_query, chosen)
    best = searcher.search(query, limit, count=False, offset=offset).hits if limit else []
    keys = searcher.fast_field_values("key", [address for _, address in best]) if best else []
    total, facets = _counts(searcher, query, tuple(PACKS))
    for facet in chosen:
        others = {other: values for other, values in chosen.items() if other != facet}
        pack = next(pack for pack, held in PACKS.items() if facet in held)
        facets[facet] = _counts(searcher, _filtered(words_query, others), (pack,))[1][facet]
    hits = [(int(key), score) for key, (score, _) in zip(keys, best, strict=True) if key is not None]
    if len(hits) < len(best):
        raise ValueError("the index does not know which paragraphs it found")
    return Hits(total, hits, facets)


def _without(query: Query, versions: list[int]) -> Query:
    if not versions:
        return query
    return Query.boolean_query([(Must, query), (MustNot, Query.term_set_query(SCHEMA, "version", versions))])


def _filtered(query: Query, chosen: Mapping[str, list[str]]) -> Query:
    if not chosen:
        return query
    parts = [(Must, query)]
    for facet, values in chosen.items():
        terms = [(Should, Query.term_query(SCHEMA, facet, value, index_option="basic")) for value in values]
        parts.append((Must, Query.const_score_query(Query.boolean_query(terms), 0.0)))
    return Query.boolean_query(parts)


def _counts(
    searcher: tantivy.Searcher, query: Query, packs: tuple[str, ...]
) -> tuple[int, dict[str, dict[str, int]]]:
    """Number of hits (where `place` is among the packs) and how many bear each value of each facet."""
    asked = {pack: {"terms": {"field": pack, "size": MOST_COMBINATIONS}} for pack in packs}
    answer = searcher.aggregate(query, asked)
    counts: dict[str, dict[str, int]] = {facet: {} for pack in packs for facet in PACKS[pack]}
    total = 0
    for pack in packs:
        buckets = answer[pack]["buckets"]
        if pack == "place":
            total = sum(bucket["doc_count"] for bucket in buckets)
        for bucket in buckets:
            number = bucket["doc_count"]
            for facet, value in _unpacked(pack, bucket["key"]):
                held = counts[facet]
                held[value] = held.get(value, 0) + number
    return total, {
        facet: dict(sorted(held.items(), key=itemgetter(1), reverse=True)) for facet, held in counts.items()
    }


@lru_cache(maxsize=MOST_COMBINATIONS)
def _unpacked(pack: str, key: str) -> tuple[tuple[str, str], ...]:
    """(facet, value) of one combination of a column."""
    parts = zip(PACKS[pack], key.split(_BETWEEN_FACETS), strict=True)
    return tuple(
        (facet, value) for facet, values in parts for value in values.split(_BETWEEN_VALUES) if value
    )


def _query(searcher: tantivy.Searcher, asked: Asked, preferred: str | None) -> Query | None:
    """One arm for each language and alternative; None where no paragraph can be meant."""
    arms: list[Query] = []
    left_out: dict[tuple[tuple[Need, ...], str], Query] = {}
    unbound: dict[tuple[Need, ...], Query] = {}
    for language in FIELDS:
        meaning = asked.meaning(language)
        for choice in meaning.choices:
            arm = _all_of(searcher, choice, language)
            if arm is None:
                continue
            if _is_bound(choice):
                arms.append(Query.boost_query(arm, PREFERENCE) if language == preferred else arm)
            else:
                unbound[choice] = arm
        for choice in meaning.left_out:
            if arm := _all_of(searcher, choice, language):
                left_out[choice, language if _is_bound(choice) else ""] = arm
    arms += unbound.values()
    if not arms:
        return None
    wanted = arms[0] if len(arms) == 1 else Query.boolean_query([(Should, arm) for arm in arms])
    if not left_out:
        return wanted
    return Query.boolean_query([(Must, wanted), *((MustNot, query) for query in left_out.values())])


def _is_bound(choice: tuple[Need, ...]) -> bool:
    """Whether a need is asked in a language's own field; phrases and beginnings stand in one field for all."""
    return any(not isinstance(need, Phrase | Prefix) for need in choice)


def _all_of(searcher: tantivy.Searcher, choice: tuple[Need, ...], language: str) -> Query | None:
    parts: list[Query] = []
    for need in choice:
        part = _one(searcher, need, _words(language))
        if part is None:
            return None
        parts.append(part)
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Must, part) for part in parts])


def _one(searcher: tantivy.Searcher, need: Need, field_name: str) -> Query | None:
    """None where the index holds no such word, so that languages that cannot answer cost nothing."""
    if isinstance(need, Prefix):
        return Query.regex_query(SCHEMA, "forms", f"{need.begins}.*")
    if isinstance(need, Phrase):
        if not all(searcher.doc_freq("forms", form) for form in need.forms):
            return None
        if len(need.forms) == 1:
            return Query.term_query(SCHEMA, "forms", need.forms[0])
        return Query.phrase_query(SCHEMA, "forms", list(need.forms))
    terms = [term for term in sorted(need.terms) if searcher.doc_freq(field_name, term)]
    if not terms:
        return None
    queries = [Query.term_query(SCHEMA, field_name, term, index_option="freq") for term in terms]
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Should, query) for query in queries])


def meaning_for(asked: Asked, language: str) -> Meaning:
    """What was asked of a paragraph of the language, for its highlights."""
    return asked.meaning(language if language in FIELDS else "und")


SCHEMA = schema()
