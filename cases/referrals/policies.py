"""How a referral goes on, and how soon we answer; the database holds to the moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.referrals.enums import Listing, Stage, Urgency
from msa.clock.days import local_date
from msa.clock.holidays import working_days_after

STARTS: Mapping[Stage, str] = {
    Stage.AGREED: "he has read the words that go out, and says yes to them",
}
MOVES: Mapping[tuple[Stage, Stage], str] = {
    (Stage.AGREED, Stage.MADE): "the words went out",
    (Stage.AGREED, Stage.DECLINED): "he, or they, would rather not",
    (Stage.MADE, Stage.ACCEPTED): "they take him on",
    (Stage.MADE, Stage.ENGAGED): "he goes there",
    (Stage.MADE, Stage.DECLINED): "they, or he, say no",
    (Stage.MADE, Stage.ENDED): "it ends, as he tells it",
    (Stage.ACCEPTED, Stage.ENGAGED): "he goes there",
    (Stage.ACCEPTED, Stage.DECLINED): "they, or he, say no after all",
    (Stage.ACCEPTED, Stage.ENDED): "it ends, as he tells it",
    (Stage.ENGAGED, Stage.ENDED): "it ends, as he tells it",
}
#: What may still be noted once he has taken his yes back: that it is over.
WITHOUT_HIS_YES = (Stage.DECLINED, Stage.ENDED)
LISTING_STARTS: Mapping[Listing, str] = {
    Listing.SUGGESTED: "a peer worker suggests a service",
    Listing.LISTED: "a manager takes it in",
}
LISTING_MOVES: Mapping[tuple[Listing, Listing], str] = {
    (Listing.SUGGESTED, Listing.LISTED): "a manager takes it in",
    (Listing.SUGGESTED, Listing.DECLINED): "a manager does not take it in",
    (Listing.LISTED, Listing.RETIRED): "a manager takes it out",
    (Listing.RETIRED, Listing.LISTED): "a manager takes it in again",
}
#: Working days within which somebody who was sent to us hears from us.
_ANSWERED_WITHIN = {Urgency.TODAY: 0, Urgency.SOON: 2}
_AN_HOUR = 3600


def next_stages(stage: Stage, *, is_agreed: bool) -> list[Stage]:
    """Return what may be noted next; without his yes, only that it is over."""
    after = [to for before, to in MOVES if before == stage]
    return [to for to in after if is_agreed or to in WITHOUT_HIS_YES]


def answer_by(came_at: datetime, urgency: Urgency) -> date:
    """Return the last day on which an answer is in time."""
    return working_days_after(local_date(came_at), _ANSWERED_WITHIN[urgency])


@dataclass(frozen=True, slots=True)
class Waited:
    """How long an answer took, or is taking: in hours, or in working days."""

    hours: int
    working_days: int
    """0 on the day itself and until the next working day."""


def waited(came_at: datetime, until: datetime) -> Waited:
    """Return how long it was from one moment to another."""
    hours = max(0, int((until - came_at).total_seconds() // _AN_HOUR))
    day, last, count = local_date(came_at), local_date(until), 0
    while (day := working_days_after(day, 1)) <= last:
        count += 1
    return Waited(hours, count)
