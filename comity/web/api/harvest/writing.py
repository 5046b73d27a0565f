"""Answers of OAI-PMH as XML (sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from comity.texts.safe import visible
from comity.web.api.harvest.asked import PREFIX, Fault, identifier
from comity.web.api.harvest.heads import Head
from comity.web.api.harvest.records import Element, Record

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMES: dict[Any, str] = {None: OAI, "xsi": XSI}
NAMES_DC: dict[Any, str] = {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LOCATION = f"{{{XSI}}}schemaLocation"
SCHEMA = f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
SCHEMA_DC = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
WITHOUT_ARGUMENTS = ("badVerb", "badArgument")
"""Faults after which the request is told without its arguments."""


def node(parent: etree._Element, name: str, words: str | None = None) -> etree._Element:
    found = etree.SubElement(parent, f"{{{OAI}}}{name}")
    if words is not None:
        found.text = visible(words)
    return found


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def root(base: str, arguments: Mapping[str, str], *, at: datetime) -> etree._Element:
    found = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap=NAMES)
    found.set(LOCATION, SCHEMA)
    node(found, "responseDate", stamp(at))
    asked = node(found, "request", base)
    for name, value in arguments.items():
        asked.set(name, visible(value))
    return found


def fault(base: str, arguments: Mapping[str, str], said: Fault, *, at: datetime) -> etree._Element:
    kept = {} if said.code in WITHOUT_ARGUMENTS else arguments
    found = root(base, kept, at=at)
    node(found, "error", said.words).set("code", said.code)
    return found


def identify(parent: etree._Element, facts: Iterable[tuple[str, str]]) -> None:
    section = node(parent, "Identify")
    for name, words in facts:
        node(section, name, words)


def formats(parent: etree._Element) -> None:
    one = node(node(parent, "ListMetadataFormats"), "metadataFormat")
    for name, words in (("metadataPrefix", PREFIX), ("schema", SCHEMA_DC), ("metadataNamespace", OAI_DC)):
        node(one, name, words)


def sets(parent: etree._Element, every: Iterable[tuple[str, str]]) -> None:
    section = node(parent, "ListSets")
    for spec, name in every:
        one = node(section, "set")
        node(one, "setSpec", spec)
        node(one, "setName", name)


def header(parent: etree._Element, head: Head) -> None:
    found = node(parent, "header")
    if head.is_deleted:
        found.set("status", "deleted")
    node(found, "identifier", identifier(head.ref))
    node(found, "datestamp", stamp(head.stamp))
    for spec in head.sets:
        node(found, "setSpec", spec)


def record(parent: etree._Element, head: Head, words: Record | None) -> None:
    """A deleted one has its header only."""
    found = node(parent, "record")
    header(found, head)
    if words is not None:
        found.append(metadata(words))


def metadata(words: Iterable[Element]) -> etree._Element:
    found = etree.Element(f"{{{OAI}}}metadata", nsmap=NAMES)
    core = etree.SubElement(found, f"{{{OAI_DC}}}dc", nsmap=NAMES_DC)
    core.set(LOCATION, f"{OAI_DC} {SCHEMA_DC}")
    for one in words:
        element = etree.SubElement(core, f"{{{DC}}}{one.name}")
        element.text = visible(one.words)
        if one.language:
            element.set(LANG, one.language)
    return found


def resumption(parent: etree._Element, token: str, *, total: int, cursor: int) -> None:
    """Empty with the last part of a list that was given in parts."""
    found = node(parent, "resumptionToken", token)
    found.set("completeListSize", str(total))
    found.set("cursor", str(cursor))


def written(found: etree._Element) -> bytes:
    return etree.tostring(found, xml_declaration=True, encoding="UTF-8")
