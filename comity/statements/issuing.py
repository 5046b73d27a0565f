"""What a receipt stands for: the same submission known again, and the numbers that run per meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import F

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.statements.models import CURRENT, LanguageVersion, Receipt, Version


def files_of(versions: Sequence[Version]) -> dict[int, list[LanguageVersion]]:
    """The languages of each version with their files, the original first, by the key of the version."""
    found: dict[int, list[LanguageVersion]] = {version.pk: [] for version in versions}
    for one in LanguageVersion.objects.filter(version__in=[*found]).select_related("file"):
        found[one.version_id].append(one)
    return found


def fingerprint(version: Version, files: Sequence[LanguageVersion]) -> str:
    """The same files, in the same languages, for the same session by the same delegation."""
    statement = version.statement
    parts = [str(statement.meeting_id), str(statement.delegation_id), str(statement.session_id), version.kind]
    parts += sorted(f"{one.language}:{one.file.sha256}" for one in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def same_submissions(versions: Sequence[Version]) -> dict[str, Receipt]:
    """The receipts that other versions with the fingerprints of these have already, by fingerprint."""
    return {
        receipt.version.fingerprint: receipt
        for receipt in Receipt.objects.filter(
            version__fingerprint__in=[version.fingerprint for version in versions],
            version__state__in=CURRENT,
        )
        .exclude(version__in=[version.pk for version in versions])
        .select_related("version__statement")
    }


def issue_each(
    versions: Sequence[Version],
    files: Mapping[int, Sequence[LanguageVersion]],
    *,
    by: Person | None,
    at: datetime,
) -> list[Receipt]:
    """The next receipts of their meetings; call it inside the transaction that receives the versions."""
    return Receipt.objects.bulk_create(
        Receipt(
            number=f"{meeting.slug.upper()}-R{number:05}",
            version=version,
            issued_at=at,
            issued_to=by,
            files=[
                {
                    "language": one.language,
                    "file_name": one.file_name,
                    "sha256": one.file.sha256,
                    "size": one.file.size,
                }
                for one in files[version.pk]
            ],
        )
        for meeting, same in groupby(versions, key=lambda version: version.statement.meeting)
        for number, version in next_numbers(meeting, [*same])
    )


def next_numbers(meeting: Meeting, versions: Sequence[Version]) -> list[tuple[int, Version]]:
    """Each version with its number. The row of the meeting is held until the transaction ends: no number twice."""
    Meeting.objects.filter(pk=meeting.pk).update(receipts_issued=F("receipts_issued") + len(versions))
    last = Meeting.objects.values_list("receipts_issued", flat=True).get(pk=meeting.pk)
    return [*enumerate(versions, start=last - len(versions) + 1)]
