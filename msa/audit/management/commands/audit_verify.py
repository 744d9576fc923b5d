from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation


class Command(BaseCommand):
    help = "Check every organisation's audit chain; exits 1 and names each fault."

    def handle(self, *args: Any, **options: Any) -> None:
        with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
            organisations = list(Organisation.objects.order_by("code"))
        sound = True
        for organisation in organisations:
            owner = Context(organisation.id, FOUNDER, "owner")
            with use(owner), transaction.atomic():
                found = verify(organisation.id)
            sound = sound and not found.faults
            self.stdout.write(f"{organisation.code}: {found.events} events")
            for fault in found.faults:
                self.stdout.write(f"  {fault}")
        if not sound:
            raise CommandError("the audit does not hold")
