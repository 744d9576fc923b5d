"""What an organisation needs before its first survivor: its keys."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from consent.enums import FingerprintUse
from consent.models import FingerprintKey, OrganisationKey
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from msa.vault.fingerprints import new_fingerprint_key
from msa.vault.keys import new_organisation_key


def found_organisation(
    *, code: str, name: str, name_mi: str = "", region: str = "", at: datetime
) -> Organisation:
    """Store a member organisation and its first keys. Run as the owner.

    Raises:
        IntegrityError: there is an organisation with this code.
    """
    organisation = Organisation(
        id=uuid.uuid4(), code=code, name=name, name_mi=name_mi, region=region
    )
    with use(Context(organisation.id, FOUNDER, "owner")), transaction.atomic():
        organisation.save(force_insert=True)
        key_id = uuid.uuid4()
        OrganisationKey(
            id=key_id,
            organisation=organisation,
            wrapped=new_organisation_key(organisation=organisation.id, key_id=key_id),
            created_at=at,
        ).save(force_insert=True)
        for purpose in FingerprintUse:
            FingerprintKey(
                organisation=organisation,
                use=purpose,
                wrapped=new_fingerprint_key(organisation=organisation.id, use=purpose),
                created_at=at,
            ).save(force_insert=True)
    return organisation
