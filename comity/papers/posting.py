"""Posting: a version on the event website and on the Committee's, each by itself (R09-7, R09-8).

On this site a version is posted by one act and is public from then on, or from the end of its embargo. The other
website is somebody else's: a checklist, an export and a feed help, and the address of the page there is the proof.
What fails in one channel is written down there and stops nothing in the other.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.files.models import PublicationEntry, Sensitivity
from comity.meetings.queries import is_public
from comity.papers.authority import Act, require_with
from comity.papers.drafting import held
from comity.papers.markings import check_markings
from comity.papers.models import Channel, Document, DocumentVersion, Posting
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused

State = DocumentVersion.State

CHECKLIST: dict[str, str | Promise] = {
    "files": _("The file of every language version is there, under the name that it has here."),
    "original": _("The original language is marked."),
    "titles": _("The title is right in each language of the site."),
    "suffix": _("Add., Corr. or Rev. stands with the title, and what was replaced is marked as replaced."),
    "link": _("The page leads to the permanent address of the document on the event website."),
    "accessible": _(
        "Title and language are set in the PDF, and its headings can be followed without seeing."
    ),
    "checked": _("Somebody else has opened the page and every file without being signed in."),
}
"""What is looked at before a posting on the website of the Committee is confirmed."""


def post_here(version: DocumentVersion, *, by: Person, at: datetime) -> Posting:
    """Post on the event website: public now, or at the end of the embargo. A correction or revision takes the place
    of what was public. Raises `NotNow` for what may not be public."""
    document = version.document
    require_with(by, Act.POST, document=document)
    with transaction.atomic():
        version.document = held(document)
        check_may_be_public(version)
        posting = opened(version, Channel.EVENT_SITE, at=at)
        instant = max(at, version.document.embargo_until or at)
        release(version, at=instant)
        confirm(posting, url=version.document.permanent_address, by=by, at=at)
        trail.note(
            document,
            "posted document",
            by=by,
            at=at,
            version=version.number,
            channel=Channel.EVENT_SITE,
            public_from=instant.isoformat(),
        )
    version.refresh_from_db()
    return posting


def check_may_be_public(version: DocumentVersion) -> None:
    document = version.document
    check_is_issued(version)
    if not is_public(document.meeting):
        raise NotNow(_("The meeting has not been announced yet: its documents are posted after that."))
    if document.sensitivity != Sensitivity.UNCLASSIFIED:
        raise NotNow(_("A document marked CONFIDENTIAL is not posted."))
    check_markings(version)


def check_is_issued(version: DocumentVersion) -> None:
    now = DocumentVersion.objects.get(pk=version.pk)
    if now.state == State.DRAFT:
        raise NotNow(_("This version has not been issued yet."))
    if now.state != State.ISSUED:
        raise NotNow(_("Another version has taken the place of this one."))


def release(version: DocumentVersion, *, at: datetime) -> None:
    """Public from the instant; what was public before, and is replaced, ends at the same instant."""
    changed = DocumentVersion.objects.filter(pk=version.pk, public_from=None).update(public_from=at)
    if not changed:
        raise NotNow(_("This version has been posted on the event website already."))
    PublicationEntry.objects.create(document_version=version, effective_at=at)
    if version.stands_beside:
        return
    earlier = version.document.versions.exclude(pk=version.pk).exclude(public_from=None)
    for other in earlier.exclude(kind=DocumentVersion.Kind.ADDENDUM).filter(public_until=None):
        end(other, at=at)


def end(version: DocumentVersion, *, at: datetime) -> None:
    """Out of the public's sight from the instant on; one that was never seen leaves no instant."""
    assert version.public_from is not None
    seen = version.public_from < at
    DocumentVersion.objects.filter(pk=version.pk).update(
        public_from=version.public_from if seen else None, public_until=at if seen else None
    )
    PublicationEntry.objects.create(document_version=version, effective_at=at)


def opened(version: DocumentVersion, channel: Channel, *, at: datetime) -> Posting:
    return Posting.objects.get_or_create(version=version, channel=channel, defaults={"begun_at": at})[0]


def confirm(posting: Posting, *, url: str, by: Person, at: datetime) -> None:
    done = Posting.objects.filter(pk=posting.pk, posted_at=None).update(
        url=url, posted_at=at, posted_by=by, fault="", failed_at=None
    )
    if not done:
        raise NotNow(_("This has been posted already."))
    posting.refresh_from_db()


