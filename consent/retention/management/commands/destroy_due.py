from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consent.retention.services.destroying import Ledger, destroy_due
from msa.vault.shreds import LedgerDamaged


class Command(BaseCommand):
    help = (
        "Destroy the records whose erasure was approved and has cooled off. Run it "
        "once a day as the owner; after being killed it goes on where it stood."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            gone = destroy_due(ledger_here(), at=timezone.now())
        except LedgerDamaged:
            raise CommandError(DAMAGED) from None
        for one in gone:
            self.stdout.write(
                f"{one.code} destroyed, ledger number {one.ledger_number}"
            )
        self.stdout.write(f"{len(gone)} destroyed")


DAMAGED = (
    "The shred ledger is not what was written: it was changed or cut. Nothing was "
    "destroyed. Put back a copy of it that is whole."
)


def ledger_here() -> Ledger:
    """Return the ledger of this installation, ready to be written.

    Raises:
        CommandError: this process is not given it.
    """
    if not settings.MSA_LEDGER_KEY or not settings.MSA_SHRED_LEDGER:
        raise CommandError("it needs MSA_SITE=owner, ledger.key and MSA_SHRED_LEDGER")
    return Ledger(Path(settings.MSA_SHRED_LEDGER), settings.MSA_LEDGER_KEY)
