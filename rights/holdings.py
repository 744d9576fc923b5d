"""Everything that is held about a survivor, and how his copy has it (RGT-01, K07).

A closed list: a test holds it against every model that says it holds something about
him, and against each of their fields. What is not in the copy has a reason, which the
copy prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.sheets import ANSWERS
from cases.emails.words import EMAIL
from cases.gatherings.sealing import MEMBERSHIP
from cases.overrides.sealing import DISCLOSURE, READING
from cases.referrals.words import ARRIVAL, REFERRAL, STEP
from cases.sections import DECISION, HARM_TOLD, NOTE, SECTION, TURN
from cases.workload.sealing import SHORT_NOTE
from consent.documents import Binding
from consent.enums import Purpose
from consent.terms import PARTICULARS
from rights.sealing import WORDS
from rights.told_by_others import NOT_HIS

Reason = str | Promise

_OF_ALL_WHO_CAME = _(
    "Who else was there, and what the group talked about, belongs to all who were."
)
_TECHNICAL = _("A number or a mark of the computer’s own, which says nothing of you.")
_BEING_WRITTEN = _(
    "What your peer worker is writing and has not saved. Only whoever writes it can "
    "read it; it is saved, and then stands in the copy, or gone within 14 days."
)
_TOLD_BY_OTHERS = _("What somebody else told us of you is confidential to them.")
_OTHERS = _("How to reach somebody else is theirs to give.")
#: What opens the words of a row that has a key of its own.
_OWN_KEY: Mapping[str, Reason] = MappingProxyType(
    {"organisation_key": _TECHNICAL, "key_id": _TECHNICAL, "wrapped": _TECHNICAL}
)

#: Fields that no copy has, wherever they stand, and why.
LEFT_OUT_EVERYWHERE: Mapping[str, Reason] = MappingProxyType(
    {
        "organisation": _("The organisation’s name stands on the first page."),
        "subject": _TECHNICAL,
        "key": _TECHNICAL,
        "withheld": _("What is sealed can’t be opened, so it is not in the copy."),
        "superseded": _("The newest version is the one with the highest number."),
    }
)


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of row about him: what the copy calls it and how it is read."""

    model: str
    name: str
    """What the JSON calls the list."""
    title: Reason
    order: tuple[str, ...] = ("id",)
    sealed: Binding | None = None
    purpose: Purpose | None = None
    """Under which consent it is sealed; none: under a key of each row's own."""
    function: str = ""
    """What reads it where a peer worker may not, while a copy is asked for."""
    left_out: Mapping[str, Reason] = field(default_factory=dict)
    """Fields that this list leaves out, and why."""
    hidden_inside: Mapping[str, Reason] = field(default_factory=dict)
    """Names inside the sealed words that are left out, and why."""


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "consent.Subject",
        "place",
        _("Your place here"),
        left_out={
            "id": _TECHNICAL,
            "rounding_key": _(
                "A random number that rounds published figures. Whoever knew it could "
                "work out what the rounding hides about others."
            ),
        },
    ),
    Holding("cases.Client", "record", _("Your record"), ("opened_at",)),
    Holding(
        "cases.Section",
        "sections",
        _("What you told us"),
        ("kind", "-written_at", "-revision"),
        sealed=SECTION,
        purpose=Purpose.RECORD,
        hidden_inside={"people.phone": _OTHERS},
    ),
    Holding("cases.Episode", "episodes", _("Stretches of support"), ("started_on",)),
    Holding(
        "cases.EpisodeTurn",
        "turns",
        _("How you came and went"),
        ("episode", "-revision"),
        sealed=TURN,
        purpose=Purpose.RECORD,
    ),
    Holding("cases.Session", "sessions", _("Our sessions"), ("-held_on", "id")),
    Holding(
        "cases.SessionNote",
        "notes",
        _("Notes of our sessions"),
        ("session", "-revision"),
        sealed=NOTE,
        purpose=Purpose.SESSIONS,
        hidden_inside=dict.fromkeys(NOT_HIS, _TOLD_BY_OTHERS),
    ),
    Holding(
        "cases.SessionVersion",
        "session_versions",
        _("How our sessions were told before"),
        ("session", "-revision"),
    ),
    Holding(
        "emails.EmailPart",
        "emails",
        _("Emails we kept"),
        ("session", "number"),
        sealed=EMAIL,
        purpose=Purpose.SESSIONS,
    ),
    Holding("forgetting.Forgetting", "let_go", _("Words let go"), ("asked_at",)),
    Holding("cases.Assignment", "workers", _("Who worked with you"), ("from_at",)),
    Holding(
        "workload.Wish",
        "may_take_over",
        _("Whom you let take over from your peer worker"),
        ("-written_at",),
    ),
    Holding(
        "workload.Agreed", "agreed_to", _("Whom else you agreed to"), ("-written_at",)
    ),
    Holding(
        "workload.Cover",
        "stood_in",
        _("Who stood in for your peer worker"),
        ("from_at",),
    ),
    Holding(
        "workload.Planned",
        "planned",
        _("Who was to take over from your peer worker"),
        ("due_on",),
    ),
    Holding(
        "workload.ShortNote",
        "short_notes",
        _("What your peer worker and the managers told each other"),
        ("-written_at",),
        sealed=SHORT_NOTE,
        purpose=Purpose.RECORD,
        left_out={"revision": _TECHNICAL},
    ),
    Holding(
        "cases.BlockedMember",
        "kept_away",
        _("Whom you keep away from your record"),
        ("made_at",),
    ),
    Holding(
        "cases.HarmTold",
        "set_apart",
        _("What you told us of harm you did"),
        ("written_by", "-written_at"),
        sealed=HARM_TOLD,
        purpose=Purpose.RECORD,
        function="sec.harm_told_for_his_copy",
    ),
    Holding(
        "cases.SupportHold",
        "support_waits",
        _("Whether support waits for a manager"),
        left_out={"id": _TECHNICAL},
    ),
    Holding(
        "cases.SupportDecision",
        "support_decided",
        _("How support goes on"),
        ("-decided_at",),
        sealed=DECISION,
        purpose=Purpose.RECORD,
        left_out={"revision": _TECHNICAL},
    ),
    Holding(
        "cases.Screening",
        "talks_about_groups",
        _("When groups were talked about with you"),
        ("talked_on",),
        function="sec.screenings_for_his_copy",
    ),
    Holding(
        "cases.GroupClearance",
        "groups",
        _("Groups you may come to"),
        ("given_at",),
        function="sec.clearances_for_his_copy",
    ),
    Holding(
        "gatherings.Membership",
        "in_groups",
        _("Groups you were invited to or joined"),
        ("invited_on",),
        sealed=MEMBERSHIP,
        function="sec.memberships_for_his_copy",
        left_out={
            **_OWN_KEY,
            "group": _TECHNICAL,
            "cleared_as": _TECHNICAL,
            "revision": _TECHNICAL,
        },
    ),
    Holding(
        "gatherings.Acceptance",
        "agreed_in_groups",
        _("What you accepted in groups"),
        ("accepted_on",),
        function="sec.acceptances_for_his_copy",
        left_out={"protocol": _TECHNICAL},
    ),
    Holding(
        "gatherings.Attendance",
        "at_meetings",
        _("Meetings of groups"),
        ("held_on",),
        function="sec.attendances_for_his_copy",
        left_out={"meeting": _OF_ALL_WHO_CAME}
        | dict.fromkeys(("revision", "sent_digest"), _TECHNICAL),
    ),
    Holding(
        "gatherings.EarlierAttendance",
        "at_meetings_before",
        _("How you were noted at meetings before that was put right"),
        ("held_on", "since"),
        function="sec.earlier_attendances_for_his_copy",
        left_out={"meeting": _OF_ALL_WHO_CAME}
        | dict.fromkeys(("attended", "since", "until"), _TECHNICAL),
    ),
    Holding(
        "cases.StatisticalProfile",
        "counted_as",
        _("What is counted about you"),
        left_out={"id": _TECHNICAL},
    ),
    Holding("consent.Consent", "consents", _("What you agreed to"), ("recorded_at",)),
    Holding(
        "consent.Withdrawal", "withdrawals", _("What you took back"), ("recorded_at",)
    ),
    Holding(
        "consent.Particulars",
        "consent_words",
        _("What was said with your yes"),
        ("consent",),
        sealed=PARTICULARS,
        purpose=Purpose.RECORD,
        left_out={"id": _TECHNICAL, "revision": _TECHNICAL},
    ),
    Holding("consent.SubjectKey", "keys", _("Your keys"), ("created_at",)),
    Holding(
        "assessments.Assessment", "check_ins", _("Your check-ins"), ("-opened_at",)
    ),
    Holding(
        "assessments.Answers",
        "answers",
        _("What you answered"),
        ("-saved_at",),
        sealed=ANSWERS,
        purpose=Purpose.ASSESSMENT,
        hidden_inside={"devices": _TECHNICAL, "passed": _TECHNICAL},
    ),
    Holding(
        "assessments.Rating",
        "ratings",
        _("Your answers as they are counted"),
        ("completed_on", "item"),
        function="sec.ratings_for_his_copy",
    ),
    Holding(
        "assessments.Decline",
        "declines",
        _("Check-ins you didn’t want"),
        ("-declined_on",),
    ),
    Holding(
        "retention.Hold",
        "holds",
        _("Why nothing of yours may be erased for now"),
        ("placed_at",),
        function="sec.holds_for_his_copy",
    ),
    Holding(
        "retention.Keeping",
        "keepings",
        _("Until when your record is kept"),
        ("decided_at",),
        function="sec.keepings_for_his_copy",
    ),
    Holding(
        "overrides.Disclosure",
        "told_others",
        _("Whom we told without your consent"),
        ("asked_at",),
        sealed=DISCLOSURE,
        left_out=_OWN_KEY,
    ),
    Holding(
        "overrides.EmergencyReading",
        "read_in_emergency",
        _("Who read your record in an emergency"),
        ("opened_at",),
        sealed=READING,
        left_out=_OWN_KEY,
    ),
    Holding(
        "referrals.Referral",
        "referrals",
        _("Whom we referred you to"),
        ("made_at",),
        sealed=REFERRAL,
        purpose=Purpose.RECORD,
        left_out={"revision": _TECHNICAL},
        hidden_inside={"service": _TECHNICAL},
    ),
    Holding(
        "referrals.ReferralStep",
        "referral_steps",
        _("How your referrals went on"),
        ("referral", "noted_at"),
        sealed=STEP,
        purpose=Purpose.RECORD,
        left_out={"id": _TECHNICAL, "revision": _TECHNICAL},
    ),
    Holding(
        "referrals.Arrival",
        "sent_by",
        _("Who asked us to be in touch with you"),
        ("came_at",),
        sealed=ARRIVAL,
        purpose=Purpose.RECORD,
        left_out={"id": _TECHNICAL, "revision": _TECHNICAL},
    ),
    Holding("rights.Request", "requests", _("What you asked for"), ("recorded_at",)),
    Holding(
        "rights.Words",
        "words",
        _("What was said about it"),
        ("written_at",),
        sealed=WORDS,
        purpose=Purpose.RECORD,
    ),
)

