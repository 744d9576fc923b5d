"""The tables of the Operational report."""

from __future__ import annotations

from cases.enquiries.enums import Channel, State
from cases.enums import NOT_HELD, AgeBand, Ethnicity, Mode, Region, SessionKind
from cases.outreach.enums import ActivityKind
from reporting.measures.declarations import BY_CODE
from reporting.measures.facts import ALL, NOT_STATED
from reporting.specs.parts import ORGANISATIONS, Column, ReportSpec, TableSpec

_NOT_STATED = (NOT_STATED, "Not stated or not to be counted")


PEOPLE = Column("people", "People", "people")
SESSIONS = Column("sessions", "Sessions", "sessions")
HOURS = Column("hours", "Hours", "hours")
ENQUIRIES = Column("enquiries", "Enquiries", "enquiries")
HELD = Column("held", "Held", "activities")
REACHED = Column("reached", "Others who came", "people, each time")
MEETINGS = Column("meetings", "Meetings", "meetings")
GUESTS = Column("guests", "Men without a record who came", "men, each time")
#: Counted of events, which need no protection.
EXACT = (HELD.code, REACHED.code, MEETINGS.code)


def _labels(*codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code.upper(), BY_CODE[code].label) for code in codes)


def _choices(choices: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in choices)


KINDS = tuple(
    choice for choice in _choices(SessionKind.choices) if choice[0] not in NOT_HELD
)

OPERATIONAL_1 = ReportSpec(
    "operational-1",
    (
        TableSpec(
            "people",
            "People supported",
            "journey",
            (PEOPLE,),
            (
                (ALL, BY_CODE["people"].label),
                *_labels("new", "returned", "continuing", "not_started"),
            ),
        ),
        TableSpec(
            "journeys",
            "Recovery journeys",
            "journeys",
            (PEOPLE,),
            _labels("under_way", "ended"),
        ),
        TableSpec(
            "age",
            "People supported by age",
            "age",
            (PEOPLE,),
            (*_choices(AgeBand.choices), _NOT_STATED),
        ),
        TableSpec(
            "ethnicity",
            "People supported by ethnic group",
            "ethnicity",
            (PEOPLE,),
            (*_choices(Ethnicity.choices), _NOT_STATED),
            "A man who gave more than one ethnic group is counted once in each group "
            "he gave, so the groups add up to more than the people.",
        ),
        TableSpec(
            "region",
            "People supported by region",
            "region",
            (PEOPLE,),
            (*_choices(Region.choices), _NOT_STATED),
        ),
        TableSpec(
            "kinds",
            "Support by kind",
            "kind",
            (PEOPLE, SESSIONS, HOURS),
            KINDS,
            "A man who had sessions of several kinds is counted once in each of them.",
        ),
        TableSpec(
            "ways",
            "Support by way of meeting",
            "mode",
            (PEOPLE, SESSIONS, HOURS),
            # What was taken over from an earlier system may not say how people met.
            (*_choices(Mode.choices), (NOT_STATED, "Not stated")),
            "A man met in several ways is counted once in each of them.",
        ),
        TableSpec(
            "activity",
            "Sessions and hours",
            "activity",
            (SESSIONS, HOURS),
            (("HELD", "Sessions that took place"), _labels("missed")[0]),
        ),
        TableSpec(
            "organisations",
            "Support by organisation",
            "organisation",
            (PEOPLE, SESSIONS, HOURS),
            ((ORGANISATIONS, ""),),
            "Organisations stand in the order of their names. The figures describe "
            "what was recorded, not how well anybody works.",
        ),
    ),
)

#: Reports that were released before enquiries were counted stay as they are.
OPERATIONAL_2 = ReportSpec(
    "operational-2",
    (
        *OPERATIONAL_1.tables,
        TableSpec(
            "enquiries",
            "Enquiries by what came of them",
            "enquiry_outcome",
            (ENQUIRIES,),
            ((ALL, "Enquiries"), *_choices(State.choices)),
            "What had come of them by the day on which this report was compiled.",
        ),
        TableSpec(
            "enquiry_channels",
            "Enquiries by how they came",
            "enquiry_channel",
            (ENQUIRIES,),
            _choices(Channel.choices),
        ),
    ),
)

#: And those from before workshops, outreach and meetings of peer groups were.
OPERATIONAL_3 = ReportSpec(
    "operational-3",
    (
        *OPERATIONAL_2.tables,
        TableSpec(
            "outreach",
            "Workshops and outreach",
            "outreach",
            (HELD, REACHED),
            ((ALL, "All together"), *_choices(ActivityKind.choices)),
            "Events and those who came to them besides survivors, who are not counted "
            "here. These figures are exact.",
        ),
        TableSpec(
            "group_meetings",
            "Meetings of peer groups",
            "meeting",
            (MEETINGS, GUESTS),
            ((ALL, "All together"),),
            "How often groups met is exact. Men without a record are counted each time "
            "they came, and rounded and hidden as people are; the men of a group are "
            "among the people and sessions above.",
        ),
    ),
)
