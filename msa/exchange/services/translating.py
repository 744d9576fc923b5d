"""What the other system said, in the terms of the record. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Protocol, TypeVar

from assessments.enums import Way
from assessments.instruments.incumbent_1 import INSTRUMENT as INCUMBENT
from assessments.sheets import Sheet
from cases.enums import (
    AgeBand,
    EndReason,
    Ethnicity,
    Mode,
    Referrer,
    Region,
    SessionKind,
)
from cases.sections import (
    Contact,
    Hope,
    Hopes,
    Identity,
    Note,
    SectionContent,
    Supporter,
    SupportPeople,
)
from cases.services.sections import age_band
from consent.enums import Given, Purpose
from consent.services.consents import Agreement
from msa.exchange.reading import (
    StagedCheckIn,
    StagedContact,
    StagedEngagement,
    StagedHope,
    StagedPerson,
    StagedSupporter,
)
from msa.exchange.reading.cells import AOTEAROA, fold
from msa.exchange.storing.activity import Stretch
from msa.exchange.storing.check_ins import CheckIn

#: What a yes in the other system covers, until he has been asked himself (rules).
LEGACY_PURPOSES = (
    Purpose.RECORD,
    Purpose.SESSIONS,
    Purpose.ASSESSMENT,
    Purpose.STATISTICS,
)
#: Columns that the reader takes and that have no place here yet.
NOT_KEPT = {
    "people": ("ethnicity as written", "detailed ethnic group"),
    "engagements": ("programme", "issues", "exit reason as written"),
    "contacts": ("travel hours", "type as written"),
}
_LEVEL_ONE = {
    "1": Ethnicity.EUROPEAN,
    "2": Ethnicity.MAORI,
    "3": Ethnicity.PACIFIC,
    "4": Ethnicity.ASIAN,
    "5": Ethnicity.MELAA,
    "6": Ethnicity.OTHER,
}
_END_REASONS = {
    "goalsmet": EndReason.GOALS_MET,
    "movedarea": EndReason.MOVED,
    "othersupport": EndReason.OTHER_SUPPORT,
    "disengaged": EndReason.LOST_TOUCH,
}
_REFERRERS = {
    "self": Referrer.SELF,
    "friend/family": Referrer.WHANAU,
    "gp": Referrer.HEALTH,
    "counsellor": Referrer.COUNSELLOR,
    "acc": Referrer.ACC,
    "police": Referrer.POLICE,
    "probation": Referrer.CORRECTIONS,
    "website": Referrer.ONLINE,
}
_AGES = re.compile(r"(\d+)(?:-(\d+))?")
_YOUNGEST, _OLDEST = 0, 120


def agreements(person: StagedPerson, *, today: date) -> list[Agreement]:
    """Return the legacy consents of somebody who said yes, to be confirmed with him."""
    given_on = person.consent_date or today
    return [Agreement(purpose, Given.IMPORTED, given_on) for purpose in LEGACY_PURPOSES]


def identity(
    person: StagedPerson, first: StagedEngagement | None, *, today: date
) -> Identity:
    """Return who he is; who referred him comes from his first engagement."""
    return Identity(
        name=person.preferred_name or person.first_name or person.last_name,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date.isoformat() if person.birth_date else "",
        age_band=published_age_band(person, today=today),
        ethnicities=[
            _LEVEL_ONE[code].value for code in person.ethnicities if code in _LEVEL_ONE
        ],
        iwi=list(person.iwi),
        gender=person.gender,
        referred_by=first.referred_by if first else "",
    )


def contact(person: StagedPerson) -> Contact:
    """Return how to reach him. Nothing counts as safe that he did not say is safe."""
    may_leave = person.ok_to_leave_message
    say = {True: "OK to leave a message", False: "Do not leave a message", None: ""}
    return Contact(
        phone=person.mobile,
        phone_safe=bool(person.mobile) and may_leave is True,
        email=person.email,
        may_say=say[may_leave],
        town=person.town,
        region=region(person),
        no_fixed_address=person.region == "NFA",
    )


def region(person: StagedPerson) -> str:
    """Return the region he is counted in; empty where we publish none."""
    return person.region if person.region in Region.values else ""


def published_age_band(person: StagedPerson, *, today: date) -> str:
    """Return his age band; empty where what is known fits more than one."""
    if person.birth_date:
        return age_band(person.birth_date, on=today).value
    found = _AGES.match(person.age_band)
    if not found:
        return ""
    low = int(found[1])
    high = int(found[2]) if found[2] else _OLDEST
    bands = {_band_of_age(low), _band_of_age(high)}
    return bands.pop().value if len(bands) == 1 else ""


def _band_of_age(age: int) -> AgeBand:
    # Born on the first of January so many years before a first of January.
    years = min(max(age, _YOUNGEST), _OLDEST)
    return age_band(date(2000 - years, 1, 1), on=date(2000, 1, 1))


def stretch(engagement: StagedEngagement, *, today: date) -> Stretch:
    """Return an engagement as an episode, with its dates as they were."""
    dates = [engagement.initial_date, engagement.activated_on, engagement.ended_on]
    known = [day for day in dates if day]
    started = known[0] if known else today
    if engagement.ended_on and started > engagement.ended_on:
        started = min(known)
    return Stretch(
        started_on=started,
        activated_on=engagement.activated_on,
        ended_on=engagement.ended_on,
        end_reason=_coded(engagement.exit_reason, _END_REASONS, EndReason.OTHER),
        referred_by=_coded(engagement.referred_by, _REFERRERS, Referrer.OTHER),
    )


def _coded(text: str, codes: Mapping[str, str], other: str) -> str:
    return str(codes.get(fold(text), other)) if text else ""


def kind(activity: StagedContact) -> SessionKind:
    """Return what the session was."""
    return SessionKind(activity.kind.value)


def mode(activity: StagedContact) -> Mode | None:
    """Return how they met; None where the other system did not say."""
    return Mode(activity.mode.value) if activity.mode else None


def support_people(
    rows: Iterable[StagedSupporter],
) -> dict[str, tuple[SectionContent, int]]:
    """Return each person's support people, and of how many rows; nobody stands twice.

    Somebody with two engagements may have the same people at both.
    """
    return {
        person: (
            SupportPeople(
                list(
                    dict.fromkeys(
                        Supporter(
                            name=row.name,
                            relationship=row.relationship,
                            phone=row.phone,
                            may_contact=row.may_contact,
                        )
                        for row in his
                    )
                )
            ),
            len(his),
        )
        for person, his in _by_person(rows).items()
    }


def hopes(rows: Iterable[StagedHope]) -> dict[str, tuple[SectionContent, int]]:
    """Return what each person hopes for, and of how many rows it was made."""
    return {
        person: (
            Hopes(
                [
                    Hope(
                        words=row.words,
                        named_on=row.named_on.isoformat() if row.named_on else "",
                        progress=row.progress.value if row.progress else "",
                    )
                    for row in his
                ]
            ),
            len(his),
        )
        for person, his in _by_person(rows).items()
    }


class _Hanging(Protocol):
    @property
    def person_id(self) -> str: ...


_Row = TypeVar("_Row", bound=_Hanging)


def _by_person(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def check_in(row: StagedCheckIn) -> CheckIn:
    """Return a check-in as it was; the day is all that is known of its time."""
    asked = len(INCUMBENT.items) + len(INCUMBENT.open_questions)
    return CheckIn(
        completed_on=row.completed_on,
        sheet=Sheet(
            INCUMBENT.code,
            ratings=dict(row.ratings),
            words={"comment": row.comment} if row.comment else {},
            passed=asked,
        ),
        way=Way.IMPORTED,
        at=datetime.combine(row.completed_on, time(12), AOTEAROA),
    )


def note(activity: StagedContact) -> Note:
    """Return the words about it, letter by letter as they were."""
    return Note(body=activity.note)
