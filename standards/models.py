"""An organisation's review of itself against the quality standards.

Nothing here is about a survivor. Whatever is signed off is locked by the database.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from consent.models import OrganisationKey
from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.uploads.kinds import LARGEST_CLEAN, Kind
from msa.vault.sealed import SealedField
from standards.catalogue import Catalogue, by_code
from standards.enums import Rating, State


class Cycle(TenantModel):
    """One revision of the review of one period (STD-02)."""

    catalogue = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    started_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        Member,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
    )
    # As he was called then: a frozen document does not follow a change of name.
    signed_as = models.CharField(max_length=120, blank=True)
    signed_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )
    submitted_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "starts_on", "revision"], name="cycle_revision"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="OPEN"),
                name="one_cycle_open",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="cycle_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", signed_by=None, signed_at=None, signed_as="")
                | Q(
                    ~Q(state="OPEN"),
                    ~Q(signed_as=""),
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                ),
                name="signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="SUBMITTED", submitted_at__isnull=False)
                | Q(~Q(state="SUBMITTED"), submitted_at=None),
                name="submitted_at_some_time",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "catalogue",
                "starts_on",
                "ends_on",
                "revision",
                "state",
                "started_by",
                "started_at",
                "signed_by",
                "signed_as",
                "signed_at",
                "submitted_at",
            }
        )

    def __str__(self) -> str:
        return f"{self.starts_on} revision {self.revision}"

    @property
    def standards(self) -> Catalogue:
        """The version of the standards it is made by."""
        return by_code(self.catalogue)

    @property
    def period(self) -> str:
        """The period in words, short where the years allow it."""
        return f"{_month(self.starts_on)} to {_month(self.ends_on)}"

    @property
    def is_open(self) -> bool:
        """May it still be changed?"""
        return self.state == State.OPEN


class Judgement(TenantModel):
    """How one standard is met: rated by each perspective, with words and evidence."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.DO_NOTHING, related_name="judgements", db_index=False
    )
    standard = models.CharField(max_length=5)
    leaders = models.CharField(max_length=10, choices=Rating, blank=True)
    staff = models.CharField(max_length=10, choices=Rating, blank=True)
    clients = models.CharField(max_length=10, choices=Rating, blank=True)
    comment = models.TextField(blank=True)
    # Links and notes, one on each line.
    evidence = models.TextField(blank=True)
    # Which save this is: a second writer says which one he began from.
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "cycle", "standard"], name="judged_once"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "cycle",
                "standard",
                "leaders",
                "staff",
                "clients",
                "comment",
                "evidence",
                "version",
                "changed_by",
                "changed_at",
            }
        )

    def __str__(self) -> str:
        return self.standard


class EvidenceContent(TenantModel):
    """The bytes of a file, sealed: by accident they may hold a survivor's name.

    Shared by the revisions that show the file; never changed.
    """

    sealed = SealedField()

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset({"id", "organisation"})


class Evidence(RowWithKey):
    """A file that shows how one standard is met, under a key of its own.

    The organisation's key wraps that key; once the review is submitted, the key that
    the national body holds does (ADR 16). A file's own name is not kept.
    """

    key_purpose = "EVIDENCE"

    cycle = models.ForeignKey(
        Cycle, on_delete=models.DO_NOTHING, related_name="files", db_index=False
    )
    standard = models.CharField(max_length=5)
    # Its place among the files of its standard; never given twice in a review.
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=4, choices=[(one.name, one.words) for one in Kind]
    )
    size = models.PositiveIntegerField()
    content = models.ForeignKey(
        EvidenceContent, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Empty: it has been handed over to the national body.
    organisation_key = models.ForeignKey(  # type: ignore[assignment]
        OrganisationKey,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
    )
    key_id = models.UUIDField()
    wrapped = models.BinaryField()
    added_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "cycle", "standard", "number"],
                name="file_number_once",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=LARGEST_CLEAN),
                name="file_of_a_fair_size",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "content"], name="evidence_of_content")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "cycle",
                "standard",
                "number",
                "title",
                "kind",
                "size",
                "content",
                "organisation_key",
                "key_id",
                "wrapped",
                "added_by",
                "added_at",
            }
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def sort(self) -> Kind:
        """Its kind."""
        return Kind[self.kind]

    @property
    def file_name(self) -> str:
        """What a download is called: a name that says nothing about anybody."""
        standard = self.standard.replace(".", "-")
        return f"evidence-{standard}-{self.number}.{self.sort.ending}"


class Action(TenantModel):
    """What is to get better, who sees to it, and until when."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.DO_NOTHING, related_name="actions", db_index=False
    )
    standard = models.CharField(max_length=5)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # As he was called then; the national body can't look a member up.
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "cycle"], name="action_of_cycle")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "cycle",
                "standard",
                "what",
                "owner",
                "owner_name",
                "due_on",
                "version",
                "changed_at",
            }
        )

    def __str__(self) -> str:
        return f"{self.standard} due {self.due_on}"


class Remark(TenantModel):
    """What the national body says about a submitted review, or asks for (STD-04)."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.DO_NOTHING, related_name="remarks", db_index=False
    )
    # Empty: about the whole review.
    standard = models.CharField(max_length=5, blank=True)
    text = models.TextField()
    asks_for_more = models.BooleanField(default=False)
    # Somebody of the national body, by the id of his sign-in.
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "cycle"], name="remark_on_cycle")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "cycle",
                "standard",
                "text",
                "asks_for_more",
                "made_by",
                "made_at",
            }
        )

    def __str__(self) -> str:
        return f"on {self.standard or 'everything'}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
