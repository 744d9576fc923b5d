from __future__ import annotations

import logging
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from consent.retention.services.destroying import Ledger, destroy_due
from msa.clock.turns import until_stopped
from msa.vault.shreds import LedgerDamaged

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Destroy the records whose erasure was approved and has cooled off. With "
        "--every it goes on until it is stopped; after being killed the next run goes "
        "on where it stood."
    )

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        ledger = ledger_here()
        if options["every"]:
            until_stopped(lambda: self._take_turn(ledger), every=options["every"])
            return
        try:
            self._destroy(ledger)
        except LedgerDamaged:
            raise CommandError(DAMAGED) from None

    def _destroy(self, ledger: Ledger) -> int:
        gone = destroy_due(ledger, at=timezone.now())
        for one in gone:
            self.stdout.write(
                f"{one.code} destroyed, ledger number {one.ledger_number}"
            )
        self.stdout.write(f"{len(gone)} destroyed")
        return len(gone)

    def _take_turn(self, ledger: Ledger) -> None:
        try:
            self._destroy(ledger)
        except LedgerDamaged:
            logger.error("nothing was destroyed: the shred ledger is damaged")
        except (DatabaseError, OSError):
            logger.exception("the next turn destroys what is left")
        finally:
            connection.close()


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
        raise CommandError(
            "it needs MSA_SITE=destroyer or owner, ledger.key and MSA_SHRED_LEDGER"
        )
    return Ledger(Path(settings.MSA_SHRED_LEDGER), settings.MSA_LEDGER_KEY)
