"""Peer groups, who runs them, who is in them, and their meetings (GRP-01 to GRP-03).

That somebody takes part is confidential. What he is called in a group stands under a
key of his membership's own: whoever runs the group reads it without his record's key.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.enums import GroupKind, Mode
from cases.gatherings.drafted import MeetingDraft as MeetingDraft
from cases.gatherings.drafted import MemberDraft as MemberDraft
from cases.gatherings.earlier import EarlierAttendance as EarlierAttendance
from cases.gatherings.earlier import EarlierMeeting as EarlierMeeting
from cases.gatherings.earlier import MeetingWords as MeetingWords
from cases.gatherings.enums import Attended, How, State
from consent.models import Subject, new_rounding_key
from consent.row_keys import RowWithKey
from msa.accounts.models import Member
from msa.tenancy.models import TenantModel
from msa.vault.sealed import SealedField

_KEY = frozenset({"id", "organisation", "organisation_key", "key_id", "wrapped"})


class PeerGroup(TenantModel):
    """A closed group of one organisation."""

    kind = models.CharField(max_length=12, choices=GroupKind)
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    meets = models.CharField(max_length=120)
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    retired_on: models.DateField[date | None, date | None] = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            # What a membership's kind is held to.
            models.UniqueConstraint(
                fields=["organisation", "id", "kind"], name="group_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=GroupKind.values), name="group_kind_is_a_code"
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "kind",
                "title",
                "place",
                "meets",
                "made_by",
                "made_at",
                "retired_on",
            }
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_survivors(self) -> bool:
        """Is it a group of survivors?"""
        return self.kind == GroupKind.SURVIVORS


class Facilitator(TenantModel):
    """A peer worker runs a group; somebody who stands in does so until a moment."""

    group = models.ForeignKey(
        PeerGroup, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "member"], name="facilitator_member")
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "group", "member", "since", "until"})


class Protocol(TenantModel):
    """One version of what a group has agreed on. It stands as it was written."""

    group = models.ForeignKey(
        PeerGroup, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    agreed_on = models.DateField()
    published_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "group", "number"], name="protocol_once"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "group",
                "number",
                "text",
                "agreed_on",
                "published_by",
                "published_at",
            }
        )


class Membership(RowWithKey):
    """Somebody's place in a group, from the invitation on.

    While it lasts it points to his clearance for groups of this kind; a clearance that
    goes ends it in the same statement (GRP-02).
    """

    key_purpose = "GROUP"

    group = models.ForeignKey(
        PeerGroup, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=GroupKind)
    # The kind once more, for the foreign key to the clearance; nothing once it ended.
    cleared_as = models.CharField(max_length=12, choices=GroupKind, null=True)  # noqa: DJ001  a foreign key
    state = models.CharField(max_length=8, choices=State, default=State.INVITED)
    invited_on = models.DateField()
    joined_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    ended_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = SealedField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "group"],
                condition=~Q(state=State.ENDED),
                name="once_in_a_group",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.ENDED, ended_on__isnull=False, cleared_as__isnull=True
                )
                | Q(~Q(state=State.ENDED), ended_on__isnull=True, cleared_as=F("kind")),
                name="in_a_group_while_cleared",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED)
                | Q(state=State.INVITED, joined_on__isnull=True)
                | Q(state=State.JOINED, joined_on__isnull=False),
                name="joined_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "group"], name="membership_group"),
            models.Index(fields=["organisation", "subject"], name="membership_subject"),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEY | {
            "group",
            "subject",
            "kind",
            "cleared_as",
            "state",
            "invited_on",
            "joined_on",
            "ended_on",
            "revision",
        }
        holding = "which groups he is in"


class Acceptance(TenantModel):
    """A survivor accepts one version of what a group has agreed on."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    protocol = models.ForeignKey(
        Protocol, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    accepted_on = models.DateField()
    how = models.CharField(max_length=6, choices=How)
    noted_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "protocol"], name="accepted_once"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "protocol",
                "accepted_on",
                "how",
                "noted_by",
                "noted_at",
            }
        )
        holding = "which groups he is in"


class Meeting(RowWithKey):
    """A group met: when, how long, who ran it, and a summary without names.

    What is counted of it is what its newest version says; the versions before are
    :class:`EarlierMeeting`. Its own words are the first ones: those that replaced them
    stand in :class:`MeetingWords`.
    """

    key_purpose = "MEETING"

    group = models.ForeignKey(
        PeerGroup, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=12, choices=Mode)
    guests = models.PositiveSmallIntegerField(default=0)
    # Members, whoever stood in among them.
    run_by = ArrayField(models.UUIDField())
    logged_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    logged_at = models.DateTimeField()
    sealed = SealedField()
    revision = models.PositiveSmallIntegerField(default=1)
    put_right_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    # Who wrote the newest version, if it is not the first.
    put_right_by = models.UUIDField(null=True)
    taken_back_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True)
    )
    # Men who are not on the list are rounded as people are.
    rounding_key = models.BigIntegerField(default=new_rounding_key)

    class Meta:
        constraints: ClassVar = [
            # Two who ran it together log it once.
            models.UniqueConstraint(
                fields=["organisation", "group", "held_on"],
                condition=Q(taken_back_at=None),
                name="one_meeting_a_day",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                name="meeting_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(guests__lte=500), name="meeting_guests_in_a_room"
            ),
        ]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = _KEY | {
            "group",
            "held_on",
            "minutes",
            "mode",
            "guests",
            "run_by",
            "logged_by",
            "logged_at",
            "revision",
            "put_right_at",
            "put_right_by",
            "taken_back_at",
            "rounding_key",
        }

    @property
    def ran_it(self) -> frozenset[UUID]:
        """Who may put it right: whoever logged it, or ran it with him."""
        return frozenset({self.logged_by_id, *self.run_by})


class Attendance(TenantModel):
    """Was a member at a meeting? Kept of those alone who let us note sessions.

    Of whoever came to a group of survivors a session bears the same id.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    held_on = models.DateField()
    how = models.CharField(max_length=8, choices=Attended)
    # The version of the meeting since which it is noted like this.
    revision = models.PositiveSmallIntegerField(default=1)
    # By this an outcome that is sent again is compared; of older ones nobody can tell.
    sent_digest = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "subject"], name="attended_once"
            ),
            models.CheckConstraint(
                condition=Q(how__in=Attended.values), name="attended_is_a_code"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject"], name="attendance_subject")
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "meeting",
                "subject",
                "held_on",
                "how",
                "revision",
                "sent_digest",
            }
        )
        holding = "which groups he is in"
