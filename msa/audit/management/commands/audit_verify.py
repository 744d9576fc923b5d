from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from msa.audit import shipped as heads
from msa.audit.models import Receipt
from msa.audit.shipping import published_keys
from msa.audit.verification import verify
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.tenancy.models import Organisation
from msa.vault.signing import fingerprint


class Command(BaseCommand):
    help = (
        "Check every organisation's audit, and with --heads what was signed of it "
        "outside the database; exits 1 and names each fault."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads", type=Path, default=settings.MSA_AUDIT_HEADS or None
        )
        parser.add_argument(
            "--public-key",
            action="append",
            help="64 hexadecimal characters, from where nobody can change them; "
            "after a change of keys each of them, the oldest first",
        )
        parser.add_argument("--copy", type=Path, action="append", default=[])
        parser.add_argument(
            "--not-running",
            action="store_true",
            help="don't mind that nothing was signed of late",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path | None = options["heads"]
        shipped = heads.Shipped()
        if directory is not None:
            shipped = self._read(directory, options)
        faults = list(shipped.faults)
        for fault in faults:
            self.stdout.write(f"signed heads: {fault}")
        faults += self._check_chains(shipped)
        if faults:
            raise CommandError("the audit does not hold")
        self.stdout.write(
            "The audit is intact."
            if directory
            else "The chains hang together. Whether the end of one was cut, only "
            "--heads can tell."
        )

    def _read(self, directory: Path, options: dict[str, Any]) -> heads.Shipped:
        keys = self._public_keys(directory, options["public_key"])
        found = heads.read(directory, *keys)
        owner = Context(FOUNDER, FOUNDER, "owner")
        with use(owner), transaction.atomic():
            receipts = dict(Receipt.objects.values_list("number", "digest"))
        found.faults += heads.compare_with_receipts(found, receipts)
        for copy in options["copy"]:
            found.faults += heads.compare_with_copy(found, heads.read(copy, *keys))
        if not options["not_running"]:
            found.faults += heads.staleness(found, at=timezone.now())
        self.stdout.write(f"signed heads: {len(found.digests)} records")
        return found

    def _public_keys(self, directory: Path, given: list[str] | None) -> list[bytes]:
        try:
            if given:
                return [bytes.fromhex(one) for one in given]
            keys = published_keys(directory)
        except ValueError:
            keys = []
        if not keys:
            raise CommandError("give --public-key: 64 hexadecimal characters")
        self.stdout.write(
            "The public key lies beside the heads. Compare its fingerprint with "
            f"the one on paper: {', '.join(map(fingerprint, keys))}"
        )
        return keys

    def _check_chains(self, shipped: heads.Shipped) -> list[str]:
        with use(Context(FOUNDER, FOUNDER, "owner")), transaction.atomic():
            names: dict[UUID, str] = dict(
                Organisation.objects.order_by("code").values_list("id", "code")
            )
        # One whose row was deleted as well is looked for all the same.
        names |= {pk: str(pk) for pk in shipped.signed if pk not in names}
        faults = []
        for pk, name in names.items():
            with use(Context(pk, FOUNDER, "owner")), transaction.atomic():
                found = verify(pk, signed=shipped.signed.get(pk, ()))
            self.stdout.write(f"{name}: {found.events} events")
            for fault in found.faults:
                self.stdout.write(f"  {fault}")
            faults += found.faults
        return faults
