"""The services around an organisation, and referrals to them and from others (REF)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from cases.enquiries.models import Enquiry
from cases.enums import Region
from cases.referrals.enums import (
    Listing,
    NotTold,
    ServiceKind,
    Source,
    Stage,
    Trust,
    Urgency,
)
from consent.models import Consent, Subject, SubjectKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

if TYPE_CHECKING:
    _Day = models.DateField[date | None, date | None]
    _Moment = models.DateTimeField[datetime | None, datetime | None]


def _member(*, null: bool = False) -> models.ForeignKey[Member, Member]:
    return models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=null
    )


def _code(column: str, values: list[str], name: str) -> models.CheckConstraint:
    """A code and nothing else: no name finds a place in this column."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": values}), name=name)


class Service(TenantModel):
    """One service of an organisation's directory; it says nothing about a survivor."""

    kind = models.CharField(max_length=12, choices=ServiceKind)
    name = models.CharField(max_length=120)
    person = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)
    website = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    region = models.CharField(max_length=3, choices=Region, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    way_in = models.TextField(blank=True)
    trust = models.CharField(max_length=12, choices=Trust)
    trust_why = models.TextField(blank=True)
    review_on = models.DateField()
    listing = models.CharField(max_length=10, choices=Listing)
    suggested_by = _member()
    suggested_at = models.DateTimeField()
    decided_by = _member(null=True)
    decided_at: _Moment = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            _code("kind", ServiceKind.values, "service_kind_is_a_code"),
            models.CheckConstraint(
                condition=Q(trust=Trust.TRUSTED) | ~Q(trust_why=""),
                name="service_doubted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(listing=Listing.SUGGESTED) ^ Q(decided_by__isnull=False),
                name="service_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "listing"], name="service_listing")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "kind",
                "name",
                "person",
                "phone",
                "email",
                "website",
                "address",
                "region",
                "languages",
                "way_in",
                "trust",
                "trust_why",
                "review_on",
                "listing",
                "suggested_by",
                "suggested_at",
                "decided_by",
                "decided_at",
            }
        )

    def __str__(self) -> str:
        return self.name


class OutOfHours(TenantModel):
    """Whom to ring when an organisation is closed, as it says so itself (REF-04)."""

    called = models.CharField(max_length=80)
    phone = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=300, blank=True)
    changed_by = _member()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="out_of_hours_once")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "called",
                "phone",
                "text",
                "hours",
                "words",
                "changed_by",
                "changed_at",
            }
        )


class _HisRow(TenantModel):
    """A row about one survivor whose words are sealed under the key of his record."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    key = models.ForeignKey(
        SubjectKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Set by the database when he takes back the record; then nobody's policy shows it.
    withheld = models.BooleanField(default=False)
    #: Written once and never again.
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = SealedField()

    class Meta:
        abstract = True


_HIS = frozenset({"id", "organisation", "subject", "key", "withheld", "revision"})


class Referral(_HisRow):
    """He is referred to somebody else, under a consent to exactly these words (REF-02).

    To whom is sealed with the words: which service it is would say what he needs.
    """

    consent = models.ForeignKey(
        Consent, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    #: Follows the newest step; the database alone moves it.
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.AGREED)
    made_by = _member()
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    next_contact_on: _Day = models.DateField(null=True)
    #: When the letter was last put on paper.
    letter_at: _Moment = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            _code("stage", Stage.values, "referral_stage_is_a_code"),
            models.UniqueConstraint(
                fields=["organisation", "consent"], name="referral_of_one_consent"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="referral_subject"),
            models.Index(
                fields=["organisation", "next_contact_on"],
                condition=Q(next_contact_on__isnull=False),
                name="referral_next_contact",
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _HIS | {
            "consent",
            "stage",
            "made_by",
            "made_at",
            "next_contact_on",
            "letter_at",
        }
        holding = "whom he was referred to"


class ReferralStep(_HisRow):
    """One step of a referral and its day, with what is said about it, if anything."""

    referral = models.ForeignKey(
        Referral, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    stage = models.CharField(max_length=10, choices=Stage)
    happened_on: models.DateField[date, date] = models.DateField()
    noted_by = _member()
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            _code("stage", Stage.values, "referral_step_is_a_code"),
            # No step comes twice, so a second press is no second step.
            models.UniqueConstraint(
                fields=["organisation", "referral", "stage"], name="referral_step_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject"], name="referral_step_subject"
            )
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _HIS | {"referral", "stage", "happened_on", "noted_by", "noted_at"}
        holding = "whom he was referred to"


class Arrival(_HisRow):
    """Somebody else asked us to support him, or he came by himself (REF-03).

    Who it was and what they told us is sealed. He is told of it, or it says why not.
    """

    source = models.CharField(max_length=10, choices=Source)
    urgency = models.CharField(max_length=5, choices=Urgency)
    came_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    noted_by = _member()
    noted_at = models.DateTimeField()
    answered_at: _Moment = models.DateTimeField(null=True)
    told_on: _Day = models.DateField(null=True)
    not_told = models.CharField(max_length=6, choices=NotTold, blank=True)
    told_by = _member(null=True)
    #: Those who sent him were told how it goes, and which consent of his allows it.
    replied_on: _Day = models.DateField(null=True)
    replied_by = _member(null=True)
    replied_under = models.ForeignKey(
        Consent,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
    )

    class Meta:
        constraints: ClassVar = [
            _code("source", Source.values, "arrival_source_is_a_code"),
            _code("urgency", Urgency.values, "arrival_urgency_is_a_code"),
            _code("not_told", ["", *NotTold.values], "arrival_not_told_is_a_code"),
            models.CheckConstraint(
                condition=Q(told_by=None, told_on=None, not_told="")
                | Q(told_by__isnull=False) & (Q(told_on=None) ^ Q(not_told="")),
                name="arrival_told_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(replied_on=None, replied_by=None, replied_under=None)
                | Q(
                    replied_on__isnull=False,
                    replied_by__isnull=False,
                    replied_under__isnull=False,
                ),
                name="arrival_replied_under_consent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="arrival_subject"),
            models.Index(
                fields=["organisation", "came_at"],
                condition=Q(answered_at=None),
                name="arrival_unanswered",
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _HIS | {
            "source",
            "urgency",
            "came_at",
            "noted_by",
            "noted_at",
            "answered_at",
            "told_on",
            "not_told",
            "told_by",
            "replied_on",
            "replied_by",
            "replied_under",
        }
        holding = "who sent him to us"

    @property
    def is_to_be_told(self) -> bool:
        """Does he still have to hear that we have this, from whom, and why?"""
        return self.source != Source.HIMSELF and self.told_by_id is None


class EnquiryReferral(TenantModel):
    """An enquiry came from somebody else: all of it coded, and it leads to nobody."""

    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source)
    urgency = models.CharField(max_length=5, choices=Urgency)
    came_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    noted_by = _member()
    answered_at: _Moment = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "enquiry"], name="enquiry_referred_once"
            ),
            _code("source", Source.values, "enquiry_source_is_a_code"),
            _code("urgency", Urgency.values, "enquiry_urgency_is_a_code"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("came_at")),
                name="enquiry_answered_afterwards",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "enquiry",
                "source",
                "urgency",
                "came_at",
                "noted_by",
                "answered_at",
            }
        )
