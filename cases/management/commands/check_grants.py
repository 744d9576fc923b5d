from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.queries.drift import disagreements
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation


class Command(BaseCommand):
    help = (
        "Check that assignments, grants and membership agree on who works with whom;"
        " exits 1 and names each pair on which they don't."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
            organisations = list(Organisation.objects.order_by("code"))
        agree = True
        for organisation in organisations:
            owner = Context(organisation.id, FOUNDER, "owner")
            with use(owner), transaction.atomic():
                found = disagreements(organisation.id)
            agree = agree and not found
            self.stdout.write(f"{organisation.code}: {len(found)} disagreements")
            for pair in found:
                self.stdout.write(f"  {pair}")
        if not agree:
            raise CommandError("assignments and grants do not agree")
