"""What the control words of RTF stand for: code pages, signs, destinations that hold no text."""

from __future__ import annotations

CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
CODE_PAGES = {936: "gb18030", 10000: "mac_roman", 10007: "mac_cyrillic", 65001: "utf-8", 708: "iso8859_6"}
SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS = {"~": "\u00a0", "-": "", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
SKIPPED = {
    "colortbl", "info", 
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "objdata", "objclass", "objname", "themedata",
    "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "xe", "tc", "template", "filetbl", "bkmkstart",
    "bkmkend", "nonshppict", "falt", "panose", "pn", "nonesttables", "sp", "upr", "atnid", "atnauthor", "atntime",
    "atnicn", "atnref", "atrfstart", "atrfend", "userprops", "xmlnstbl", "datastore", "latentstyles", "keywords",
    "comment", "fldtype", "ffdata", "formfield", "do", "nextfile", "background",
}  # fmt: skip
MARGINS = ("header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr")
