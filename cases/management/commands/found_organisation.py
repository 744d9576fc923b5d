from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import IntegrityError
from django.utils import timezone

from cases.enums import Region
from consent.services.organisations import found_organisation


class Command(BaseCommand):
    help = "Found a member organisation with keys of its own. Nobody works there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="a word for commands: kauri")
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--te-reo", default="", metavar="NAME")
        parser.add_argument(
            "--region",
            required=True,
            choices=Region.values,
            metavar="REGION",
            help=f"where it works most: {', '.join(Region.values)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["code"]
        try:
            validate_slug(code)
            found_organisation(
                code=code,
                name=options["name"],
                name_mi=options["te_reo"],
                region=options["region"],
                at=timezone.now(),
            )
        except ValidationError:
            raise CommandError("CODE has letters, digits, - and _ alone.") from None
        except IntegrityError:
            raise CommandError(
                f"There is an organisation with the code {code}."
            ) from None
        self.stdout.write(
            f"{options['name']} is founded. Let somebody in who invites the others:\n"
            f"  bin/manage let_first_in {code} EMAIL NAME"
        )
