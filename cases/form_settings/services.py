"""Changing a form of the organisation: hide, rename, move, ask of everybody."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from cases.form_settings.enums import Act
from cases.form_settings.models import FormSettings
from cases.form_settings.policies import Declared, OwnForm, changed
from cases.form_settings.queries import setting
from msa.accounts.actor import Actor
from msa.audit.recording import record


class FormChanged(Exception):
    """Somebody changed this form since it was opened."""


@transaction.atomic
def change(
    actor: Actor,
    declared: Declared,
    act: Act,
    field: str = "",
    *,
    after: int,
    at: datetime,
    label: str = "",
) -> OwnForm:
    """Change one field of a form, or put all of it back; return the form (UI-S9).

    What was written in a field stays written, whatever becomes of the field. A press
    that changes nothing is no new version.

    Raises:
        UnknownField, MayNot, BadLabel: what can't be done.
        FormChanged: version ``after`` is no longer the newest.
    """
    stood = setting(actor, declared.form).own
    if stood.version != after:
        raise FormChanged
    becomes = changed(stood, declared, act, field, label)
    if becomes == stood:
        return stood
    _store(actor, declared.form, becomes, after=after, at=at)
    # Codes alone: what the organisation calls a field may be anything.
    record(
        actor,
        "form.changed",
        form=declared.form,
        field=field,
        change=act.value,
        version=after + 1,
    )
    return becomes


@transaction.atomic
def set_up(actor: Actor, form: str, own: OwnForm, *, at: datetime) -> None:
    """Set a whole form of an organisation that has changed nothing of it yet.

    Raises:
        FormChanged: somebody has.
    """
    _store(actor, form, own, after=0, at=at)
    record(actor, "form.changed", form=form, field="", change="set-up", version=1)


def _store(
    actor: Actor, form: str, becomes: OwnForm, *, after: int, at: datetime
) -> None:
    told = {
        "version": after + 1,
        "hidden": sorted(becomes.hidden),
        "required": sorted(becomes.required),
        "order": list(becomes.order),
        "labels": dict(becomes.labels),
        "set_by_id": actor.member,
        "set_at": at,
    }
    here = FormSettings.objects.filter(organisation=actor.organisation, form=form)
    if after:
        if not here.filter(version=after).update(**told):
            raise FormChanged
        return
    row = FormSettings(
        id=uuid.uuid4(), organisation_id=actor.organisation, form=form, **told
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if here.exists():
            raise FormChanged from fault
        raise
