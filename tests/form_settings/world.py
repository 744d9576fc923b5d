"""Changing forms, as the settings page does."""

from __future__ import annotations

from cases.form_settings.enums import Act
from cases.form_settings.forms import REGISTRY
from cases.form_settings.policies import OwnForm
from cases.form_settings.queries import setting
from cases.form_settings.services import change
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import NOW


def changed(
    actor: Actor, form: str, act: Act, field: str = "", label: str = ""
) -> OwnForm:
    """Change a field as it stands now."""
    with use(actor.context):
        return change(
            actor,
            REGISTRY[form].declared,
            act,
            field,
            label=label,
            after=setting(actor, form).own.version,
            at=NOW,
        )


def stands(actor: Actor, form: str) -> OwnForm:
    """Return a form as the organisation has it."""
    with use(actor.context):
        return setting(actor, form).own
