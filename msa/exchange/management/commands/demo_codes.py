from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from msa.exchange.demo.sign_ins import one_per_role, seconds_left, sign_ins, table


class Command(BaseCommand):
    help = "Print how everybody in the demo signs in, with the current codes."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--one-per-role", action="store_true", help="one sign-in for each role"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MSA_DEMO:
            raise CommandError("Only the demo's made-up people have codes to print.")
        rows = one_per_role(sign_ins()) if options["one_per_role"] else sign_ins()
        self.stdout.write(table(rows, at=time.time()))
        self.stdout.write(f"\nGood for {seconds_left()} seconds.")
