"""The register for programmes: JSON, JSON-LD and W3C Web Annotations, made of what anybody may see and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from comity.meetings.models import Meeting
from comity.practices.machine_readable import of_card, of_source, permanent, plain
from comity.practices.showing import ChallengeCard, Coverage, InitiativeCard, Listing, Page
from comity.practices.sources import PublicSource, Telling


def listed(meeting: Meeting, listing: Listing, wanted: Mapping[str, str]) -> dict[str, Any]:
    return {
        "meeting": meeting.slug,
        "filters": {name: value for name, value in wanted.items() if value},
        "total": listing.total,
        "practices": [of_card(one) for one in listing.cards],
    }


def quotes(page: Page) -> dict[str, Any]:
    """A page of annotations: each says that the practice rests on words that stand in a statement."""
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": settings.PUBLIC_ADDRESS + reverse("site:annotations", args=[page.card.ref]),
        "type": "AnnotationPage",
        "items": [annotation(page, one) for one in page.sources if one.telling is Telling.QUOTED],
    }


def annotation(page: Page, one: PublicSource) -> dict[str, Any]:
    return {
        "id": f"{page.address}#source-{one.number}",
        "type": "Annotation",
        "motivation": "linking",
        "body": page.address,
        "target": {
            "source": f"{permanent(one.statement)}?language={one.stands_in}#p-{one.anchor}",
            "selector": [
                {"type": "TextQuoteSelector", "exact": one.words},
                {"type": "TextPositionSelector", "start": one.start, "end": one.end},
            ],
            "digest": f"sha256:{one.sha256}",
        },
    }


def script(page: Page, meeting: Meeting) -> SafeString:
    """JSON-LD that cannot end the element it stands in."""
    written = json.dumps(described(page, meeting), ensure_ascii=False)
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(written)  # noqa: S308  (the signs that could end it are written as escapes)


def described(page: Page, meeting: Meeting) -> dict[str, Any]:
    """In the words of schema.org."""
    card = page.card
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": page.address,
        "url": settings.PUBLIC_ADDRESS + reverse("site:practice", args=[card.ref]),
        "name": card.title,
        "abstract": card.summary,
        "inLanguage": card.language,
        "creativeWorkStatus": str(card.status),
        "version": page.version,
        "isPartOf": {"@type": "Event", "name": str(meeting)},
        "about": [one.title for one in (*card.aspects, *card.threats, *card.measures)],
        "citation": [quotation(one) for one in page.sources if one.telling is Telling.QUOTED],
    }


def quotation(one: PublicSource) -> dict[str, Any]:
    return {
        "@type": "Quotation",
        "@id": one.address,
        "text": one.words,
        "inLanguage": one.language,
        "author": {"@type": "Organization", "name": one.whose},
    }


def covered(meeting: Meeting, picture: Coverage) -> dict[str, Any]:
    return {
        "meeting": meeting.slug,
        "aspects": plain([asdict(one) for one in picture.aspects]),
        "chapters": plain([asdict(one) for one in picture.chapters]),
        "cells": [
            {"aspect": aspect, "chapter": chapter, "practices": count}
            for (aspect, chapter), count in picture.cells.items()
        ],
        "paragraphs": [
            {**asdict(cited), "practices": [permanent(ref) for ref in refs]}
            for cited, refs in picture.paragraphs.items()
        ],
        "unanswered": plain(
            [{"address": permanent(one.code), "title": one.title} for one in picture.unanswered]
        ),
    }


def challenge(card: ChallengeCard, meeting: Meeting) -> dict[str, Any]:
    return {
        "address": permanent(card.ref),
        "meeting": meeting.slug,
        **plain(asdict(card)),
        "answered_by": [{"address": permanent(one.code), "title": one.title} for one in card.answered_by],
        "sources": [of_source(one) for one in card.sources],
    }


def initiative(card: InitiativeCard, meeting: Meeting) -> dict[str, Any]:
    return {"address": permanent(card.ref), "meeting": meeting.slug, **plain(asdict(card))}
