from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from consent.management.named import organisation_named
from consent.services import organisations
from msa.tenancy.models import OrganisationKind


class Command(BaseCommand):
    help = (
        "Let in whoever invites the others: the first administrator of an organisation,"
        " or the first of the national body (msa). Again for the same address makes"
        " another link, for the only one there is who can't sign in any more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="CODE")
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_named(options["organisation"])
        try:
            validate_email(options["email"])
            made = organisations.let_first_in(
                organisation,
                email=options["email"],
                name=options["name"],
                at=timezone.now(),
            )
        except ValidationError:
            raise CommandError("EMAIL is an address like name@example.org.") from None
        except organisations.SomebodyLetsIn:
            raise CommandError(
                "Somebody else lets people in there: ask for an invitation, or for a "
                "link to sign in anew."
            ) from None
        except organisations.SignsInAlready:
            raise CommandError(
                "Somebody signs in with this address already. Take another address."
            ) from None
        is_national = organisation.kind == OrganisationKind.NATIONAL
        site = "national" if is_national else "casework"
        self.stdout.write(
            f"Good for a day, and once, on the {site} site:\n"
            f"  {reverse('account_reset', args=[made.secret])}"
        )
