"""Nobody tells alone, nobody reads for longer than half an hour (CON-06, CON-07)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
#: Asked first; or told already, since it could not wait, and in one's own name.
_NEW = (
    f"asked_by_id {_ME} AND decided_by_id IS NULL AND decided_at IS NULL "
    "AND reviewed_by_id IS NULL AND reviewed_at IS NULL AND review = '' "
    "AND ((NOT is_urgent AND state = 'ASKED' AND told_at IS NULL) "
    "OR (is_urgent AND state = 'TOLD' AND told_at IS NOT NULL "
    "AND told_by_id = asked_by_id))"
)
#: His policy shows a peer worker no record that is sealed, so it shows none of this.
_RECORD_STANDS = (
    "EXISTS (SELECT FROM public.cases_client c "
    "WHERE c.organisation_id = {table}.organisation_id "
    "AND c.subject_id = {table}.subject_id)"
)
_TOLD = _RECORD_STANDS.format(table="overrides_disclosure")
_READ = _RECORD_STANDS.format(table="overrides_emergencyreading")
_URGENT = ("organisation", "is_urgent AND state IN ('TOLD', 'REVIEWED')")
_MINE = ("organisation", f"member_id {_ME}")
_STEPS = "state, decided_by_id, decided_at, told_by_id, told_on, told_at"
_REVIEW = "reviewed_by_id, reviewed_at, review"
_NOTICED = {"SELECT": _MINE, "UPDATE (seen_at)": _MINE}


class Migration(migrations.Migration):
    dependencies = [
        ("overrides", "0001_initial"),
        ("assessments", "0002_protect"),
        ("cases", "0021_block_members"),
        ("consent", "0010_cap_releases"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("cases/overrides/sql/register.sql"),
        Protect(
            "Disclosure",
            {
                "worker": {
                    "SELECT": ("subject", f"(asked_by_id {_ME} OR {_TOLD})"),
                    "INSERT": ("subject", _NEW),
                    "UPDATE (state, told_by_id, told_on, told_at)": (
                        "subject",
                        f"asked_by_id {_ME}",
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _NEW),
                    f"UPDATE ({_STEPS}, {_REVIEW})": "organisation",
                },
                # That something waits for a review: of whom, and what, is not for him.
                "admin": {
                    "SELECT (id, organisation_id, ground, is_urgent, state, "
                    f"told_by_id, told_on, {_REVIEW})": _URGENT,
                    f"UPDATE (state, {_REVIEW})": _URGENT,
                },
            },
        ),
        Protect(
            "EmergencyReading",
            {
                "worker": {"SELECT": ("subject", _READ)},
                "manager": {
                    "SELECT": "organisation",
                    f"UPDATE ({_REVIEW})": "organisation",
                },
                "admin": {
                    "SELECT (id, organisation_id, ground, read_by_id, opened_at, "
                    f"{_REVIEW})": "organisation",
                    f"UPDATE ({_REVIEW})": "organisation",
                },
                "sec": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        Protect(
            "Notice",
            {"manager": _NOTICED, "admin": _NOTICED, "sec": {"INSERT": "all"}},
        ),
        Narrow("Disclosure", "manager", "not-kept-away"),
        Narrow("EmergencyReading", "manager", "not-kept-away"),
        AsSec(
            "cases/overrides/sql/emergency.sql",
            "cases/overrides/sql/wrapped_keys.sql",
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER overrides_disclosure_told AFTER INSERT "
                "ON overrides_disclosure FOR EACH ROW "
                "EXECUTE FUNCTION sec.tell_managers()",
                "CREATE TRIGGER overrides_emergencyreading_told AFTER INSERT "
                "ON overrides_emergencyreading FOR EACH ROW "
                "EXECUTE FUNCTION sec.tell_managers()",
                "CREATE TRIGGER overrides_disclosure_guard BEFORE UPDATE "
                "ON overrides_disclosure FOR EACH ROW "
                "EXECUTE FUNCTION sec.guard_disclosure()",
                "CREATE TRIGGER overrides_disclosure_moves BEFORE UPDATE OF state "
                "ON overrides_disclosure FOR EACH ROW "
                "WHEN (OLD.state IS DISTINCT FROM NEW.state) "
                "EXECUTE FUNCTION sec.demand_move("
                "'ASKED>APPROVED', 'ASKED>REFUSED', 'ASKED>DROPPED', "
                "'APPROVED>DROPPED', 'APPROVED>TOLD', 'TOLD>REVIEWED')",
                "CREATE TRIGGER overrides_emergencyreading_guard BEFORE UPDATE "
                "OF reviewed_by_id, reviewed_at, review "
                "ON overrides_emergencyreading FOR EACH ROW "
                "EXECUTE FUNCTION sec.guard_reading()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
