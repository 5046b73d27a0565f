"""The record of a session as an Akoma Ntoso 1.0 `debate` (OASIS LegalDocML), valid by the published schema.

Written with lxml alone. Who may not be named is one reference for all: nothing tells two of them apart.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from lxml import etree

from comity.floor import named
from comity.floor.models.speakers import Kind
from comity.floor.shown import Who
from comity.floor.told import Asked, Record, Said, Section
from comity.languages import reader_language
from comity.meetings.models import Attribution

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NAMESPACES: Any = {None: NAMESPACE}
LANGUAGES = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
EDITOR = "editor"
UNNAMED = "not-named"


def written(record: Record) -> bytes:
    """The file as bytes, in the language that is active."""
    return Debate(record).file()


class Debate:
    """Writes one record; whoever is met while writing is listed among the references."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.session = record.floor.session
        self.day = self.session.starts_at.date().isoformat()
        self.language = reader_language()
        self.people: dict[tuple[str, str], str] = {}
        self.root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=NAMESPACES)

    def file(self) -> bytes:
        debate = self.add(self.root, "debate", name="record")
        meta = self.add(debate, "meta")
        self.preface(debate)
        body = self.add(debate, "debateBody")
        for place, section in enumerate(self.record.sections, start=1):
            self.section(body, section, place)
        self.questions(body)
        if not len(body):
            self.narrative(self.add(body, "debateSection", name="session", eId="dbsect_1"))
        self.identification(meta)
        self.references(meta)
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def add(self, parent: Any, tag: str, words: str = "", /, **attributes: str) -> Any:
        made = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
        made.text = legible(words) if words else None
        return made

    # What it is ---------------------------------------------------------------------------------------------

    def identification(self, meta: Any) -> None:
        work = f"/akn/un/debate/{self.session.meeting.slug}/{self.day}/{self.session.code}"
        expression = f"{work}/{LANGUAGES[self.language]}@{self.day}"
        levels = (
            ("FRBRWork", work, "/!main"),
            ("FRBRExpression", expression, "/!main"),
            ("FRBRManifestation", expression, "/!main.xml"),
        )
        all_three = self.add(meta, "identification", source=f"#{EDITOR}")
        for level, address, this in levels:
            part = self.add(all_three, level)
            self.add(part, "FRBRthis", value=address + this)
            end = ".xml" if level == "FRBRManifestation" else ""
            self.add(part, "FRBRuri", value=address + end)
            self.add(part, "FRBRdate", date=self.day, name="session")
            self.add(part, "FRBRauthor", href=f"#{EDITOR}")
            if level == "FRBRWork":
                self.add(part, "FRBRcountry", value="un")
            if level == "FRBRExpression":
                self.add(part, "FRBRlanguage", language=LANGUAGES[self.language])

    def references(self, meta: Any) -> None:
        listed = self.add(meta, "references", source=f"#{EDITOR}")
        self.add(
            listed,
            "TLCOrganization",
            eId=EDITOR,
            href=settings.PUBLIC_ADDRESS,
            showAs=legible(str(self.session.meeting)),
        )
        for (kind, shown), key in self.people.items():
            self.add(listed, kind, eId=key, href=f"/akn/ontology/{kind[3:].lower()}/un/{key}", showAs=shown)

    def preface(self, debate: Any) -> None:
        preface = self.add(debate, "preface")
        self.add(self.add(preface, "p"), "docTitle", f"{self.session.meeting}: {self.session}")
        self.add(self.add(preface, "p"), "docDate", self.day, date=self.day)

    # What was said ------------------------------------------------------------------------------------------

    def section(self, body: Any, section: Section, place: int) -> None:
        made = self.add(body, "debateSection", name="part", eId=f"dbsect_{place}")
        self.add(made, "heading", str(section.segment) if section.segment else str(self.session))
        for count, one in enumerate(section.said, start=1):
            holder = made
            if one.kind == Kind.POINT_OF_ORDER:
                holder = self.add(made, "pointOfOrder", eId=f"dbsect_{place}__point_{count}")
                self.add(holder, "heading", str(Kind.POINT_OF_ORDER.label))
            self.speech(holder, one, f"dbsect_{place}__speech_{count}")

    def speech(self, holder: Any, one: Said, key: str) -> None:
        by_category = one.mode == Attribution.BY_CATEGORY
        attributes = {"by": f"#{self.whom(one.who, by_category=by_category)}", "eId": key}
        times = (("startTime", one.began_at), ("endTime", one.ended_at))
        attributes |= {name: moment(at) for name, at in times if at is not None}
        made = self.add(holder, "speech", **attributes)
        if person := named.person(one.who):
            self.add(made, "from", f"{person} ({named.called(one.who)})")
        else:
            self.add(made, "from", named.called(one.who))
        for line in one.summary.splitlines():
            if line.strip():
                self.add(made, "p", line.strip())
        if one.statement is not None:
            said = self.add(made, "p", _("Statement delivered:") + " ")
            address = one.statement.statement.permanent_address
            self.add(said, "ref", one.statement.statement.ref, href=address)
        elif not one.summary.strip():
            self.add(made, "p", _("What was said is not given here."))
        if one.decision:
            self.add(made, "p", _("Decision: %(words)s") % {"words": one.decision})

    def questions(self, body: Any) -> None:
        if not self.record.questions:
            return
        made = self.add(body, "questions", eId="questions_1")
        self.add(made, "heading", _("Questions"))
        for place, one in enumerate(self.record.questions, start=1):
            self.question(made, one, f"questions_1__question_{place}")

    def question(self, holder: Any, one: Asked, key: str) -> None:
        to = {"to": f"#{self.whom(one.to)}"} if one.to else {}
        made = self.add(holder, "question", by=f"#{self.whom(one.who)}", eId=key, **to)
        said = self.add(made, "p", one.text)
        said.set(XML_LANGUAGE, one.language)
        self.add(made, "p", one.called if not one.reason else f"{one.called}: {one.reason}")

    def narrative(self, section: Any) -> None:
        self.add(section, "heading", str(self.session))
        self.add(section, "narrative", _("Nobody has spoken yet."))

    def whom(self, who: Who, *, by_category: bool = False) -> str:
        """The reference for who spoke: an organization, a person, a category (as a role), or nobody in particular."""
        shown = legible(named.called(who))
        if not who.names and not who.speaker:
            return self.people.setdefault(("TLCConcept", shown), UNNAMED)
        kind = "TLCRole" if by_category else "TLCOrganization" if who.names else "TLCPerson"
        if (kind, shown) not in self.people:
            name = slugify(who.names.get("en", "") or who.speaker) or "speaker"
            self.people[kind, shown] = free(f"{kind[3:].lower()}-{name}", self.people)
        return self.people[kind, shown]


def free(name: str, taken: dict[tuple[str, str], str]) -> str:
    """The name, with a number where another bears it."""
    used, number = set(taken.values()), 1
    wanted = name
    while wanted in used:
        number += 1
        wanted = f"{name}-{number}"
    return wanted


def moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def legible(words: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(one for one in words if one in "\t\n\r" or (ord(one) >= 32 and not is_outside(ord(one))))


def is_outside(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)
