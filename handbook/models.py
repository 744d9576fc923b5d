"""What an organisation has written down, version by version, and who has read it.

None of it is about a survivor. A version stands as it was published.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from handbook.enums import Subject
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.uploads.kinds import Kind


class WrittenPolicy(TenantModel):
    """One policy of an organisation, through all its versions (STD-05)."""

    about = models.CharField(max_length=12, choices=Subject)
    #: Only of one of their own: the others are called what they are about.
    own_title = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "about"],
                condition=~models.Q(about="OWN"),
                name="one_policy_of_each",
            ),
            models.CheckConstraint(
                condition=models.Q(about="OWN") ^ models.Q(own_title=""),
                name="only_an_own_policy_has_a_title",
            ),
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "about", "own_title"})

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called."""
        return self.own_title or str(Subject(self.about).label)


class Version(TenantModel):
    """One version of a policy: a text, or a document. Only withdrawing changes it."""

    policy = models.ForeignKey(
        WrittenPolicy, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    # The sort and size of the document; what it holds is a row of its own.
    sort = models.CharField(max_length=10, blank=True)
    size = models.PositiveIntegerField(default=0)
    in_force_from = models.DateField()
    review_on = models.DateField()
    published_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    published_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False, null=True
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "policy", "number"], name="version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__gt=models.F("in_force_from")),
                name="reviewed_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(text="") ^ models.Q(sort=""),
                name="a_text_or_a_document",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "policy",
                "number",
                "text",
                "sort",
                "size",
                "in_force_from",
                "review_on",
                "published_by",
                "published_at",
                "withdrawn_by",
                "withdrawn_at",
            }
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @property
    def kind(self) -> Kind:
        """The kind of its document."""
        return Kind[self.sort]

    @property
    def file_name(self) -> str:
        """The name under which it is kept: it says which policy, and of nobody."""
        about = Subject(self.policy.about).name.lower().replace("_", "-")
        ending = self.kind.ending if self.sort else "pdf"
        return f"policy-{about}-{self.number}.{ending}"


class Document(TenantModel):
    """The clean copy of a version's document."""

    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_document"
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "version", "content"})


class Acknowledgement(TenantModel):
    """A member says that he has read one version: his own act, on that day."""

    version = models.ForeignKey(
        Version, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version", "member"], name="read_once"
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "version", "member", "read_at"})
