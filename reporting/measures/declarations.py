"""The measures of the reports, declared: unit, dimensions, source, meaning.

The words are those of the report's notes and of ``docs/reference/measures.md``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted; ``code`` is for ever."""

    code: str
    label: str
    unit: str
    dimensions: tuple[str, ...]
    source: str
    definition: str


_MET = "Session (not “didn't meet this time”), Subject"

MEASURES = (
    Measure(
        "people",
        "People supported",
        "people",
        ("journey", "age", "region", "ethnicity", "kind", "mode", "organisation"),
        _MET,
        "Each man who had at least one session in the quarter, counted once for each "
        "organisation that supported him. A session he did not come to does not count.",
    ),
    Measure(
        "new",
        "New",
        "people",
        (),
        f"{_MET}, Episode",
        "People supported whose first recovery journey began in the quarter.",
    ),
    Measure(
        "returned",
        "Returned",
        "people",
        (),
        f"{_MET}, Episode",
        "People supported who began again in the quarter after an earlier journey "
        "had ended.",
    ),
    Measure(
        "continuing",
        "Continuing",
        "people",
        (),
        f"{_MET}, Episode",
        "People supported who were on their journey before the quarter began.",
    ),
    Measure(
        "not_started",
        "Met, journey not yet begun",
        "people",
        (),
        f"{_MET}, Episode",
        "People supported whose recovery journey had not begun by the end of the "
        "quarter.",
    ),
    Measure(
        "under_way",
        "On a recovery journey",
        "people",
        (),
        "Episode, Subject",
        "Each man whose recovery journey was under way at some time in the quarter, "
        "with or without a session. Men who want no notes kept are counted here.",
    ),
    Measure(
        "ended",
        "Journey ended",
        "people",
        (),
        "Episode, Subject",
        "Each man of whom a recovery journey ended in the quarter.",
    ),
    Measure(
        "sessions",
        "Sessions",
        "sessions",
        ("kind", "mode", "organisation"),
        "Session (not “didn't meet this time”), Tally",
        "Every session that took place, of any kind. Sessions of men who want no "
        "notes kept are added from tallies that lead to nobody.",
    ),
    Measure(
        "hours",
        "Hours",
        "hours",
        ("kind", "mode", "organisation"),
        "Session (not “didn't meet this time”), Tally",
        "The length of these sessions together, without travel and preparation.",
    ),
    Measure(
        "missed",
        "Didn't meet this time",
        "sessions",
        (),
        "Session and Tally (“didn't meet this time”)",
        "Agreed meetings to which he did not come. Not among the sessions.",
    ),
)
ENQUIRIES = Measure(
    "enquiries",
    "Enquiries",
    "enquiries",
    ("outcome", "channel"),
    "Enquiry",
    "Each time somebody got in touch in the quarter, for himself or for somebody else, "
    "before any record was agreed to. Nobody knows whether two were about one man. "
    "Each is rounded and hidden as if it were one.",
)
OUTREACH = (
    Measure(
        "held",
        "Workshops and outreach",
        "activities",
        ("kind of activity",),
        "Activity",
        "Each workshop, education, forum or partnership that an organisation held in "
        "the quarter. Events, not people: counted exactly.",
    ),
    Measure(
        "reached",
        "Others who came",
        "people, each time",
        ("kind of activity",),
        "Activity",
        "Supporters, professionals and people from the public who came, counted each "
        "time, as the organisations noted them. Survivors are not among them: a "
        "workshop counts for him as a session, if he agrees.",
    ),
)
MEETINGS = (
    Measure(
        "meetings",
        "Meetings of peer groups",
        "meetings",
        (),
        "Meeting",
        "Each time a peer group met in the quarter. Events, not people: counted "
        "exactly. The men of the group who came are among the people and sessions.",
    ),
    Measure(
        "guests",
        "Men without a record who came",
        "men, each time",
        (),
        "Meeting (men not on the list)",
        "Men who came to a meeting of a peer group and have no record with us, as "
        "whoever ran it counted them. Nothing else is kept of them, so whoever came "
        "twice is counted twice. Each time is rounded and hidden as if it were another "
        "man.",
    ),
)
BY_CODE = {measure.code: measure for measure in MEASURES}

SUPPORT_MEASURES = (
    Measure(
        "asked",
        "People whose answers are counted",
        "people",
        ("statement", "organisation"),
        "Rating, Subject",
        "Each man who finished a check-in in the quarter and agreed to be counted. "
        "Whoever did not agree is in no figure but the number of check-ins.",
    ),
    Measure(
        "check_ins",
        "Check-ins finished",
        "check-ins",
        ("organisation",),
        "Assessment (finished)",
        "Every check-in that was finished in the quarter, counted or not. Those begun "
        "and left, and those declined, are not among them.",
    ),
    Measure(
        "answers",
        "Answers to a statement",
        "people",
        ("statement", "answer"),
        "Rating",
        "How many of those asked gave each of the five answers, and how many would "
        "rather not say. Nobody had to answer.",
    ),
    Measure(
        "mean",
        "Mean",
        "from 1 to 5",
        ("statement", "group of statements and organisation"),
        "Rating",
        "The five answers counted as 1 to 5, added up and divided by those who gave "
        "one. Of an organisation, all answers to the statements of a group together.",
    ),
    Measure(
        "since_first",
        "Change since his first check-in",
        "from -4 to 4",
        ("statement",),
        "Rating",
        "The mean of each man's answer now less his first answer ever to the same "
        "statement, of those who answered both times.",
    ),
    Measure(
        "since_previous",
        "Change since the one before",
        "from -4 to 4",
        ("statement",),
        "Rating",
        "The same against his last answer before this one.",
    ),
)
