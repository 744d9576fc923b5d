"""Storing people who agreed to a record: consents, keys, record, sections, worker."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from cases.models import Assignment, Client, StatisticalProfile
from cases.sections import Contact, Identity, SectionContent
from cases.services.assignments import CODENAME
from cases.services.people import new_reference
from consent.documents import keyring
from consent.enums import KEYED, Purpose
from consent.models import (
    Consent,
    Subject,
    SubjectKey,
    SubjectUserObjectPermission,
    WrappedKey,
    new_rounding_key,
)
from consent.services.consents import Agreement, RecordConsentMissing
from msa.accounts.actor import Actor
from msa.exchange.storing.fingerprints import FingerprintRows
from msa.exchange.storing.rows import Rows, array
from msa.exchange.storing.sections import SectionRows
from msa.vault.envelope import DataKey

_TRIES = 5
_REFERENCE = 2


@dataclass(frozen=True, slots=True)
class Worker:
    """The peer worker who works with somebody now."""

    member: UUID
    person: UUID


@dataclass(frozen=True, slots=True, repr=False)
class Newcomer:
    """Somebody who is to have a record: what he agreed to, who he is, who helps him."""

    agreements: Sequence[Agreement]
    identity: Identity
    contact: Contact
    recorded_by: UUID
    at: datetime
    age_band: str = ""
    region: str = ""
    worker: Worker | None = None
    more: Sequence[SectionContent] = ()


@dataclass(slots=True, repr=False)
class Place:
    """A survivor's place here, and the keys that rows about him are written under."""

    subject: UUID
    keys: dict[Purpose, DataKey] = field(default_factory=dict)
    consents: dict[Purpose, UUID] = field(default_factory=dict)


class PeopleRows:
    """Gathers newcomers; :meth:`write` stores them, none of them by half.

    Call both inside the actor's context and one transaction.
    """

    def __init__(self, actor: Actor) -> None:
        self._ring = keyring(actor.organisation)
        tenant = {"organisation": actor.organisation}
        kept = {**tenant, "withheld": False}
        self._subjects = Rows(
            Subject, "id", "created_at", "rounding_key", constant=tenant
        )
        self._consents = Rows(
            Consent,
            *("id", "subject", "purpose", "wording", "given", "given_on"),
            *("recorded_by", "recorded_at", "expires_at", "of_age"),
            constant=tenant,
        )
        self._keys = Rows(
            SubjectKey,
            *("id", "subject", "consent", "purpose", "created_at"),
            constant={**tenant, "state": "ACTIVE"},
        )
        self._wrapped = Rows(
            WrappedKey,
            *("key", "wrapped"),
            constant={**tenant, "organisation_key": self._ring.key_id},
        )
        self._clients = Rows(
            Client,
            *("subject", "key", "reference", "opened_at", "opened_by"),
            constant=kept,
        )
        self._sections = SectionRows(actor)
        self._fingerprints = FingerprintRows(actor)
        self._profiles = Rows(
            StatisticalProfile,
            *("subject", "age_band", "ethnicities", "region"),
            constant=tenant,
        )
        self._assignments = Rows(
            Assignment,
            *("subject", "member", "from_at", "made_by"),
            constant=tenant,
        )
        permission = Permission.objects.get(
            codename=CODENAME, content_type__app_label="consent"
        )
        self._grants = Rows(
            SubjectUserObjectPermission,
            *("user", "content_object"),
            constant={**tenant, "permission": permission.pk},
        )

    def add(self, newcomer: Newcomer) -> Place:
        """Gather one person; return his place, good once it is written.

        Raises:
            RecordConsentMissing: he does not agree to a record (CON-01).
        """
        agreed = {agreement.purpose for agreement in newcomer.agreements}
        if Purpose.RECORD not in agreed:
            raise RecordConsentMissing
        place = Place(uuid.uuid4())
        self._subjects.add(place.subject, newcomer.at, new_rounding_key())
        for agreement in newcomer.agreements:
            if key := self._agree(place, newcomer, agreement):
                place.keys[agreement.purpose] = key
        self._open_record(place.subject, newcomer, place.keys[Purpose.RECORD])
        if Purpose.STATISTICS in agreed:
            codes = array(newcomer.identity.ethnicities)
            self._profiles.add(place.subject, newcomer.age_band, codes, newcomer.region)
        if newcomer.worker:
            self._assign(place.subject, newcomer, newcomer.worker)
        return place

    def _agree(
        self, place: Place, newcomer: Newcomer, agreement: Agreement
    ) -> DataKey | None:
        consent = place.consents[agreement.purpose] = uuid.uuid4()
        purpose = agreement.purpose.value
        self._consents.add(
            consent,
            place.subject,
            purpose,
            agreement.wording,
            agreement.given.value,
            agreement.given_on,
            newcomer.recorded_by,
            newcomer.at,
            agreement.expires_at,
            agreement.of_age,
        )
        if agreement.purpose not in KEYED:
            return None
        key, wrapped = self._ring.new_data_key(
            subject=place.subject, data_key=uuid.uuid4(), purpose=purpose
        )
        self._keys.add(key.id, place.subject, consent, purpose, newcomer.at)
        self._wrapped.add(key.id, wrapped)
        return key

    def _open_record(self, subject: UUID, newcomer: Newcomer, key: DataKey) -> None:
        by, at = newcomer.recorded_by, newcomer.at
        self._clients.add(subject, key.id, new_reference(), at, by)
        for content in (newcomer.identity, newcomer.contact, *newcomer.more):
            self._sections.add(subject, key, content, by=by, at=at)
            self._fingerprints.add(subject, key.id, content)

    def _assign(self, subject: UUID, newcomer: Newcomer, worker: Worker) -> None:
        self._assignments.add(subject, worker.member, newcomer.at, newcomer.recorded_by)
        self._grants.add(worker.person, subject)

    def write(self) -> None:
        """Store everybody gathered.

        Raises:
            IntegrityError, ProgrammingError: a constraint or a policy refuses a row.
        """
        for rows in (self._subjects, self._consents, self._keys, self._wrapped):
            rows.write()
        self._write_clients()
        self._sections.write()
        for rows in (self._profiles, self._assignments, self._grants):
            rows.write()
        self._fingerprints.write()

    def _write_clients(self) -> None:
        # Reference numbers are drawn by chance, and nobody may look which are taken.
        for remaining in reversed(range(_TRIES)):
            try:
                with transaction.atomic():
                    self._clients.write()
                return
            except IntegrityError:
                if not remaining:
                    raise
                fresh = [new_reference() for _ in range(len(self._clients))]
                self._clients.replace(_REFERENCE, fresh)
