"""E-mail read into blocks: the body here, what is attached handed on with its names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from comity.texts import html, plain
from comity.texts.encodings import decoded
from comity.texts.model import Block, Extract, Unreadable, Warning, refuse_empty
from comity.texts.shaping import Findings, shaped

MEDIA_TYPE = "message/rfc822"
DEPTH = 20
"""Parts within parts that are followed."""
PARTS_LIMIT = 500
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_TOO_DEEP = (
    "The message holds messages within messages deeper than can be followed. Send the files by themselves."
)


def extract(content: bytes) -> Extract:
    """The blocks of the body of a message, and its attachments as (name, bytes); a message that is attached is one of
    them. Of a body in several forms the plain text is read where it says anything, else the HTML.

    Raises Unreadable: "empty", "encrypted", "too_deep", "damaged".
    """
    refuse_empty(content)
    try:
        message = BytesParser(policy=policy.default).parsebytes(_without_envelope(content))
        return _read(message)
    except RecursionError as fault:
        raise Unreadable("too_deep", _TOO_DEEP) from fault
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError) as fault:
        # The parser of the standard library stumbles over headers that no rule foresees.
        raise Unreadable(
            "damaged",
            "The message is damaged and cannot be read. Save it again from the mail program and send that.",
        ) from fault


def _without_envelope(content: bytes) -> bytes:
    """Without the "From " line that mailboxes put before each message."""
    content = content.lstrip(b"\xef\xbb\xbf\r\n")
    return content.partition(b"\n")[2] if content.startswith(b"From ") else content


def _read(message: EmailMessage) -> Extract:
    if message.get_content_type() in _ENCRYPTED and message.get_param("smime-type") != "signed-data":
        raise Unreadable("encrypted", "The message is encrypted. Send its text and files unencrypted.")
    body: dict[str, list[str]] = {"plain": [], "html": []}
    attachments: list[tuple[str, bytes]] = []
    for count, part in enumerate(_parts(message, 0)):
        if count >= PARTS_LIMIT:
            raise Unreadable("too_deep", _TOO_DEEP)
        if _is_body(part):
            body["html" if part.get_content_subtype() == "html" else "plain"].append(_text(part))
        elif part.get_content_type() not in _SIGNATURES and not _is_inline_picture(part):
            attachments.append((_name(part, len(attachments) + 1), _bytes(part)))
    blocks, warnings = _blocks(body)
    if attachments:
        warnings = [warning for warning in warnings if warning.code not in ("no_text", "scan")]
    return Extract(blocks, MEDIA_TYPE, warnings=warnings, attachments=attachments)


def _parts(message: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The parts that hold something; a message within the message is one part."""
    if depth > DEPTH:
        raise Unreadable("too_deep", _TOO_DEEP)
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            assert isinstance(part, EmailMessage)
            yield from _parts(part, depth + 1)
    else:
        yield message


def _is_body(part: EmailMessage) -> bool:
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and part.get_filename() is None
    )


def _is_inline_picture(part: EmailMessage) -> bool:
    """A logo or a signature's picture, shown within the HTML."""
    return part.get_content_maintype() == "image" and (
        part.get_content_disposition() == "inline" or part["content-id"] is not None
    )


def _bytes(part: EmailMessage) -> bytes:
    if part.get_content_maintype() == "message" and part.is_multipart():
        return b"\n".join(inner.as_bytes() for inner in part.iter_parts())
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> str:
    content = _bytes(part)
    charset = part.get_content_charset()
    try:
        text = content.decode(charset) if charset and charset != "us-ascii" else decoded(content)
    except (LookupError, UnicodeError):
        text = decoded(content)
    if (part.get_param("format") or "").casefold() == "flowed":  # type: ignore[union-attr]
        text = re.sub(r"(?m)(?<!^--) \r?\n(?=[^\r\n])", "" if part.get_param("delsp") == "yes" else " ", text)
    return text


def _name(part: EmailMessage, count: int) -> str:
    """The name that the message gives, without any folder in it; a made one where it gives none."""
    if part.get_content_maintype() == "message":
        subject = part.get_payload(0).get("subject") if part.is_multipart() else None  # type: ignore[union-attr]
        return _plain_name(part.get_filename() or f"{subject or f'message {count}'}.eml")
    return _plain_name(part.get_filename() or f"attachment {count}")


def _plain_name(name: str) -> str:
    """The last part of a path, without control characters, at most 150 characters long."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip(". ")[-150:] or "attachment"


def _blocks(body: dict[str, list[str]]) -> tuple[list[Block], list[Warning]]:
    findings = Findings()
    pieces = [piece for text in body["plain"] for piece in plain.pieces(text)]
    for text in body["plain"]:
        findings.look_at(text)
    blocks = shaped(pieces)
    if not blocks:
        blocks = shaped(piece for text in body["html"] for piece in html.pieces(text, findings))
    return blocks, findings.warnings(blocks)
