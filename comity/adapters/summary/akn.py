"""The Chair's summary as an Akoma Ntoso 1.0 `doc` (OASIS LegalDocML), valid by the published schema."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lxml import etree

from comity.adapters.debate.akn import EDITOR, LANGUAGES, NAMESPACE, NAMESPACES, legible
from comity.summary.printed import Printed, Section


def written(summary: Printed, at: datetime) -> bytes:
    """The file as bytes; labels in the language that is active."""
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=NAMESPACES)
    doc = add(root, "doc", name="summary")
    describe(add(doc, "meta"), summary, at.date().isoformat())
    preface = add(doc, "preface")
    add(add(preface, "p"), "docTitle", summary.title)
    add(preface, "p", f"{summary.meeting} · {summary.place_and_dates}")
    add(preface, "p", summary.note)
    body = add(doc, "mainBody")
    for words in summary.opening:
        add(add(body, "paragraph", eId="opening"), "content").append(p(words))
    holder = body
    for place, section in enumerate(summary.sections, start=1):
        if section.level == 1:
            holder = add(body, "section", eId=f"sec_{place}")
            add(holder, "heading", section.title)
        else:
            part(holder, section, f"sec_{place}")
    if summary.documents:
        annex(body, summary)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def add(parent: Any, tag: str, words: str = "", /, **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    made.text = legible(words) if words else None
    return made


def p(words: str) -> Any:
    made = etree.Element(f"{{{NAMESPACE}}}p")
    made.text = legible(words)
    return made


def part(holder: Any, section: Section, key: str) -> None:
    made = add(holder, "paragraph", eId=key)
    add(made, "heading", section.title)
    line = add(add(made, "content"), "p")
    for one in section.sentences:
        add(line, "span", one.words, eId=f"s{one.number}").tail = " "


def annex(body: Any, summary: Printed) -> None:
    made = add(body, "section", eId="annex")
    add(made, "heading", _("Annex: documents of the meeting"))
    for place, one in enumerate(summary.documents, start=1):
        line = add(add(add(made, "paragraph", eId=f"annex__{place}"), "content"), "p")
        add(line, "ref", " · ".join(filter(None, [one.title, one.symbol])), href=one.address)


def describe(meta: Any, summary: Printed, day: str) -> None:
    work = f"/akn/un/doc/summary/{day}/{slugify(summary.edition) or 'version'}"
    expression = f"{work}/{LANGUAGES[summary.language]}@{day}"
    identification = add(meta, "identification", source=f"#{EDITOR}")
    for level, address, this in (
        ("FRBRWork", work, "/!main"),
        ("FRBRExpression", expression, "/!main"),
        ("FRBRManifestation", expression, "/!main.xml"),
    ):
        made = add(identification, level)
        add(made, "FRBRthis", value=address + this)
        add(made, "FRBRuri", value=address + (".xml" if level == "FRBRManifestation" else ""))
        add(made, "FRBRdate", date=day, name="issued")
        add(made, "FRBRauthor", href=f"#{EDITOR}")
        if level == "FRBRWork":
            add(made, "FRBRcountry", value="un")
        if level == "FRBRExpression":
            add(made, "FRBRlanguage", language=LANGUAGES[summary.language])
    listed = add(meta, "references", source=f"#{EDITOR}")
    add(
        listed, "TLCOrganization", eId=EDITOR, href=settings.PUBLIC_ADDRESS,
        showAs=legible(summary.convener or summary.meeting),
    )  # fmt: skip
