from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from msa.exchange.demo.filling import fill
from msa.exchange.demo.sign_ins import document
from msa.exchange.storing.planning import measure_tables


class Command(BaseCommand):
    help = "Fill in fictional organisations, once; write the sign-ins to MSA_SIGN_INS."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MSA_DEMO:
            raise CommandError("Made-up people belong in a demo only: set MSA_DEMO=1.")
        filled = fill(at=timezone.now())
        if filled:
            measure_tables()
        if path := os.environ.get("MSA_SIGN_INS"):
            _write_private(Path(path), document())
        self.stdout.write("Filled." if filled else "Filled already.")


def _write_private(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    unfinished.replace(path)
