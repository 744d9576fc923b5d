from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from msa.access.refusals import NotVisible
from msa.exchange.queries.imports import (
    NoAdministrator,
    administrator,
    organisation_of,
)
from msa.exchange.services.undoing import WorkedWithSince, undo
from msa.tenancy.context import use


class Command(BaseCommand):
    help = "Take an import back as a whole, unless somebody has worked with it since."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("batch", type=uuid.UUID)
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="an administrator",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        try:
            organisation = organisation_of(options["batch"])
            actor = administrator(organisation, email=options["email"], at=at)
            with use(actor.context):
                undo(actor, options["batch"], at=at)
        except (NoAdministrator, WorkedWithSince) as fault:
            raise CommandError(str(fault)) from None
        except NotVisible:
            raise CommandError("This import was undone before.") from None
        self.stdout.write("The import was undone; nothing of it is left.")
