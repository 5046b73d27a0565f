"""What the library of texts says of a file, in the reader's language.

`comity.texts` knows English only and names pages and figures; in another language its stable code stands for a
sentence without them.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.languages import reader_language

NOTED: dict[str, str | Promise] = {
    "active_content": _(
        "The file holds scripts or active fields. They were not run; only its text was read."
    ),
    "attachment": _("Part of the text comes from an attachment."),
    "attachment_refused": _("An attachment could not be read."),
    "bidi_controls": _(
        "The text holds characters that change the order in which it is shown. Check that it reads as it should."
    ),
    "comments": _("The file holds comments, which were left out. Remove them before the text is published."),
    "control_characters": _(
        "The text holds control characters, which were left out. Check that nothing is missing."
    ),
    "embedded_files": _(
        "The file carries other files inside it. They were not opened; send them by themselves."
    ),
    "garbage_text": _("The text cannot be trusted: its letters do not form words. Compare it with the file."),
    "hidden_text": _(
        "The file holds hidden text, which was left out. Show it or delete it and send the file again."
    ),
    "macro": _("The file holds macros. They were not run; save it without macros."),
    "no_text": _("No text was found in the file. Check that it is the right one."),
    "number_out_of_order": _("A heading bears a number that is out of order between its paragraphs."),
    "ocr": _("The text was read from pictures by a machine: words may be wrong. Compare it with the file."),
    "ocr_left_out": _("There was no time to read all pictures of text."),
    "page_damaged": _("A page is damaged and was left out."),
    "part_damaged": _("A part of the file is damaged and was left out. Save the file again and compare."),
    "remote_content": _(
        "The file refers to content elsewhere on the network. It was not fetched; insert it in the file."
    ),
    "scan": _("Pages are pictures of text: a scan. Send the text itself, or a PDF that can be searched."),
    "tracked_changes": _(
        "The file holds tracked changes. Insertions were kept and deletions left out; accept or reject them."
    ),
    "wrong_ending": _("The name of the file promises another kind of file than it is."),
}
"""By the code of a warning."""

REFUSED: dict[str, str | Promise] = {
    "crashed": _(
        "The file made the reader fail, as damaged files do. Open it, save it under another name and send that."
    ),
    "damaged": _(
        "The file is damaged and cannot be opened. Save it again from the original and send the new file."
    ),
    "empty": _("The file is empty. Save it again and send the new copy."),
    "encrypted": _("The file is protected by a password. Save a copy without the password and send that."),
    "timeout": _(
        "Reading the file took too long and was stopped. Save it anew without pictures, or split it."
    ),
    "too_deep": _("The file is nested deeper than a text can be. Save the document anew and send that."),
    "too_large": _("The file is too large when it is unpacked. Make it smaller: pictures take up most."),
    "too_many_pages": _("The file has too many pages. Split it and send the parts."),
    "too_much_memory": _(
        "Reading the file took too much memory and was stopped. Save it anew without large pictures, or split it."
    ),
    "unreadable": _(
        "The file could not be read: its content is not as its format has it. Save it under another name and send that."
    ),
    "unsupported": _(
        "Files of this kind are not read. Save the text as PDF, DOCX, ODT, RTF or plain text and send that."
    ),
}
"""By the code of a refusal."""


def worded(sentences: dict[str, str | Promise], code: str, message: str) -> str:
    """The library's own sentence in English, the general one of the code in another language."""
    return message if reader_language() == "en" or code not in sentences else str(sentences[code])
