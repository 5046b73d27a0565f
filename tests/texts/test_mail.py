"""E-mail: the body is read, what is attached is handed on."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts import mail
from comity.texts.mail import extract
from comity.texts.model import Block, Kind, Unreadable


def message(body: str = "We thank the Chair.\n\n(a) To act;\n", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = (
        "delegation@norland.example",
        "desk@meeting.example",
        "Statement",
    )
    for name, value in headers.items():
        made[name] = value
    made.set_content(body)
    return made


def texts(made: EmailMessage | bytes) -> list[str]:
    return [block.text for block in extract(made if isinstance(made, bytes) else bytes(made)).blocks]


def raw(headers: str, body: str | bytes) -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    return f"From: a@x.example\nMIME-Version: 1.0\n{headers}\n\n".encode() + content


def test_the_body_is_read_and_headers_are_not() -> None:
    """R09-12."""
    assert extract(bytes(message())).blocks == [
        Block("We thank the Chair."),
        Block("To act;", Kind.ITEM, "a", level=1),
    ]


def test_attachments_are_handed_on_with_their_names() -> None:
    made = message()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../Выступление.pdf")
    made.add_attachment("Plain text.", filename="note.txt")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<logo>")
    made.add_attachment(b"x", maintype="application", subtype="pgp-signature")
    found = extract(bytes(made))
    assert found.attachments == [("Выступление.pdf", b"%PDF-1.7"), ("note.txt", b"Plain text.\n")]
    assert [block.text for block in found.blocks] == ["We thank the Chair.", "To act;"]


def test_a_message_that_only_carries_files_is_no_empty_one() -> None:
    made = message("\n")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf")
    found = extract(bytes(made))
    assert (found.blocks, found.warnings) == ([], [])
    assert [name for name, _ in found.attachments] == ["attachment 1"]
    assert [warning.code for warning in extract(bytes(message("\n"))).warnings] == ["no_text"]


def test_a_message_within_is_an_attachment_of_its_own() -> None:
    outer = message("See below.")
    outer.add_attachment(message("Inner words."))
    [(name, content)] = extract(bytes(outer)).attachments
    assert name == "Statement.eml"
    assert texts(content) == ["Inner words."]


def test_a_message_within_without_subject_or_parts_has_a_made_name() -> None:
    inner = "--b\nContent-Type: message/rfc822\n\nFrom: b@y.example\n\nInner.\n--b--\n"
    [(name, content)] = extract(raw("Content-Type: multipart/mixed; boundary=b", inner)).attachments
    assert (name, texts(b"MIME-Version: 1.0\n" + content)) == ("message 1.eml", ["Inner."])


def test_of_two_forms_the_plain_one_is_read_and_html_where_it_says_nothing() -> None:
    made = message("Plain words.")
    made.add_alternative("<p>Rich words.</p>", subtype="html")
    assert texts(made) == ["Plain words."]
    bare = message(" \n")
    bare.add_alternative("<h1>Rich.</h1><p>Words.</p>", subtype="html")
    assert texts(bare) == ["Rich.", "Words."]


def test_flowed_text_is_joined() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed"
    assert texts(raw(flowed, "We thank \nthe Chair.\nShort.\n-- \nA. Delegate\n"))[0] == "We thank the Chair."
    assert texts(raw(flowed + "; delsp=yes", "我们 \n感谢。\n")) == ["我们感谢。"]


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("windows-1251", "cp1251"), ("no-such", "cp1251"), ("utf-8", "cp1251"), ("us-ascii", "cp1251")],
)
def test_the_charset_is_the_declared_or_the_likely_one(charset: str, encoding: str) -> None:
    text = "Наша делегация благодарит Председателя."
    assert texts(raw(f"Content-Type: text/plain; charset={charset}", text.encode(encoding))) == [text]


def test_a_line_of_a_mailbox_before_the_message_is_skipped() -> None:
    assert texts(b"From a@x.example Tue Nov 24 10:00:00 2026\n" + bytes(message("Words."))) == ["Words."]


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: multipart/encrypted; boundary=b",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
    ],
)
def test_an_encrypted_message_is_refused(headers: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(raw(headers, "x"))
    assert refusal.value.code == "encrypted"


def test_a_blank_message_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(b" \n")
    assert refusal.value.code == "empty"


def test_headers_that_the_parser_stumbles_over_are_damage() -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(raw("Content-Type: text/plain; charset*0*=idna''punycode", "Text."))
    assert refusal.value.code == "damaged"


def nested(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(depth))
    return f"From: a@x.example\nMIME-Version: 1.0\n{head}Content-Type: text/plain\n\nDeep.\n".encode()


@pytest.mark.parametrize("depth", [mail.DEPTH + 1, 3000])
def test_parts_nested_too_deep_are_refused(depth: int) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(nested(depth))
    assert refusal.value.code == "too_deep"


def test_parts_nested_as_deep_as_people_do_are_read() -> None:
    assert texts(nested(5)) == ["Deep."]


def test_a_message_of_countless_parts_is_refused() -> None:
    parts = "--b\nContent-Type: application/pdf\n\nx\n" * (mail.PARTS_LIMIT + 1)
    with pytest.raises(Unreadable) as refusal:
        extract(raw("Content-Type: multipart/mixed; boundary=b", parts))
    assert refusal.value.code == "too_deep"


def test_a_multipart_without_parts_is_read_as_what_it_is() -> None:
    assert extract(raw("Content-Type: multipart/mixed; boundary=b", "no parts")).blocks == []


HEADERS = st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: message/rfc822", b"Content-Type: text/html; charset=x",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"--b", b"--b--", b"", b"=?utf-8?q?=",
    b"Content-Disposition: attachment; filename*0*=utf-8''a%", b"Subject: =?x?b?///?=", b"MIME-Version: 1.0", b"a: b", b"\xff",
    b"Content-Type: text/plain; format=flowed; charset*=", b"Content-Disposition: ;;filename==?=", b"From: <", b"To: \"",
])  # fmt: skip


@given(st.lists(st.one_of(HEADERS, st.binary(max_size=30))))
def test_any_lines_are_read_or_refused_with_a_reason(lines: list[bytes]) -> None:
    try:
        found = extract(b"\n".join(lines))
    except Unreadable as refusal:
        found = refusal  # type: ignore[assignment]
    assert isinstance(found, Unreadable) or found.media_type == mail.MEDIA_TYPE
