"""Files made for the tests, byte by byte, so that each holds exactly what its test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "script": "script",
    }.items()
) + (
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)  # fmt: skip


def zipped(parts: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML with one run."""
    return f'<w:p>{pp(properties)}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def pp(properties: str) -> str:
    return f"<w:pPr>{properties}</w:pPr>" if properties else ""


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def in_list(num: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    settings: str = "",
    relations: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    content_type: str = _DOCX,
) -> bytes:
    """A DOCX of the given XML; parts that are not given are not in it."""
    inner = {
        "styles": f"<w:styles {W}>{styles}</w:styles>" if styles else "",
        "numbering": f"<w:numbering {W}>{numbering}</w:numbering>" if numbering else "",
        "footnotes": f"<w:footnotes {W}>{footnotes}</w:footnotes>" if footnotes else "",
        "endnotes": f"<w:endnotes {W}>{endnotes}</w:endnotes>" if endnotes else "",
        "settings": f"<w:settings {W}>{settings}</w:settings>" if settings else "",
    }
    links = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}{name}" Target="{name}.xml"/>'
        for name, content in inner.items()
        if content
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>',
            "_rels/.rels": relationships(
                f'<Relationship Id="r1" Type="{_OFFICE}officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(links + relations),
            **{f"word/{name}.xml": content for name, content in inner.items() if content},
            **(parts or {}),
        }
    )


def relationships(inner: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def relation(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="x{kind}" Type="{_OFFICE}{kind}" Target="{target}"{mode}/>'


def level(place: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(name: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(name: int, abstract_name: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract_name}"/>{more}</w:num>'


def odt(
    text: str, *, automatic: str = "", styles: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """An ODT of the given XML."""
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}><office:styles>{styles}</office:styles>"
            "</office:document-styles>",
            "META-INF/manifest.xml": "<manifest/>",
            **(parts or {}),
        }
    )


def flat_odt(text: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ODF}><office:body><office:text>{text}'
        "</office:text></office:body></office:document>"
    ).encode()


def rtf(body: str, head: str = "") -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1 " + head + body + "}").encode("latin-1")
