"""Making the copy he asked for, and handing it over once (RGT-01).

Made in the request of whoever hands it over: only this process may open his record, and
what it makes is sealed again before the transaction ends (ADR 23).
"""

from __future__ import annotations

import uuid
from base64 import b64decode, b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from consent.documents import Sealer, open_documents, under_consent
from consent.enums import Purpose
from msa.access.refusals import AccessDenied, NotVisible, Reason
from msa.accounts.actor import Actor
from msa.audit.recording import record
from oversight.queries import history
from oversight.queries.letterhead import own_organisation
from rights.document import About, as_json
from rights.enums import Format, Kind
from rights.models import Copy
from rights.printing import as_pdf
from rights.queries.held import gather
from rights.queries.requests import found
from rights.sealing import COPY
from rights.services.clearing import discard_old_copies, drop_copies
from rights.services.requests import handed_over


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy on its way to him: what it is, and its bytes."""

    format: Format
    content: bytes


@transaction.atomic
def make(
    actor: Actor, subject: UUID, pk: UUID, *, leaving_out: Collection[str], at: datetime
) -> None:
    """Make the copy as PDF and JSON, sealed, for the actor to fetch within a day.

    ``leaving_out`` names the places whose words are confidential to somebody else. A
    copy of this request that waits already is replaced.

    Raises:
        NotVisible: there is no such request for a copy.
        AccessDenied: he agrees to no record, or the request was answered.
        RenderFailed: there is more than can be printed at once.
    """
    request = found(subject, pk)
    if request.kind != Kind.COPY:
        raise NotVisible
    if request.outcome:
        raise AccessDenied(Reason.NOT_READY)
    sealer = Sealer.for_writing(actor, subject, Purpose.RECORD)
    organisation = own_organisation(actor)
    with translation.override(request.language or translation.get_language()):
        held = gather(actor, subject, leaving_out=leaving_out)
        looked = history.to_print(actor, subject, at=at)
        about = About(request, organisation, at)
        made = {
            Format.PDF: as_pdf(held, looked, about),
            Format.JSON: as_json(held, looked, about),
        }
    discard_old_copies()
    drop_copies(pk)
    for format_, content in made.items():
        _keep(actor, sealer, request.id, subject, format_, content, at=at)
    record(actor, "copy.made", subject=subject, kind="copy")


def _keep(
    actor: Actor,
    sealer: Sealer,
    request: UUID,
    subject: UUID,
    format_: Format,
    content: bytes,
    *,
    at: datetime,
) -> None:
    row = Copy(
        id=uuid.uuid4(),
        organisation_id=actor.organisation,
        subject_id=subject,
        key_id=sealer.key_id,
        request_id=request,
        format=format_,
        made_by_id=actor.member,
        made_at=at,
    )
    document = {"content": b64encode(content).decode()}
    row.sealed = sealer.seal(document, COPY, row=row.id, revision=row.revision)
    with under_consent():
        row.save(force_insert=True)


@transaction.atomic
def take(actor: Actor, subject: UUID, pk: UUID, *, at: datetime) -> Taken:
    """Return a copy that waits, and delete it: it is fetched once.

    The request is answered by that.

    Raises:
        NotVisible: fetched before, too old, or made by somebody else.
    """
    row = Copy.objects.filter(subject=subject, id=pk).select_related("request").first()
    if row is None:
        raise NotVisible
    opened = open_documents(actor, [row], COPY, Purpose.RECORD, act="open")
    if row.id not in opened:
        raise NotVisible
    if not drop_copies(row.request_id, only=row.id):
        raise NotVisible
    record(actor, "copy.fetched", subject=subject, kind="copy")
    handed_over(actor, row.request, at=at)
    return Taken(Format(row.format), b64decode(opened[row.id]["content"]))
