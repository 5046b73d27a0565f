"""What a file is, told by its content and never by its ending."""

from __future__ import annotations

import io
import re

import olefile

from comity.texts.encodings import decoded, looks_like_text
from comity.texts.model import Unreadable, Warning, refuse_empty
from comity.texts.package import Package

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
DOC = "application/msword"
HTML = "text/html"
TXT = "text/plain"
MARKDOWN = "text/markdown"
EML = "message/rfc822"

_SAVE = "Save the text as PDF, DOCX, ODT, RTF or plain text and send that."
_HEAD = 4096

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"\xfd7zXZ\0", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xffWPC", "a WordPerfect document"),
    (b"\xdb\xa5-\0", "a document of Word 2"),
    (b"\x31\xbe\0\0", "a document of Word for DOS"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)  # fmt: skip

_HTML = re.compile(
    r"\s*(?><\?[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype html|html|head|body|meta|title|p|div|h[1-6]|table|ul|ol|article"
    r"|main|section|span|font|center|b|i|a|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\b|\s*<\w+:\w+[^>]*\bxmlns")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?")
_MAIL_ONLY = {
    "mime-version",
    "message-id",
    "received",
    "return-path",
    "content-type",
    "delivered-to",
    "x-mailer",
}
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"(?<![*\w])\*\*[^*\s][^*\n]*\*\*(?!\*)"),
    re.compile(r"\[[^\]\n]{1,200}\]\((?:https?://|#|/|mailto:)[^)\s]+\)"),
    re.compile(r"^> \S", re.MULTILINE),
    re.compile(r"^\|(?: ?:?-+:? ?\|)+ *$", re.MULTILINE),
)


def detect(content: bytes, name: str = "") -> str:
    """The media type of a file that can be read; the whole content is needed where it is a package.

    `name` only helps to tell Markdown from plain text. Raises Unreadable: "empty", "encrypted", "damaged",
    "too_large", and "unsupported" with a sentence that says what the file is and what to send instead.
    """
    refuse_empty(content.strip(b"\0 \t\r\n\v\f\xef\xbb\xbf\xff\xfe"))
    if b"%PDF-" in content[:1024]:
        return PDF
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return RTF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_package(content)
    if content.startswith(olefile.MAGIC):
        return _of_compound_file(content)
    if foreign := _foreign(content):
        raise unsupported(foreign)
    if not looks_like_text(content):
        raise unsupported("no text and no document of a known kind")
    return _of_text(decoded(content[: _HEAD * 4]), name)


ENDINGS = {
    "pdf": PDF, "docx": DOCX, "dotx": DOCX, "docm": DOCM, "dotm": DOCM, "odt": ODT, "ott": ODT, "fodt": ODT,
    "rtf": RTF, "doc": DOC, "dot": DOC, "htm": HTML, "html": HTML, "xhtml": HTML, "eml": EML, "mht": EML, "mhtml": EML,
}  # fmt: skip
"""What each ending promises. A text may be called anything."""
_USUAL = {
    PDF: "pdf",
    DOCX: "docx",
    DOCM: "docm",
    ODT: "odt",
    RTF: "rtf",
    DOC: "doc",
    HTML: "html",
    EML: "eml",
}


def misnamed(media_type: str, name: str) -> Warning | None:
    """The warning "wrong_ending" where a file is of another kind than its name says."""
    ending = name.rpartition(".")[2].casefold()
    promised = ENDINGS.get(ending)
    if promised is None or promised == media_type:
        return None
    usual = _USUAL.get(media_type, "txt")
    return Warning(
        "wrong_ending",
        f"The file is named .{ending} and is no such file: it was read as .{usual}. Check that it is the right one and "
        f"name it .{usual}.",
    )


def unsupported(what: str) -> Unreadable:
    return Unreadable("unsupported", f"The file is {what}. {_SAVE}")


