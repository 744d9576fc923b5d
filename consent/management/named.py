"""What commands are told in a word, looked up."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db import transaction

from consent.keeping import Keeper
from msa.tenancy.context import use
from msa.tenancy.models import Organisation


def organisation_named(code: str) -> Organisation:
    """Return the organisation with a code. Run as the owner.

    Raises:
        CommandError: there is none.
    """
    with use(Keeper.of_nobody().context), transaction.atomic():
        found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no organisation with the code {code}.")
    return found
