"""Bringing what is stored under the keys that this process uses now (SEC-07).

Nothing here is long: a few wrapped keys for each organisation, one sealed secret for
each member of staff. Run again, it finds nothing left to do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from consent.enums import FingerprintUse
from consent.keeping import Keeper
from consent.models import FingerprintKey, OrganisationKey
from consent.wrapped_rows import handed_over, tables
from msa.accounts.resealing import reseal_second_factors, sessions_under_other_keys
from msa.audit.recording import record
from msa.tenancy.context import use
from msa.tenancy.founding import install_context_keys
from msa.tenancy.models import Organisation, OrganisationKind
from msa.vault.checks import new_checks
from msa.vault.envelope import CannotOpen
from msa.vault.fingerprints import (
    first_fingerprint_key,
    new_fingerprint_key,
    renew_fingerprint_key,
)
from msa.vault.keys import SubmissionKeyring, renew_organisation_key

#: Whose digests were made before there were keys for them.
_OLDER_THAN_KEYS = (FingerprintUse.IMPORT, FingerprintUse.NARRATIVE_HIT)


@dataclass(slots=True)
class Settled:
    """What was brought under the current keys, and what could not be."""

    organisation_keys: int = 0
    fingerprint_keys: int = 0
    second_factors: int = 0
    open_sessions: int = 0
    shut: list[str] = field(default_factory=list)
    """What no key of this process opens: codes of organisations, or ``sign-in``."""


def settle(*, at: datetime) -> Settled:
    """Bring all that is stored under the current keys. Run as the owner.

    What no key opens is left as it is and told, so that the right key can still come.
    """
    settled = Settled()
    install_context_keys()
    for organisation in _organisations():
        _settle_organisation(organisation, settled, at=at)
    settled.second_factors, shut = reseal_second_factors()
    settled.shut += ["sign-in"] * bool(shut)
    settled.open_sessions = sessions_under_other_keys(at=at)
    if not settled.shut:
        _renew_checks()
    return settled


def _organisations() -> list[Organisation]:
    with use(Keeper.of_nobody().context), transaction.atomic():
        members = Organisation.objects.filter(kind=OrganisationKind.MEMBER)
        return list(members.order_by("code"))


def _settle_organisation(
    organisation: Organisation, settled: Settled, *, at: datetime
) -> None:
    keeper = Keeper(organisation.id)
    try:
        with use(keeper.context), transaction.atomic():
            keys = _renew_organisation_keys(organisation)
            keys += _renew_submitted_keys(organisation)
            fingerprints = _renew_fingerprint_keys(organisation, at=at)
            if keys or fingerprints:
                record(keeper, "organisation-key.renewed", count=keys + fingerprints)
    except CannotOpen:
        settled.shut.append(organisation.code)
        return
    settled.organisation_keys += keys
    settled.fingerprint_keys += fingerprints


def _renew_organisation_keys(organisation: Organisation) -> int:
    count = 0
    for key in OrganisationKey.objects.select_for_update(of=("self",), no_key=True):
        wrapped = renew_organisation_key(
            organisation=organisation.id, key_id=key.id, wrapped=bytes(key.wrapped)
        )
        if wrapped is not None:
            key.wrapped = wrapped
            key.save(update_fields=["wrapped"])
            count += 1
    return count


def _renew_submitted_keys(organisation: Organisation) -> int:
    """Bring under the current key what the organisation has handed over (ADR 16)."""
    ring, count = SubmissionKeyring(organisation=organisation.id), 0
    for table in tables():
        for row in handed_over(table):
            wrapped = ring.renewed(
                subject=row.subject,
                data_key=row.data_key,
                purpose=row.purpose,
                wrapped=bytes(row.wrapped),
            )
            if wrapped is not None:
                table._default_manager.filter(id=row.row).update(wrapped=wrapped)
                count += 1
    return count


def _renew_fingerprint_keys(organisation: Organisation, *, at: datetime) -> int:
    held = {key.use: key for key in FingerprintKey.objects.select_for_update()}
    count = 0
    for purpose in FingerprintUse:
        if purpose.value not in held:
            _make_first(organisation, purpose, at=at)
            continue
        key = held[purpose.value]
        wrapped = renew_fingerprint_key(
            organisation=organisation.id, use=purpose, wrapped=bytes(key.wrapped)
        )
        if wrapped is not None:
            key.wrapped = wrapped
            key.save(update_fields=["wrapped"])
            count += 1
    return count


def _make_first(
    organisation: Organisation, purpose: FingerprintUse, *, at: datetime
) -> None:
    make = first_fingerprint_key if purpose in _OLDER_THAN_KEYS else new_fingerprint_key
    FingerprintKey(
        organisation=organisation,
        use=purpose,
        wrapped=make(organisation=organisation.id, use=purpose),
        created_at=at,
    ).save(force_insert=True)


def _renew_checks() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        for name, sealed in new_checks().items():
            cursor.execute(
                "INSERT INTO priv.key_check (key_name, sealed) VALUES (%s, %s)"
                " ON CONFLICT (key_name) DO UPDATE SET sealed = excluded.sealed",
                [name, sealed],
            )