#: What is held and stands in no copy, and why.
NOT_IN_A_COPY: Mapping[str, Reason] = MappingProxyType(
    {
        "consent.SubjectUserObjectPermission": _(
            "Who may open your record on the computer: the same people as under "
            "“Who worked with you”."
        ),
        "workload.Moved": _(
            "With which others’ your peer worker changed: your own change stands under "
            "“Who worked with you”."
        ),
        "cases.Fingerprint": _(
            "Digests of your name and birth date, phone number and email address, by "
            "which a second record of yours would be noticed: nobody can read them, "
            "and what they were made of stands in this copy."
        ),
        "cases.Likeness": _(
            "Whether another record here may be yours: it may be somebody else’s, and "
            "then it is not for you to know of. Your manager can talk it over with you."
        ),
        "drafts.RecordDraft": _BEING_WRITTEN,
        "drafts.SessionDraft": _BEING_WRITTEN,
        "gatherings.MemberDraft": _BEING_WRITTEN,
        "exchange.ImportRow": _(
            "Digests of row numbers in the earlier system’s files: nobody can read "
            "them, and what came from there stands in this copy."
        ),
        "retention.Erasure": _(
            "An erasure that you asked for: it has a paper of its own, which the "
            "manager hands to you."
        ),
        "rights.Copy": _("Copies like this one, which are gone after a day."),
    }
)
