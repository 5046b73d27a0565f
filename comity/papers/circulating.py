"""Circulation: a version sent to a list of people, with the letter of each as the proof (R09-7).

Each letter carries a link of its own. It opens the paper whether or not it is posted anywhere, so that circulation
waits for no website; of a CONFIDENTIAL paper it opens for the named reader who is signed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import links
from comity.papers.authority import Act, is_open_to, require_with
from comity.papers.drafting import held
from comity.papers.models import Addressee, Document, DocumentVersion, PaperCirculation
from comity.papers.posting import check_is_issued
from comity.participants import rights
from comity.participants.models import Participant, Person, Role
from comity.record import trail
from comity.refusals import Refused


class Audience(StrEnum):
    """Lists of people that stand ready."""

    DELEGATIONS = "delegations"
    CHAIR = "chair"
    RAPPORTEURS = "rapporteurs"
    DESK = "desk"
    PARTICIPANTS = "participants"


AUDIENCES: dict[Audience, tuple[str | Promise, tuple[Role, ...]]] = {
    Audience.DELEGATIONS: (
        _("focal points and delegates of all delegations"),
        (Role.FOCAL_POINT, Role.DELEGATE),
    ),
    Audience.CHAIR: (_("the Chair"), (Role.CHAIR,)),
    Audience.RAPPORTEURS: (_("rapporteurs"), (Role.RAPPORTEUR,)),
    Audience.DESK: (
        _("everybody else at the desk"),
        (Role.SECRETARIAT, Role.DOCUMENT_OFFICER, Role.REVIEWER, Role.PRESS_OFFICER),
    ),
    Audience.PARTICIPANTS: (_("Participants"), ()),
}
"""Label and roles; participants need no account and no role (`taking_part`)."""
MOST = 5_000
"""Addressees of one circulation."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to send to; `person` where she has an account."""

    email: str
    name: str
    language: str = "en"
    person: Person | None = None


def people_of(meeting: Meeting, audiences: Iterable[Audience]) -> QuerySet[Person]:
    """Everybody on these lists once, by name."""
    wanted = [role for one in audiences for role in AUDIENCES[one][1]]
    return (
        Person.objects.filter(
            assignments__meeting=meeting, assignments__role__in=wanted, is_active=True, is_programme=False
        )
        .distinct()
        .order_by("name", "pk")
    )


def taking_part(meeting: Meeting) -> list[Recipient]:
    """Participants with an address whose kind receives what is circulated, with or without an account (R10-4)."""
    kinds = [kind for kind, allowed in rights.RIGHTS.items() if rights.Right.PAPERS in allowed]
    found = Participant.objects.filter(meeting=meeting, state=Participant.State.APPROVED, kind__in=kinds)
    there = found.exclude(email="").select_related("person").order_by("pk")
    return [Recipient(one.email.lower(), one.name, one.language, one.person) for one in there]


def recipients(
    document: Document, audiences: Collection[Audience], addresses: Sequence[str] = ()
) -> list[Recipient]:
    """Those of the lists and the further addresses ("Name <a@b>" or "a@b"), each address once; of a CONFIDENTIAL
    document those of the lists who are named on it. Raises `Refused` for what is no address."""
    people = people_of(document.meeting, audiences)
    if document.sensitivity != Sensitivity.UNCLASSIFIED:
        people = people.filter(document_clearances__document=document)
        if addresses:
            raise Refused(
                _("A CONFIDENTIAL document goes to its named readers only, not to further addresses.")
            )
    found = {one.email: Recipient(one.email, str(one), one.language, one) for one in people}
    if Audience.PARTICIPANTS in audiences and document.sensitivity == Sensitivity.UNCLASSIFIED:
        for one in taking_part(document.meeting):
            found.setdefault(one.email, one)
    for line in addresses:
        one = written_address(line)
        found.setdefault(one.email, one)
    return list(found.values())


def written_address(line: str) -> Recipient:
    name, sign, rest = line.strip().rpartition("<")
    email = (rest.rstrip(">") if sign else rest).strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("“%(line)s” is not an address for mail.") % {"line": line.strip()}) from error
    return Recipient(email, name.strip().strip('"')[:200] or email)


def circulate(
    version: DocumentVersion, to: Sequence[Recipient], *, message: str = "", by: Person, at: datetime
) -> PaperCirculation:
    """Send a version to these people, each by a letter of her own in her language: written here, sent by the
    outbox. Raises `Refused` where nobody is left to send to; those who have this version already are left out."""
    document = version.document
    require_with(by, Act.CIRCULATE, document=document)
    with transaction.atomic():
        held(document)
        check_is_issued(version)
        there = {*Addressee.objects.filter(circulation__version=version).values_list("email", flat=True)}
        left = [one for one in to if one.email not in there]
        if not left:
            raise Refused(_("Choose somebody who does not have this version yet."))
        if len(left) > MOST:
            raise Refused(_("At most %(number)d people at once.") % {"number": MOST})
        for one in left:
            if not is_open_to(one.person, document):
                raise Refused(_("%(name)s is not named on this CONFIDENTIAL document.") % {"name": one.name})
        sent = PaperCirculation.objects.create(
            version=version, message=message.strip(), circulated_at=at, circulated_by=by
        )
        for one in left:
            send(sent, one, at=at)
        trail.note(
            document, "circulated document", by=by, at=at, version=version.number, addressees=len(left)
        )
    return sent


def send(sent: PaperCirculation, to: Recipient, *, at: datetime) -> Addressee:
    """Write the letter with a link of its own to one of them."""
    token = links.new_token()
    addressee = Addressee(
        circulation=sent,
        person=to.person,
        name=to.name,
        email=to.email,
        language=to.language,
        token_hash=links.hash_of(token),
    )
    addressee.letter = links.letter_of(addressee, token, at=at)
    addressee.save()
    return addressee


def record(
    version: DocumentVersion, names: Sequence[str], *, proof: str, by: Person, at: datetime
) -> PaperCirculation:
    """Keep on record that a version was circulated by another way, such as with a note verbale: to whom, and what
    shows it."""
    document = version.document
    require_with(by, Act.CIRCULATE, document=document)
    whom = [name.strip()[:200] for name in names if name.strip()]
    if not whom:
        raise Refused(_("Say to whom it was sent, one to a line."))
    if not proof.strip():
        raise Refused(_("Say what shows that it was sent, such as the number of the note verbale."))
    with transaction.atomic():
        held(document)
        check_is_issued(version)
        sent = PaperCirculation.objects.create(
            version=version,
            means=PaperCirculation.Means.OTHER,
            proof=proof.strip()[:500],
            circulated_at=at,
            circulated_by=by,
        )
        Addressee.objects.bulk_create(Addressee(circulation=sent, name=name) for name in whom)
        trail.note(
            document, "circulated document", by=by, at=at, version=version.number, addressees=len(whom)
        )
    return sent
