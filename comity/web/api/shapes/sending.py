"""What is handed in: statements, documents and their files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from comity.web.api.shapes.common import In, Instant, Line, Out, Told, Words

Sensitivity = Literal["unclassified", "confidential"]
Language = Literal["ar", "zh", "en", "fr", "ru", "es"]


class NewStatement(In):
    """Sent as a form with its files, one for each language, in `file`."""

    delegation: str = Field(max_length=50, description="Code of the State or organization.")
    aspects: list[str] = Field(description="Codes of aspects of the meeting, at least one.")
    session: str = Field("", description="Code of a session of the meeting.")
    on_behalf_of: str = Field("", description="Code of the group in whose name it is given.")
    delivery: Literal["delivered", "written_only"] = "written_only"
    speaker_name: Line = ""
    speaker_title: Line = ""
    embargo: Literal["none", "until_time", "until_delivered"] = "none"
    embargo_until: AwareDatetime | None = None
    sensitivity: Sensitivity = "unclassified"
    has_personal_data: bool = False
    consent_to_publish: bool = Field(description="A statement is taken for publication.")
    consent_to_quote: bool = False
    contact: Annotated[str, Field(max_length=300)] = ""


class ReceivedFile(Out):
    language: str
    file_name: str
    sha256: str
    size: int


class ReceiptOut(Out):
    """Proof that a statement was received and is durably stored. It is not public."""

    number: str
    issued_at: datetime
    ref: str
    address: str = Field(description="Of the statement once it is published; it never changes.")
    version: int
    state: str
    is_late: bool
    files: list[ReceivedFile]


class NewDocument(In):
    kind: Literal[
        "concept_note",
        "agenda",
        "information_note",
        "logistics_note",
        "background_paper",
        "list_of_documents",
        "list_of_participants",
        "report",
        "summary",
        "letter",
        "other",
    ]
    titles: Words
    session: str = Field("", description="Code of a session of the meeting.")
    symbol: Annotated[str, Field(max_length=80)] = ""
    sensitivity: Sensitivity = "unclassified"
    channels: list[Literal["event_site", "committee_site"]] | None = Field(
        None, description="Where it is to be posted; both websites where nothing is said."
    )
    embargo_until: Instant | None = None
    circulate_due_at: Instant | None = None
    post_due_at: Instant | None = None


class NewVersion(In):
    kind: Literal["addendum", "correction", "revision"]
    note: Annotated[str, Field(max_length=500)] = Field(description="What it adds or changes.")


class KeptFile(Out):
    language: str
    is_original: bool
    file_name: str
    media_type: str
    size: int
    sha256: str
    paragraphs: int
    warnings: list[str]


class VersionOut(Out):
    """A version of a document as those who work on it see it."""

    ref: str
    address: str
    kind: str
    titles: Told
    sensitivity: str
    number: int
    suffix: str
    note: str
    state: str
    issued_at: datetime | None
    public_from: datetime | None
    files: list[KeptFile]
