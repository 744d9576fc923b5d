"""Compile the te reo Māori catalogue twice: reviewed strings, and all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from msa.web.catalogue import compile_entries, read_catalogue

LOCALE = Path(__file__).resolve().parents[3] / "locale"
PLACE = Path("mi") / "LC_MESSAGES"


class Command(BaseCommand):
    """Write msa/locale/mi (reviewed) and msa/locale/unreviewed/mi (all, for demos)."""

    help = "Compile the te reo Māori catalogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        entries = read_catalogue(LOCALE / PLACE / "django.po")
        reviewed = [entry for entry in entries if entry.is_reviewed]
        for folder, chosen in ((LOCALE, reviewed), (LOCALE / "unreviewed", entries)):
            target = folder / PLACE / "django.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(compile_entries(chosen))
            self.stdout.write(f"{len(chosen) - 1} strings in {target.name}")
