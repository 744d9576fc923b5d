"""Reading peer groups: whose they are, who is in them, what was agreed, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import GroupKind
from cases.gatherings import looking_back
from cases.gatherings.enums import Attended, State
from cases.gatherings.looking_back import Version
from cases.gatherings.models import (
    Acceptance,
    Attendance,
    Facilitator,
    Meeting,
    Membership,
    PeerGroup,
    Protocol,
)
from cases.gatherings.sealing import MemberWords, words_of_members
from cases.happenings import Happening, HappeningKind
from cases.models import GroupClearance
from consent.enums import Purpose
from consent.queries import purposes_in_force, subject_for
from msa.access.refusals import NotVisible
from msa.accounts.actor import Actor
from msa.accounts.models import Role
from msa.accounts.queries import member_names
from msa.audit.recording import record
from msa.clock.days import local_date

#: A meeting is written down within days; who left longer ago is on its list no more.
_LATELY = timedelta(days=30)
_FEW_MEETINGS = 12


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list."""

    row: PeerGroup
    members: int
    invited: int
    run_by: list[str]
    last_met: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a group, for whoever may know of it."""

    row: Membership
    words: MemberWords
    accepted: int
    """Which version he has accepted; none is 0."""
    asks_again: bool
    """Is he to be asked: about a version he has not accepted, or before he joins?"""

    @property
    def called(self) -> str:
        """What he is called here."""
        return self.words.called


@dataclass(frozen=True, slots=True)
class Running:
    """Somebody runs a group."""

    row: Facilitator
    name: str

    @property
    def last_day(self) -> date | None:
        """The last day of somebody who stands in."""
        until = self.row.until
        return None if until is None else local_date(until - timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group with all that whoever runs it knows of it."""

    row: PeerGroup
    running: list[Running]
    protocol: Protocol | None
    invited: list[Place]
    joined: list[Place]
    ended: list[Place]
    meetings: list[Meeting]
    may_run: bool

    @property
    def to_ask(self) -> list[Place]:
        """Who is in the group and has not accepted what holds now."""
        return [one for one in self.joined if one.asks_again]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as it stands, and what dated corrections replaced, the newest first."""

    row: Meeting
    group: PeerGroup
    now: Version
    before: list[Version]
    logged_by: str
    may_put_right: bool


def my_groups(actor: Actor) -> list[GroupLine]:
    """Return the groups that the actor runs now."""
    mine = Facilitator.objects.filter(_now(), member=actor.member).values("group")
    return _lines(PeerGroup.objects.filter(id__in=mine))


def groups(actor: Actor) -> list[GroupLine]:
    """Return all groups of the organisation to a manager; to others, their own."""
    if actor.role != Role.MANAGER:
        return my_groups(actor)
    return _lines(PeerGroup.objects.all())


def group(actor: Actor, pk: UUID) -> GroupPage:
    """Open a group and what its members are called here; the audit records it.

    Raises:
        NotVisible: absent, foreign, or the actor neither runs it nor is a manager.
    """
    row = demand_group(actor, pk)
    places = _places(row)
    record(actor, "group.opened", group=str(pk), count=len(places))
    facilitators = list(Facilitator.objects.filter(_now(), group=pk))
    names = member_names({one.member_id for one in facilitators})
    meetings = Meeting.objects.filter(group=pk).order_by("-held_on")
    return GroupPage(
        row,
        [Running(one, names.get(one.member_id, "")) for one in facilitators],
        newest_protocol(pk),
        _in(places, State.INVITED),
        _in(places, State.JOINED),
        _in(places, State.ENDED),
        list(meetings[:_FEW_MEETINGS]),
        may_run=actor.role == Role.WORKER,
    )


def demand_group(actor: Actor, pk: UUID) -> PeerGroup:
    """Return a group that the actor runs, or any to a manager.

    Raises:
        NotVisible: as :func:`group`.
    """
    row = PeerGroup.objects.filter(id=pk).first()
    if row is None or not (actor.role == Role.MANAGER or runs(actor, pk)):
        raise NotVisible
    return row


def runs(actor: Actor, pk: UUID) -> bool:
    """Say whether the actor runs a group now."""
    return (
        actor.role == Role.WORKER
        and Facilitator.objects.filter(_now(), group=pk, member=actor.member).exists()
    )


def place(actor: Actor, pk: UUID, membership: UUID) -> Place:
    """Open one place in a group; the audit records it as his own event.

    Raises:
        NotVisible: absent, or as :func:`group`.
    """
    group = demand_group(actor, pk)
    row = Membership.objects.filter(id=membership, group=pk).first()
    if row is None:
        raise NotVisible
    if group.is_for_survivors:
        record(actor, "groups.opened", subject=row.subject_id, group=str(pk))
    else:
        record(actor, "set-apart.opened", subject=row.subject_id)
    (found,) = _with_words([row], newest_protocol(group.id))
    return replace(found, words=_for(actor, row.subject_id, found.words))


def who_may_have_come(actor: Actor, pk: UUID, *, on: date) -> list[Place]:
    """Return the members, and whoever left so lately that he may have been there.

    Raises:
        NotVisible: the actor does not run the group.
    """
    if not runs(actor, pk):
        raise NotVisible
    rows = Membership.objects.filter(group=pk).exclude(joined_on=None)
    there = rows.filter(Q(ended_on=None) | Q(ended_on__gte=on - _LATELY))
    places = _with_words(list(there), newest_protocol(pk))
    record(actor, "group.opened", group=str(pk), count=len(places))
    newest: dict[UUID, Place] = {}
    for one in sorted(places, key=lambda one: one.row.joined_on or on):
        newest[one.row.subject_id] = one
    return sorted(newest.values(), key=lambda one: one.called)


def who_keeps_notes(pk: UUID) -> frozenset[UUID]:
    """Return the members of a group of the actor's who let us note sessions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(sec.who_keeps_notes(%s))", [pk])
        return frozenset(subject for (subject,) in cursor.fetchall())


