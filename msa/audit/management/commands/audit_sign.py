from __future__ import annotations

import logging
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from msa.audit.shipping import publish_key, published_keys
from msa.audit.signing import sign_heads
from msa.clock.turns import until_stopped
from msa.vault.signing import fingerprint, public_key_of

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Sign where every organisation's audit ends and keep it outside the database. "
        "With --every it goes on until it is stopped, and signs once more then."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", default=0)
        parser.add_argument(
            "--new-key",
            action="store_true",
            help="go on with another key than the one that signed before",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MSA_AUDIT_KEY or not settings.MSA_AUDIT_HEADS:
            raise CommandError("it needs MSA_SITE=signer, audit.key, MSA_AUDIT_HEADS")
        directory = Path(settings.MSA_AUDIT_HEADS)
        self._publish(directory, is_new=options["new_key"])
        if not options["every"]:
            done = sign_heads(directory, settings.MSA_AUDIT_KEY, at=timezone.now())
            self.stdout.write(
                f"record {done.number}: {done.organisations} organisations"
            )
            return
        until_stopped(partial(self._sign, directory), every=options["every"])
        self._sign(directory)

    @staticmethod
    def _sign(directory: Path) -> None:
        try:
            sign_heads(directory, settings.MSA_AUDIT_KEY, at=timezone.now())
        except (DatabaseError, OSError) as fault:
            # It tries again at the next turn; audit_verify tells of the gap.
            logger.error("the heads were not signed: %s", type(fault).__name__)
        finally:
            connection.close()

    def _publish(self, directory: Path, *, is_new: bool) -> None:
        key = public_key_of(settings.MSA_AUDIT_KEY)
        self.stdout.write(f"public key {key.hex()}, fingerprint {fingerprint(key)}")
        published = published_keys(directory)
        if published[-1:] == [key]:
            return
        if published and not is_new:
            raise CommandError("the heads here were signed by another key: --new-key")
        publish_key(directory, key)
