from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from msa.clock.days import local_date
from msa.tenancy.custody import record_trial
from msa.vault.custody import SharesWrong, collect


class Command(BaseCommand):
    help = (
        "Ask the holders for their shares of the root key and store that they gave it. "
        "Nothing of the shares is kept. Once before the first start, then each year."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trial = record_trial(collect(input), at=timezone.now())
        except SharesWrong as fault:
            raise CommandError(f"{fault}. Nothing was stored.") from None
        self.stdout.write(
            f"{trial.shares} shares gave the root key on "
            f"{local_date(trial.at):%-d %B %Y}. Try them again within a year."
        )
