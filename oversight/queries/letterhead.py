"""Whose paper it is."""

from __future__ import annotations

from msa.accounts.actor import Actor
from msa.tenancy.models import Organisation


def own_organisation(actor: Actor) -> Organisation:
    """Return the actor's organisation."""
    return Organisation.objects.get(id=actor.organisation)
