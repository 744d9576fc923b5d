from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.retention.management.commands.destroy_due import DAMAGED, ledger_here
from consent.retention.services.destroying import replay
from msa.vault.shreds import LedgerDamaged


class Command(BaseCommand):
    help = (
        "After a restore: destroy again what the backup brought back, by the shred "
        "ledger. Nothing starts before. Run it as the owner, as often as you like."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = replay(ledger_here(), at=timezone.now())
        except LedgerDamaged:
            raise CommandError(DAMAGED) from None
        self.stdout.write(
            f"{done.erasures} erasures in the ledger, {done.destroyed_again} of them "
            "destroyed again"
        )
