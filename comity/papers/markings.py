"""A document whose text bears a security marking is not handed out as if it bore none (RX-5)."""

from __future__ import annotations

from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from comity.files.markings import LONGEST_MARKING, classified
from comity.files.models import Sensitivity
from comity.papers.models import DocumentParagraph, DocumentVersion
from comity.refusals import Refused


def check_markings(version: DocumentVersion) -> None:
    """Raises `Refused` where the text is marked and the document says that it is UNCLASSIFIED."""
    if version.document.sensitivity != Sensitivity.UNCLASSIFIED:
        return
    texts = (
        DocumentParagraph.objects.filter(language_version__version=version)
        .annotate(length=Length("text"))
        .filter(length__lte=LONGEST_MARKING)
        .order_by()
        .values_list("text", flat=True)
    )
    if any(classified(text) for text in texts):
        raise Refused(
            _(
                "The text bears a security marking. Set the document to CONFIDENTIAL, or take the file out and add "
                "one without the marking."
            )
        )
