"""Verification as the owner runs it."""

from __future__ import annotations

from django.db import transaction

from msa.audit import verification
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.security.stage import Stage

AUDIT = ("audit_event", "audit_link", "audit_head")


def verify(stage: Stage) -> verification.Verification:
    organisation = stage.cast.kauri.id
    with use(Context(organisation, FOUNDER, "owner")), transaction.atomic():
        return verification.verify(organisation)
