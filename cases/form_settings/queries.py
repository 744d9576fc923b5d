"""What an organisation changed of its forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.form_settings.models import FormSettings
from cases.form_settings.policies import OFFICIAL, OwnForm, OwnForms
from msa.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Setting:
    """One form as it is set now, and who changed it last."""

    own: OwnForm = OFFICIAL
    set_by: str = ""
    set_at: datetime | None = None


def own_forms(actor: Actor) -> OwnForms:
    """Return what differs from the official forms at the actor's organisation."""
    rows = FormSettings.objects.filter(organisation=actor.organisation)
    return OwnForms({row.form: _own(row) for row in rows})


def setting(actor: Actor, form: str) -> Setting:
    """Return one form of the actor's organisation, and who changed it last."""
    row = (
        FormSettings.objects.filter(organisation=actor.organisation, form=form)
        .select_related("set_by")
        .first()
    )
    return Setting(_own(row), row.set_by.name, row.set_at) if row else Setting()


def _own(row: FormSettings) -> OwnForm:
    return OwnForm(
        hidden=frozenset(row.hidden),
        required=frozenset(row.required),
        labels=row.labels,
        order=tuple(row.order),
        version=row.version,
    )
