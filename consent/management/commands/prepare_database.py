from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consent.services.capping import tell_release_caps
from consent.services.settling import settle
from msa.tenancy.founding import national_body


class Command(BaseCommand):
    help = "Give a migrated or restored database its keys and the national body."

    def handle(self, *args: Any, **options: Any) -> None:
        national_body()
        settle(at=timezone.now())
        tell_release_caps()
        self.stdout.write("The database is ready.")
