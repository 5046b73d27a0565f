"""Minutes as they are printed: their Markdown as headings, entries and paragraphs, below a masthead with the status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from comity.languages import localized
from comity.meetings.times import at_venue, written_date
from comity.papers.models import Minutes, MinutesText

READER = MarkdownIt("js-default").disable("image")
"""Takes no HTML, no picture from elsewhere, and no link that runs a programme: what it renders is safe."""


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: "heading", "item" or "paragraph"; `level` of a heading or of an entry within entries."""

    kind: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Minutes in their language."""

    language: str
    title: str
    convener: str
    meeting: str
    place_and_dates: str
    edition: str
    issued_on: str
    naming: str
    sample: str
    blocks: tuple[Block, ...]
    distribution: str = ""


def rendered(text: str) -> str:
    """Safe HTML; headings begin below that of the page."""
    tokens = READER.parse(text)
    for one in tokens:
        if one.type in ("heading_open", "heading_close"):
            one.tag = f"h{min(int(one.tag[1]) + 1, 6)}"
    return str(READER.renderer.render(tokens, READER.options, {}))


def printed(minutes: Minutes, text: MinutesText) -> Paper:
    """A text of the minutes; labels in the language that is active."""
    session, meeting, called = minutes.session, minutes.session.meeting, _("Minutes")
    naming = _("Speakers are named: %(mode)s") % {"mode": minutes.get_attribution_display()}
    return Paper(
        language=minutes.language,
        title=f"{called}: {session}",
        convener=localized(meeting.convened_by),
        meeting=str(meeting),
        place_and_dates=at_venue(session.starts_at, meeting),
        edition=status(minutes, text),
        issued_on=written_date(text.written_at.astimezone(meeting.zone).date()),
        naming=naming,
        sample=_("Sample: invented for demonstration") if meeting.sample else "",
        blocks=tuple(blocks(text.text)),
    )


def status(minutes: Minutes, text: MinutesText) -> str:
    """What stands above: whether the text may still change, and since when not."""
    called = str(minutes.get_status_display())
    if minutes.status == Minutes.Status.FINAL and minutes.finalised_at is not None:
        day = written_date(minutes.finalised_at.astimezone(minutes.session.meeting.zone).date())
        called = _("Final (locked), %(day)s") % {"day": day}
    number = _("Version %(number)d") % {"number": text.number}
    corrected = [str(text.get_kind_display())] if text.kind == MinutesText.Kind.CORRECTION else []
    return " · ".join([called, number, *corrected])


def blocks(text: str) -> Iterator[Block]:
    kind, level, depth = "paragraph", 0, 0
    for one in READER.parse(text):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(one.type, 0)
        if one.type == "list_item_open":
            kind, level = "item", depth
        elif one.type == "heading_open":
            kind, level = "heading", int(one.tag[1])
        elif one.type == "inline":
            yield Block(kind, level, words(one))
            kind, level = "paragraph", depth
        elif one.type in ("fence", "code_block"):
            yield Block("paragraph", depth, one.content.rstrip())


def words(inline: Token) -> str:
    """Without marks of emphasis; lines stay lines, and a link is its words."""
    said = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(said.get(one.type, one.content) for one in inline.children or ())
