from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from msa.tenancy.founding import install_context_key, national_body


class Command(BaseCommand):
    help = "Give a migrated database its context key and the national body."

    def handle(self, *args: Any, **options: Any) -> None:
        install_context_key()
        national_body()
        self.stdout.write("The database is ready.")
