"""Enquiries: that somebody got in touch, and nothing about who he is (CON-01)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.enquiries.enums import CallResult, Channel, Ground, State
from cases.enums import Region
from consent.models import new_rounding_key
from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField


def _only(column: str, values: list[str], name: str) -> models.CheckConstraint:
    """A code and nothing else: no name finds a place in this column."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": values}), name=name
    )


class Enquiry(TenantModel):
    """Somebody got in touch: day, channel, region, outcome. All of it is coded.

    It leads to nobody, and goes on leading to nobody after he was welcomed: no row of
    his names it.
    """

    received_on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)
    region = models.CharField(max_length=3, choices=Region, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    taken_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    calls = models.PositiveSmallIntegerField(default=0)
    called_on = models.DateField(null=True)
    call_result = models.CharField(max_length=10, choices=CallResult, blank=True)
    # Summed by the report builder: the same enquiries always round the same way.
    rounding_key = models.BigIntegerField(default=new_rounding_key)

    class Meta:
        constraints: ClassVar = [
            _only("channel", Channel.values, "enquiry_channel_is_a_code"),
            _only("region", ["", *Region.values], "enquiry_region_is_a_code"),
            _only("state", State.values, "enquiry_state_is_a_code"),
            _only("call_result", ["", *CallResult.values], "enquiry_call_is_a_code"),
            models.CheckConstraint(
                condition=models.Q(state="OPEN", ended_on=None, ended_by=None)
                | (
                    ~models.Q(state="OPEN")
                    & models.Q(ended_on__isnull=False, ended_by__isnull=False)
                ),
                name="enquiry_end_has_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "-received_on"]),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "received_on",
                "channel",
                "region",
                "state",
                "taken_by",
                "ended_on",
                "ended_by",
                "calls",
                "called_on",
                "call_result",
                "rounding_key",
            }
        )

    def __str__(self) -> str:
        return str(Channel(self.channel).label)


class Slip(RowWithKey):
    """Whom to ask for and how, sealed under a key of its own that goes with the row.

    There is one at most for an open enquiry, until a fixed moment. It is never changed.
    """

    key_purpose = "SLIP"
    outlives_restore = False

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    taken_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    ground = models.CharField(max_length=10, choices=Ground)
    sealed = SealedField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "enquiry"], name="one_slip"
            ),
            _only("ground", Ground.values, "slip_ground_is_a_code"),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "organisation_key",
                "key_id",
                "wrapped",
                "enquiry",
                "taken_by",
                "ground",
                "expires_at",
            }
        )