def tick(version: DocumentVersion, item: str, *, done: bool, by: Person, at: datetime) -> Posting:
    """Tick an item of the checklist for the Committee's website, or take the tick back."""
    document = version.document
    require_with(by, Act.TICK, document=document)
    if item not in CHECKLIST:
        raise Refused(_("This is not on the checklist."))
    with transaction.atomic():
        held(document)
        check_is_issued(version)
        posting = opened(version, Channel.COMMITTEE_SITE, at=at)
        if posting.posted_at is not None:
            raise NotNow(_("This has been posted already."))
        posting.checked.pop(item, None)
        if done:
            posting.checked[item] = {"by": str(by), "at": at.isoformat()}
        posting.save(update_fields=["checked"])
        verb = "ticked" if done else "took tick back"
        trail.note(document, verb, by=by, at=at, version=version.number, item=item)
    return posting


def post_there(version: DocumentVersion, *, url: str, by: Person, at: datetime) -> Posting:
    """Confirm that a version stands on the Committee's website at the address. Whether it stands here does not
    matter. Raises `Refused` while items of the checklist are open."""
    document = version.document
    require_with(by, Act.POST, document=document)
    check_address(url)
    with transaction.atomic():
        now = held(document)
        check_is_issued(version)
        if now.sensitivity != Sensitivity.UNCLASSIFIED:
            raise NotNow(_("A document marked CONFIDENTIAL is not posted."))
        if now.embargo_until is not None and now.embargo_until > at:
            raise NotNow(_("The document is under embargo: it is posted when that ends."))
        posting = opened(version, Channel.COMMITTEE_SITE, at=at)
        if left := [item for item in CHECKLIST if item not in posting.checked]:
            raise Refused(
                _("The checklist is not finished: %(number)d of %(all)d items are open.")
                % {"number": len(left), "all": len(CHECKLIST)}
            )
        confirm(posting, url=url, by=by, at=at)
        trail.note(
            document,
            "posted document",
            by=by,
            at=at,
            version=version.number,
            channel=Channel.COMMITTEE_SITE,
            url=url,
        )
    return posting


def check_address(url: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise Refused(
            _("Give the whole address of the page, beginning with https://, as it stands in the browser.")
        ) from error


def note_failure(
    version: DocumentVersion, channel: Channel, *, fault: str, by: Person, at: datetime
) -> Posting:
    """Write down that a website did not take it, and why. It stays to be posted there; the other goes on."""
    document = version.document
    require_with(by, Act.TICK, document=document)
    if not fault.strip():
        raise Refused(_("Say what went wrong, so that whoever tries again knows."))
    with transaction.atomic():
        held(document)
        check_is_issued(version)
        posting = opened(version, channel, at=at)
        tried = Posting.objects.filter(pk=posting.pk, posted_at=None)
        if not tried.update(fault=fault.strip()[:500], failed_at=at):
            raise NotNow(_("This has been posted already."))
        trail.note(
            document, "could not post", by=by, at=at, version=version.number, channel=channel, fault=fault
        )
    posting.refresh_from_db()
    return posting


def withdraw(document: Document, *, reason: str, by: Person, at: datetime) -> None:
    """Take a document back at once: a page that says so stands in its place. On the Committee's website it must be
    taken down by hand: the overdue list asks for it (`taken_down`)."""
    require_with(by, Act.POST, document=document)
    if not reason.strip():
        raise Refused(_("Say why the document is withdrawn: it stays on record."))
    with transaction.atomic():
        held(document)
        if not document.versions.exclude(state=State.DRAFT).exists():
            raise NotNow(_("Nothing has been issued: discard the draft instead."))
        for version in document.versions.exclude(public_from=None):
            if version.public_until is None or version.public_until > at:
                end(version, at=at)
        document.versions.exclude(state=State.DRAFT).update(state=State.WITHDRAWN)
        Document.objects.filter(pk=document.pk).update(withdrawn_at=at, withdrawal_reason=reason.strip())
        trail.note(document, "withdrew document", by=by, at=at, reason=reason)
    document.refresh_from_db()


def taken_down(posting: Posting, *, by: Person, at: datetime) -> None:
    """A withdrawn document no longer stands on the Committee's website."""
    document = posting.version.document
    require_with(by, Act.TICK, document=document)
    with transaction.atomic():
        posting = Posting.objects.select_for_update().get(pk=posting.pk)
        if not Document.objects.filter(pk=document.pk, withdrawn_at__isnull=False).exists():
            raise NotNow(_("The document has not been withdrawn."))
        posting.checked["taken_down"] = {"by": str(by), "at": at.isoformat()}
        posting.save(update_fields=["checked"])
        trail.note(document, "taken down", by=by, at=at, channel=posting.channel)
