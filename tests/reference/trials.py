"""How each life cycle is tried: a row in a state, and what could make another of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

from django.db.models import TextChoices

from cases.gatherings.enums import Standing
from cases.referrals.enums import Listing, Stage
from msa.accounts.policies import Stage as Link
from msa.members.policies import Stage as Invited
from tests.guards.catalogue import Connection
from tests.reference.lives import LIVES, Life
from tests.security.planting import plant

#: Who asks, in which organisation, and the row that is tried on.
people = SimpleNamespace(
    organisation=uuid.uuid4(),
    person=uuid.uuid4(),
    member=uuid.uuid4(),
    row=uuid.uuid4(),
    subject=uuid.uuid4(),
    key=uuid.uuid4(),
    consent=uuid.uuid4(),
)
_HASH = "a" * 64
_INVITED = (
    "CASE WHEN accepted_at IS NOT NULL THEN 'ACCEPTED'"
    " WHEN withdrawn_at IS NOT NULL THEN 'WITHDRAWN'"
    " WHEN expires_at <= now() THEN 'EXPIRED' ELSE 'OPEN' END"
)
_LINK = (
    "CASE WHEN used_at IS NOT NULL THEN 'USED'"
    " WHEN expires_at <= now() THEN 'EXPIRED' ELSE 'OPEN' END"
)
_MEETING = "CASE WHEN taken_back_at IS NULL THEN 'STANDS' ELSE 'TAKEN_BACK' END"
_NEXT = (
    f"revision = revision + 1, put_right_at = now(), put_right_by = '{people.member}'"
)
_LATER = "now() + interval '1 hour'"
_EARLIER = "now() - interval '1 hour'"
Known = Mapping[str, UUID | str | bool]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried on a row of one life, and how such a row is made."""

    life: Life
    #: For each state: changes that could lead to it, one of them as the product does.
    changes: Mapping[TextChoices, tuple[str, ...]]
    columns: tuple[str, ...] = ("state",)
    state: str = "state"
    known: Known = field(default_factory=dict)
    in_state: Mapping[TextChoices, str] = field(default_factory=dict)
    #: The role in whose name the definer functions write.
    on_behalf_of: str = "manager"

    def asks(self, role: str) -> UUID:
        """Return who stands in the context: a survivor is known by his check-in."""
        who: UUID = people.row if role == "survivor" else people.person
        return who


def plant_row(database: Connection, trial: Trial, state: TextChoices) -> None:
    """Store the row in a state, and what the policies look for.

    Its foreign keys go for the time of the trial: what it points to is not there.
    """
    table = trial.life.table
    _loosen(database, table)
    _plant_surroundings(database, but=table)
    plant(
        database,
        table,
        id=people.row,
        organisation_id=people.organisation,
        state=str(state),
        **trial.known,
    )
    database.execute("SET LOCAL session_replication_role = 'replica'")
    if state in trial.in_state:
        database.execute(f"UPDATE {table} SET {trial.in_state[state]}".encode())
    if table == "assessments_assessment":
        _plant_invitation(database)
    if table == "gatherings_membership":
        _plant_acceptance(database)
    if table == "gatherings_meeting":
        _plant_facilitator(database)
    database.execute("SET LOCAL session_replication_role = 'origin'")


def _loosen(database: Connection, table: str) -> None:
    found = database.execute(
        "SELECT conname FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = %s::regclass",
        [table],
    )
    for (key,) in found.fetchall():
        database.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}".encode())


def _plant_surroundings(database: Connection, *, but: str) -> None:
    """Store who acts, and the consent and key that a row may stand under."""
    of_ours = {"organisation_id": people.organisation}
    plant(
        database,
        "accounts_member",
        id=people.member,
        person_id=people.person,
        name="Somebody",
        **of_ours,
    )
    his = {"subject_id": people.subject, **of_ours}
    plant(database, "consent_consent", id=people.consent, **his)
    if but != "consent_subjectkey":
        key = {"consent_id": people.consent, "state": "ACTIVE", **his}
        plant(database, "consent_subjectkey", id=people.key, **key)


def _plant_invitation(database: Connection) -> None:
    plant(
        database,
        "assessments_invitation",
        organisation_id=people.organisation,
        assessment_id=people.row,
    )
    database.execute(
        f"UPDATE assessments_invitation SET opened_at = now(),"
        f" expires_at = {_LATER}".encode()
    )


def _plant_acceptance(database: Connection) -> None:
    """Let him have accepted what the group agrees on: without it he does not join."""
    of_ours = {"organisation_id": people.organisation}
    agreed = {"id": people.key, "group_id": people.row, **of_ours}
    plant(database, "gatherings_protocol", **agreed)
    accepted = {"subject_id": people.subject, "protocol_id": people.key, **of_ours}
    plant(database, "gatherings_acceptance", **accepted)


def _plant_facilitator(database: Connection) -> None:
    """Let whoever logged a meeting run its group."""
    of_ours = {"organisation_id": people.organisation}
    runs = {"group_id": people.row, "member_id": people.member, **of_ours}
    plant(database, "gatherings_facilitator", **runs)
    database.execute("UPDATE accounts_member SET roles = '{worker}'")


def _life(table: str) -> Life:
    return next(life for life in LIVES if life.table == table)


def _by_column(table: str, **more: str) -> dict[TextChoices, tuple[str, ...]]:
    """Each state by itself, and with what the product writes along with it."""
    changes: dict[TextChoices, tuple[str, ...]] = {}
    for state in _life(table).states:
        alone = f"state = '{state}'"
        along = more.get(str(state))
        changes[state] = (alone, f"{alone}, {along}") if along else (alone,)
    return changes


