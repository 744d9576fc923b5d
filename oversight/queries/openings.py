"""Openings worth asking about, for the manager of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from cases.models import Client
from msa.accounts.actor import Actor
from msa.accounts.models import Member
from msa.audit.recording import record
from oversight import rules
from oversight.models import Talk
from oversight.rules import Rule


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody did on one day that a manager may want to ask about."""

    rule: Rule
    member: Member
    on_day: date
    times: int
    people: int
    first_at: datetime
    last_at: datetime
    subjects: list[tuple[UUID, str]]
    """Those with a record in force: the id and the reference number, no name."""
    talk: Talk | None
    """The last that was noted, though more may have been opened since."""
    about_me: bool

    @property
    def is_settled(self) -> bool:
        """Has all of it been talked about?"""
        return self.talk is not None and self.talk.up_to >= self.last_at

    @property
    def key(self) -> str:
        """What tells it from the others on the page."""
        return f"{self.rule.code}-{self.member.id}-{self.on_day}"


def worth_asking(actor: Actor, *, at: datetime) -> list[Opening]:
    """Return what the rules found in the last thirty days, the newest first.

    Nobody's record is opened for it; the looking is recorded.
    """
    rows = _rows(at - rules.PERIOD, at + timedelta(days=1))
    members = {
        member.person_id: member
        for member in Member.objects.filter(person__in={row[1] for row in rows})
    }
    references = _references({pk for row in rows for pk in row[7]})
    talks = {
        (talk.rule, talk.member_id, talk.on_day): talk
        for talk in Talk.objects.select_related("marked_by").order_by("up_to")
    }
    record(actor, "unusual-openings.seen", count=len(rows))
    return [
        _opening(actor, row, members[row[1]], references, talks)
        for row in rows
        if row[1] in members
    ]


def last_found(
    rule: str, member: Member, on_day: date, *, at: datetime
) -> datetime | None:
    """Return the last moment of what the rules find now; None: they find no such."""
    for row in _rows(at - rules.PERIOD, at + timedelta(days=1)):
        if row[:3] == (rule, member.person_id, on_day):
            last_at: datetime = row[6]
            return last_at
    return None


def _rows(from_at: datetime, to_at: datetime) -> list[Any]:
    limits = rules.limits()
    places = ", ".join(["%s"] * (2 + len(limits)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM sec.unusual_openings({places})",  # noqa: S608  # places only
            [from_at, to_at, *limits],
        )
        return list(cursor.fetchall())


def _references(subjects: set[UUID]) -> dict[UUID, str]:
    return dict(
        Client.objects.filter(subject__in=subjects).values_list("subject", "reference")
    )


def _opening(
    actor: Actor,
    row: Any,
    member: Member,
    references: dict[UUID, str],
    talks: dict[tuple[str, UUID, date], Talk],
) -> Opening:
    code, who, on_day, times, people, first_at, last_at, subjects = row
    known = [(pk, references[pk]) for pk in subjects if pk in references]
    return Opening(
        rule=rules.RULES[code],
        member=member,
        on_day=on_day,
        times=times,
        people=people,
        first_at=first_at,
        last_at=last_at,
        subjects=sorted(known, key=lambda pair: pair[1]),
        talk=talks.get((code, member.id, on_day)),
        about_me=who == actor.person,
    )
