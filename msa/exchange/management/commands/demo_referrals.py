from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from msa.exchange.demo.sending_on import send_on


class Command(BaseCommand):
    help = "Let the demo's peer workers refer somebody, once; as the casework site."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MSA_DEMO:
            raise CommandError("Made-up people belong in a demo only: set MSA_DEMO=1.")
        if settings.MSA_SITE == "owner":
            raise CommandError(
                "The owner has no survivor's key: set MSA_SITE=casework."
            )
        self.stdout.write(
            "Referred." if send_on(at=timezone.now()) else "Done already."
        )