def _trial(
    table: str, known: Known, on_behalf_of: str = "manager", **more: str
) -> Trial:
    return Trial(
        _life(table),
        _by_column(table, **more),
        known=known,
        on_behalf_of=on_behalf_of,
    )


TRIALS = (
    _trial(
        "consent_subjectkey",
        {"subject_id": people.subject, "consent_id": people.consent},
    ),
    _trial(
        "assessments_assessment",
        {"subject_id": people.subject, "key_id": people.key, "withheld": False},
        FINISHED="finished_at = now(), completed_on = current_date",
    ),
    _trial(
        "enquiries_enquiry",
        {"taken_by_id": people.member},
        **dict.fromkeys(
            ("WELCOMED", "ANSWERED", "POINTED_ON", "DECLINED", "NOT_REACHED"),
            f"ended_on = current_date, ended_by_id = '{people.member}'",
        ),
    ),
    _trial(
        "gatherings_membership",
        {"kind": "SURVIVORS", "group_id": people.row, "subject_id": people.subject},
        JOINED="joined_on = current_date",
        ENDED="ended_on = current_date, cleared_as = NULL",
    ),
    _trial(
        "cases_likeness",
        {"subject_id": people.subject},
        **dict.fromkeys(
            ("APART", "SAME"),
            f"decided_by_id = '{people.member}', decided_at = now()",
        ),
    ),
    _trial(
        "overrides_disclosure",
        # Told by somebody else, so that whoever tries may review it.
        {"is_urgent": True, "told_by_id": people.subject},
        APPROVED=f"decided_by_id = '{people.member}', decided_at = now()",
        REFUSED=f"decided_by_id = '{people.member}', decided_at = now()",
        TOLD=f"told_by_id = '{people.member}', told_on = current_date, told_at = now()",
        REVIEWED=f"reviewed_by_id = '{people.member}', reviewed_at = now(),"
        " review = 'RIGHT'",
    ),
    Trial(
        _life("gatherings_meeting"),
        {
            Standing.STANDS: ("taken_back_at = NULL", f"taken_back_at = NULL, {_NEXT}"),
            Standing.TAKEN_BACK: (
                "taken_back_at = now()",
                f"taken_back_at = now(), {_NEXT}",
            ),
        },
        columns=("taken_back_at",),
        state=_MEETING,
        known={"group_id": people.row, "logged_by_id": people.member},
        in_state={Standing.TAKEN_BACK: "taken_back_at = now()"},
    ),
    Trial(
        _life("referrals_referral"),
        {stage: (f"stage = '{stage}'",) for stage in Stage},
        columns=("stage",),
        state="stage",
        known={"subject_id": people.subject, "key_id": people.key, "withheld": False},
        in_state={stage: f"stage = '{stage}'" for stage in Stage},
        on_behalf_of="worker",
    ),
    Trial(
        _life("referrals_service"),
        {listing: (f"listing = '{listing}'",) for listing in Listing},
        columns=("listing",),
        state="listing",
        in_state={listing: f"listing = '{listing}'" for listing in Listing},
    ),
    Trial(
        _life("reporting_report"),
        _by_column(
            "reporting_report",
            DRAFT=f"compiled_at = now(), content_hash = '{_HASH}'",
            RELEASED=f"released_by = '{people.person}', released_at = now()",
        ),
        known={"attack": '{"passes": true}', "content_hash": _HASH},
    ),
    _trial(
        "narratives_narrative",
        {"content_hash": ""},
        SUBMITTED=f"approved_by_id = '{people.member}', approved_at = now(),"
        f" content_hash = '{_HASH}', sealed = NULL, wrapped = NULL, key_id = NULL",
        INCLUDED=f"read_by = '{people.person}', read_at = now()",
    ),
    _trial(
        "standards_cycle",
        {},
        SIGNED=f"signed_by_id = '{people.member}', signed_as = 'Somebody',"
        " signed_at = now()",
        SUBMITTED="submitted_at = now()",
    ),
    _trial(
        "exchange_importbatch",
        {},
        "admin",
        UNDONE=f"undone_by_id = '{people.member}', undone_at = now()",
    ),
    _trial("jobs_job", {"queue": "reports"}),
    Trial(
        _life("members_invitation"),
        {
            Invited.OPEN: (
                "accepted_at = NULL",
                "withdrawn_at = NULL",
                f"expires_at = {_LATER}",
            ),
            Invited.ACCEPTED: ("accepted_at = now()",),
            Invited.WITHDRAWN: ("withdrawn_at = now()",),
            Invited.EXPIRED: (f"expires_at = {_EARLIER}",),
        },
        columns=("accepted_at", "withdrawn_at", "expires_at"),
        state=_INVITED,
        in_state={
            Invited.OPEN: f"expires_at = {_LATER}",
            Invited.ACCEPTED: f"accepted_at = now(), expires_at = {_LATER}",
            Invited.WITHDRAWN: f"withdrawn_at = now(), expires_at = {_LATER}",
            Invited.EXPIRED: f"expires_at = {_EARLIER}",
        },
    ),
    Trial(
        _life("accounts_reset"),
        {
            Link.OPEN: ("used_at = NULL", f"expires_at = {_LATER}"),
            Link.USED: ("used_at = now()",),
            Link.EXPIRED: (f"expires_at = {_EARLIER}",),
        },
        columns=("used_at", "expires_at"),
        state=_LINK,
        in_state={
            Link.OPEN: f"expires_at = {_LATER}",
            Link.USED: f"used_at = now(), expires_at = {_LATER}",
            Link.EXPIRED: f"expires_at = {_EARLIER}",
        },
    ),
)
