"""A survivor whose record is due, and somebody to decide about it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from consent.retention.enums import Basis, ErasureGround
from consent.retention.models import Erasure
from consent.retention.services import decisions
from consent.retention.services.destroying import Ledger
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast

#: Eleven years and more after the cast's survivors were met.
LATER = datetime(2037, 9, 1, 0, 0, tzinfo=UTC)
COOLED = datetime(2037, 9, 17, 0, 0, tzinfo=UTC)
SEED = bytes(range(32))


def sign(manager: Actor, basis: Basis = Basis.HEALTH_10Y, years: int = 0) -> None:
    with use(manager.context):
        decisions.sign_rule(manager, basis, contract_years=years, at=LATER)


def asked(cast: Cast, subject: UUID, *, at: datetime = LATER) -> Erasure:
    with use(cast.manager.context):
        return decisions.ask(cast.manager, subject, ErasureGround.HE_ASKED, at=at)


def approved(cast: Cast, subject: UUID) -> Erasure:
    """A signed rule, an erasure, and the administrator's word for it."""
    sign(cast.manager)
    one = asked(cast, subject)
    with use(cast.admin.context):
        decisions.approve(cast.admin, one.id, at=LATER)
    return one


def ledger(directory: Path) -> Ledger:
    return Ledger(directory, SEED)
