from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consent.keeping import Keeper
from consent.management.named import organisation_named
from consent.models import OrganisationKey
from consent.services import rotation
from msa.jobs.models import Job, State
from msa.jobs.running import run
from msa.tenancy.context import use
from msa.vault.root import KeyUnavailable

_FAULTS = {
    "TimeoutError": (
        "It was interrupted too often to go on by itself. Nothing is lost: look why, "
        "then run it once more."
    ),
    "KeysDoNotOpen": (
        "Some keys don't open under the older version. It stays, and nothing is lost; "
        "all other keys were moved."
    ),
}


class Command(BaseCommand):
    help = (
        "Replace an organisation's key while people work. Killed, it goes on where it "
        "stood when it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="CODE")
        parser.add_argument(
            "--batch",
            type=int,
            default=rotation.BATCH,
            metavar="N",
            help="how many keys to wrap anew in one transaction",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch is 1 or more")
        keeper = Keeper(organisation_named(options["organisation"]).id)
        try:
            job = rotation.begin(keeper, at=timezone.now(), batch=options["batch"])
        except OrganisationKey.DoesNotExist:
            raise CommandError("This organisation has no key.") from None
        except KeyUnavailable:
            raise CommandError(
                "The root key does not open this organisation's key. Nothing was done."
            ) from None
        with use(keeper.context):
            self._finish(job)

    def _finish(self, job: Job) -> None:
        told = False
        while job.state in {State.QUEUED, State.RUNNING}:
            if not run(rotation.QUEUE, job=job.id):
                if not told:
                    self.stdout.write("Waiting: somebody is at it, or was killed.")
                told = True
                time.sleep(1)
            with transaction.atomic():
                job.refresh_from_db()
        if job.state == State.FAILED:
            raise CommandError(_FAULTS.get(job.fault, f"It stopped: {job.fault}."))
        self.stdout.write(
            f"{job.done} keys are under the new version; the older one is destroyed."
        )
