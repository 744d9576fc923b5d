"""What an organisation needs first: keys, and somebody who lets others in."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from consent.enums import FingerprintUse
from consent.keeping import Keeper
from consent.models import FingerprintKey, OrganisationKey
from msa.accounts.models import Member, Person, Role
from msa.accounts.queries import LETS_IN, works_here
from msa.accounts.services import add_member, end_sessions
from msa.audit.recording import record
from msa.members.services import ResetMade, store_reset
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation, OrganisationKind
from msa.vault.fingerprints import new_fingerprint_key
from msa.vault.keys import new_organisation_key


class SomebodyLetsIn(Exception):
    """Somebody else here can invite him, and help him if he can't sign in."""


class SignsInAlready(Exception):
    """Somebody signs in with this address already, and lets nobody in here."""


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


def let_first_in(
    organisation: Organisation, *, email: str, name: str, at: datetime
) -> ResetMade:
    """Let in whoever lets the others in; he chooses a password by the link of this.

    He administers a member organisation, or works for the national body. The same
    address again makes another link and ends the one before: for a link that was lost,
    and for the only administrator who lost what he signs in with. Run as the owner.

    Raises:
        SomebodyLetsIn: somebody else here can do it.
        SignsInAlready: the address is that of a colleague, or of somebody elsewhere.
    """
    keeper, address = Keeper(organisation.id), email.strip().lower()
    with use(keeper.context), transaction.atomic():
        # Two at once would both be the first.
        Organisation.objects.select_for_update().get(id=organisation.id)
        lets_in = Member.objects.filter(works_here(at=at), roles__overlap=LETS_IN)
        if lets_in.exclude(person__email=address).exists():
            raise SomebodyLetsIn
        member = lets_in.first()
        if member is None:
            member = _employ(organisation, address, name, at=at)
        # Nobody works at the command line: the link is his own, as no other can be.
        made = store_reset(member, made_by=member.id, factors_too=True, at=at)
        link = str(made.reset.id)
        record(keeper, "member.let-in", member=str(member.id), reset=link)
    end_sessions(person=member.person_id)
    return made


def _employ(
    organisation: Organisation, address: str, name: str, *, at: datetime
) -> Member:
    if Person.objects.filter(email=address).exists():
        raise SignsInAlready
    is_national = organisation.kind == OrganisationKind.NATIONAL
    (actor,) = add_member(
        organisation,
        email=address,
        password=None,
        name=name,
        roles=[Role.NATIONAL if is_national else Role.ADMIN],
        at=at,
    )
    return Member.objects.get(id=actor.member)