def newest_protocol(pk: UUID) -> Protocol | None:
    """Return what a group has agreed on now."""
    return Protocol.objects.filter(group=pk).order_by("-number").first()


def last_meeting(pk: UUID) -> Meeting | None:
    """Return the newest meeting of a group."""
    held = Meeting.objects.filter(group=pk, taken_back_at=None)
    return held.order_by("-held_on").first()


def meeting(actor: Actor, pk: UUID, met: UUID) -> MeetingPage:
    """Open a meeting.

    Raises:
        NotVisible: absent, or as :func:`group`.
    """
    group = demand_group(actor, pk)
    row = Meeting.objects.filter(id=met, group=pk).first()
    if row is None:
        raise NotVisible
    told = looking_back.versions(row)
    named = [*told[0].came, *told[0].told_us, *told[0].absent]
    record(actor, "group.opened", group=str(pk), count=len(named))
    logged_by = member_names({row.logged_by_id})
    return MeetingPage(
        row,
        group,
        told[0],
        looking_back.replaced(told),
        logged_by.get(row.logged_by_id, ""),
        may_put_right=row.taken_back_at is None
        and actor.member in row.ran_it
        and runs(actor, pk),
    )


def meeting_versions(
    actor: Actor, pk: UUID, met: UUID
) -> tuple[MeetingPage, list[Version]]:
    """Return a meeting and every version of it, the newest first.

    Raises:
        NotVisible: as :func:`meeting`.
    """
    page = meeting(actor, pk, met)
    return page, looking_back.versions(page.row)


def how_noted(met: UUID) -> dict[UUID, Attended]:
    """Return how each of whom that is kept is noted in a meeting, by survivor."""
    rows = Attendance.objects.filter(meeting=met)
    return {one.subject_id: Attended(one.how) for one in rows}


