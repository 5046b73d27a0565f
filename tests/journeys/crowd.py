"""`python -m tests.journeys.crowd fill|look`: a delegate with many drafts, and what is stored of them.

Runs in a process and a home of its own beside the server that is tested.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator

import django

DRAFTS = 200


def fill() -> dict[str, object]:
    """Migrate, and leave `DRAFTS` drafts without files and a signed-in delegate."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from comity.statements import receipt
    from tests.makers import a_delegate, a_delegation, a_meeting

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        meeting = a_meeting(statements_due_at=None)
        delegation = a_delegation(meeting)
        person = a_delegate(delegation)
        drafts = [
            receipt.draft(
                delegation,
                by=person,
                at=timezone.now(),
                aspects=meeting.aspects.all()[:1],
                consent_to_publish=True,
            )
            for _ in range(DRAFTS)
        ]
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"session": session.session_key, "refs": [draft.statement.ref for draft in drafts]}


def look() -> dict[str, object]:
    """What is in database and storage, with every fault that half-stored work would show."""
    from comity.statements.models import Receipt

    return {
        "faults": [*faults_of_files(), *faults_of_versions(), *faults_of_tables()],
        "receipts": {one.number: one.files[0]["sha256"] for one in Receipt.objects.all()},
    }


def faults_of_files() -> Iterator[str]:
    from django.core.files.storage import default_storage

    from comity.statements.models import LanguageVersion, StoredFile

    for file in StoredFile.objects.all():
        if not default_storage.exists(file.path):
            yield f"{file} has no bytes"
        else:
            with default_storage.open(file.path) as kept:
                if hashlib.sha256(kept.read()).hexdigest() != file.sha256:
                    yield f"{file} has other bytes"
    for one in LanguageVersion.objects.filter(paragraphs=None):
        yield f"{one} has no paragraphs"


def faults_of_versions() -> Iterator[str]:
    from comity.record.models import Act
    from comity.statements.models import Receipt, Version

    for version in Version.objects.all():
        receipts = Receipt.objects.filter(version=version).count()
        noted = Act.objects.filter(
            verb="received", object_id=str(version.statement_id), object_type="statement"
        ).count()
        sent = version.state != Version.State.DRAFT
        if (receipts, noted) != (int(sent), int(sent)):
            yield f"{version} is {version.state} with {receipts} receipts and {noted} acts"
        if sent and not version.languages.exists():
            yield f"{version} was received without a file"


def faults_of_tables() -> Iterator[str]:
    from django.db import connection

    from comity.meetings.models import Meeting
    from comity.statements.models import Receipt

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if cursor.fetchall() != [("ok",)]:
            yield "the database is damaged"
    issued = Meeting.objects.values_list("receipts_issued", flat=True).get()
    if issued != Receipt.objects.count():
        yield f"{issued} numbers were used for {Receipt.objects.count()} receipts"


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps({"fill": fill, "look": look}[sys.argv[1]]()))