def _foreign(content: bytes) -> str | None:
    if (content[:4] == b"RIFF" and content[8:12] == b"WEBP") or content[4:12] in (b"ftypheic", b"ftypmif1"):
        return "a picture"
    if content[:2] == b"BM" and content[6:10] == b"\0\0\0\0":
        return "a picture"
    return next((what for magic, what in _FOREIGN if content.startswith(magic)), None)


def _of_package(content: bytes) -> str:
    package = Package(content)
    kind = (package.part("mimetype") or b"").decode("ascii", "replace").strip()
    if kind.startswith("application/vnd.oasis.opendocument."):
        if kind.startswith(ODT):
            return ODT
        raise unsupported(_named(kind))
    types = package.part("[Content_Types].xml") or b""
    if re.search(rb"ms-word\.(?:document|template)\.macroEnabled", types):
        return DOCM
    if b"wordprocessingml.document.main+xml" in types or b"wordprocessingml.template.main+xml" in types:
        return DOCX
    if "word/document.xml" in package:
        return DOCX
    if types:
        raise unsupported(_named(types.decode("utf-8", "replace")))
    if "content.xml" in package and "meta-inf/manifest.xml" in package:
        return ODT
    raise unsupported("an archive of files (ZIP): unpack it and send the documents one by one")


def _named(kind: str) -> str:
    """The words for a media type, or for the list of types of a package."""
    if "spreadsheet" in kind or "ms-excel" in kind:
        return "a spreadsheet"
    if "presentation" in kind or "ms-powerpoint" in kind:
        return "a presentation"
    return "an office file without a text document"


def _of_compound_file(content: bytes) -> str:
    """DOC, or a refusal: the container of Office until 2003 also holds encrypted files of later ones."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            names = {
                name.casefold() for path in container.listdir(streams=True, storages=True) for name in path
            }
    except Exception as fault:  # olefile raises whatever a broken directory makes it stumble over
        raise Unreadable(
            "damaged",
            "The file is damaged and cannot be opened. Open it in a word processor, save it as DOCX and send that.",
        ) from fault
    if "encryptedpackage" in names or "encryptioninfo" in names:
        raise Unreadable(
            "encrypted",
            "The file is protected by a password. Save a copy without the password and send that.",
        )
    if "worddocument" in names:
        return DOC
    if names & {"workbook", "book"}:
        raise unsupported("a spreadsheet")
    if "powerpoint document" in names:
        raise unsupported("a presentation")
    if any(name.startswith("__substg1.0_") for name in names):
        raise unsupported("a message in Outlook's own format: save it as EML, or send what is attached to it")
    raise unsupported("an office file without a text document")


def _of_text(head: str, name: str) -> str:
    """HTML, mail, Markdown or plain text, of the beginning of a text."""
    if _HTML.match(head):
        return HTML
    if _XML.match(head):
        return _of_xml(head)
    if _is_mail(head):
        return EML
    if name.casefold().endswith((".md", ".markdown", ".mdown")):
        return MARKDOWN
    return MARKDOWN if sum(bool(sign.search(head)) for sign in _MARKDOWN) >= 2 else TXT


def _of_xml(head: str) -> str:
    if "urn:oasis:names:tc:opendocument:xmlns:office" in head and "<office:document" in head:
        return ODT
    if (
        "schemas.microsoft.com/office/word/2003" in head
        or "schemas.microsoft.com/office/2006/xmlPackage" in head
    ):
        raise unsupported("a Word document saved as XML")
    raise unsupported("an XML file of an unknown kind")


def _is_mail(head: str) -> bool:
    """Headers at the very beginning, among them one that only mail programs write: a memo has From and To as well."""
    lines = head.lstrip("\ufeff\r\n").splitlines()
    if lines and lines[0].startswith("From ") and re.search(r" \d\d:\d\d(?::\d\d)? ", lines[0]):
        lines = lines[1:]
    names = set()
    for line in lines:
        found = _HEADER.match(line)
        if found:
            names.add(found.group(1).casefold())
        elif not (line[:1] in (" ", "\t") and names and line.strip()):
            break
    return len(names) >= 2 and bool(names & _MAIL_ONLY)