def his_places(actor: Actor, subject: UUID) -> list[Place]:
    """Return the places of one survivor in groups, as far as the actor may know.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    his = Membership.objects.filter(subject=subject).select_related("group")
    rows = list(his.order_by("-invited_on"))
    words = words_of_members(rows)
    return [
        Place(row, _for(actor, subject, words[row.id]), 0, asks_again=False)
        for row in rows
    ]


def _for(actor: Actor, subject: UUID, words: MemberWords) -> MemberWords:
    """Leave out how he left, in his words, for a manager whom he lets read no such."""
    if actor.role != Role.MANAGER:
        return words
    agreed = purposes_in_force(subject, at=timezone.now())
    if Purpose.SUPERVISION in agreed:
        return words
    return replace(words, why="", instead="")


def may_be_invited_to(actor: Actor, subject: UUID) -> list[PeerGroup]:
    """Return the groups that the actor may invite somebody to who is cleared for them.

    Raises:
        NotVisible: absent, foreign or none of the actor's people.
    """
    subject_for(subject)
    cleared = GroupClearance.objects.filter(subject=subject).values_list("kind")
    in_it = Membership.objects.filter(subject=subject).exclude(state=State.ENDED)
    open_ones = PeerGroup.objects.filter(
        retired_on=None, kind__in=cleared.values("kind")
    ).exclude(id__in=in_it.values("group"))
    if actor.role != Role.MANAGER:
        mine = Facilitator.objects.filter(_now(), member=actor.member).values("group")
        open_ones = open_ones.filter(id__in=mine, kind=GroupKind.SURVIVORS)
    return list(open_ones.order_by("title"))


def lines_of_his_time(actor: Actor, subject: UUID) -> list[Happening]:
    """Tell of his groups of survivors; of the other kind no timeline says a word."""
    rows = Membership.objects.filter(subject=subject, kind=GroupKind.SURVIVORS)
    area = actor.role.value
    address = reverse(f"{area}:person-groups", args=[subject])
    return [
        Happening(on, HappeningKind.GROUP, title, row.group.title, address)
        for row in rows.select_related("group")
        for on, title in _told(row)
    ]


def _told(row: Membership) -> Iterable[tuple[date, str]]:
    yield row.invited_on, _("Invited to a peer group")
    if row.joined_on:
        yield row.joined_on, _("Joined a peer group")
    if row.ended_on:
        left = _("Left a peer group") if row.joined_on else _("Did not join the group")
        yield row.ended_on, left


def _now() -> Q:
    # By the database's clock, as its policies go by it.
    return Q(until=None) | Q(until__gt=Now())


def _lines(rows: Iterable[PeerGroup]) -> list[GroupLine]:
    shown = sorted(rows, key=lambda row: (row.retired_on is not None, row.title))
    ids = [row.id for row in shown]
    states = list(
        Membership.objects.filter(group__in=ids).values_list("group", "state")
    )
    running = list(
        Facilitator.objects.filter(_now(), group__in=ids).values_list("group", "member")
    )
    names = member_names({member for _group, member in running})
    met: dict[UUID, date] = {}
    meetings = Meeting.objects.filter(group__in=ids, taken_back_at=None)
    for which, on in meetings.values_list("group", "held_on"):
        met[which] = max(on, met.get(which, on))
    return [
        GroupLine(
            row,
            states.count((row.id, State.JOINED)),
            states.count((row.id, State.INVITED)),
            sorted(names[member] for which, member in running if which == row.id),
            met.get(row.id),
        )
        for row in shown
    ]


def _places(group: PeerGroup) -> list[Place]:
    rows = list(Membership.objects.filter(group=group.id))
    return _with_words(rows, newest_protocol(group.id))


def _with_words(rows: list[Membership], newest: Protocol | None) -> list[Place]:
    accepted: dict[UUID, int] = {}
    for subject, number in Acceptance.objects.filter(
        subject__in=[row.subject_id for row in rows],
        protocol__group__in={row.group_id for row in rows},
    ).values_list("subject", "protocol__number"):
        accepted[subject] = max(number, accepted.get(subject, 0))
    now = newest.number if newest else 0
    words = words_of_members(rows)
    places = [
        Place(
            row,
            words[row.id],
            accepted.get(row.subject_id, 0),
            # Who comes back has accepted what holds, and joins by saying so anew.
            asks_again=accepted.get(row.subject_id, 0) < now
            or (now > 0 and row.state == State.INVITED),
        )
        for row in rows
    ]
    return sorted(places, key=lambda one: one.called)


def _in(places: list[Place], state: State) -> list[Place]:
    return [one for one in places if one.row.state == state]
