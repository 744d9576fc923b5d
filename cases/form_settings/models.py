"""What an organisation has changed of one of its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.form_settings.enums import Why
from cases.form_settings.locks import ASKS_NOTHING, FORMS, NEVER_ASKED, STAYS
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel


def _names() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


def _none_of(column: str, fields: Mapping[str, Mapping[str, Why]]) -> Q:
    found = Q()
    for form, names in sorted(fields.items()):
        found &= ~Q(form=form, **{f"{column}__overlap": sorted(names)})
    return found


class FormSettings(TenantModel):
    """One form of an organisation, where it differs from the official one (UI-S9).

    Fields are named by their codes; who changed what, and when, is in the audit.
    """

    form = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    """Counted up by each change: who changes an older one sees it first."""
    hidden = _names()
    required = _names()
    order = _names()
    """Fields and headings from top to bottom; empty for the official order."""
    labels = models.JSONField(default=dict, blank=True)
    """What the organisation calls a field, by its code."""
    set_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "form"], name="one_setting_of_a_form"
            ),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="form_is_known"),
            models.CheckConstraint(
                condition=_none_of("hidden", STAYS), name="what_is_needed_stays"
            ),
            models.CheckConstraint(
                condition=_none_of("required", NEVER_ASKED)
                & (~Q(form__in=sorted(ASKS_NOTHING)) | Q(required=[])),
                name="nothing_is_asked_that_is_his_to_tell",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                *("id", "organisation", "form", "version", "hidden", "required"),
                *("order", "labels", "set_by", "set_at"),
            }
        )
