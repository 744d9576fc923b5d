"""Who reads the directory, and what a referral needs before anything goes out (REF)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect, Rule

_MINE = (
    "{column} IN (SELECT m.id FROM accounts_member m"
    " WHERE m.person_id = (SELECT sec.person()))"
)
_READ: dict[str, Rule] = {"SELECT": "organisation"}
_SUGGESTED_BY_ME = _MINE.format(column="suggested_by_id")
_DECIDED_BY_ME = _MINE.format(column="decided_by_id")
_CONTENT = (
    "kind, name, person, phone, email, website, address, region, languages, way_in,"
    " trust, trust_why, review_on, listing, decided_by_id, decided_at"
)
_CHANGED_BY_ME = ("organisation", _MINE.format(column="changed_by_id"))
_OUT_OF_HOURS: dict[str, Rule] = {
    "SELECT": "organisation",
    "INSERT": _CHANGED_BY_ME,
    "UPDATE (called, phone, text, hours, words, changed_by_id, changed_at)": (
        "organisation"
    ),
}
#: A manager reads how referrals go, as all activity, and none of the words.
_HIS = "id, organisation_id, subject_id, key_id, withheld, revision"
_REFERRAL = (
    f"{_HIS}, consent_id, stage, made_by_id, made_at, next_contact_on, letter_at"
)
_STEP = f"{_HIS}, referral_id, stage, happened_on, noted_by_id, noted_at"
_TOLD = "told_on, not_told, told_by_id"
_REPLIED = "replied_on, replied_by_id, replied_under_id"
_ARRIVAL = (
    f"{_HIS}, source, urgency, came_at, noted_by_id, noted_at, answered_at,"
    f" {_TOLD}, {_REPLIED}"
)
_SEC: dict[str, Rule] = {"SELECT": "all", "UPDATE (withheld)": "all"}
_NOTED_BY_ME = _MINE.format(column="noted_by_id")
_CAME: dict[str, Rule] = {
    "SELECT": "organisation",
    "INSERT": ("organisation", f"{_NOTED_BY_ME} AND came_at <= clock_timestamp()"),
    "UPDATE (answered_at)": "organisation",
}
_LISTINGS = (
    "'SUGGESTED>LISTED', 'SUGGESTED>DECLINED', 'LISTED>RETIRED', 'RETIRED>LISTED'"
)
_STEPS = (
    "'AGREED>MADE', 'AGREED>DECLINED', 'MADE>ACCEPTED', 'MADE>ENGAGED',"
    " 'MADE>DECLINED', 'MADE>ENDED', 'ACCEPTED>ENGAGED', 'ACCEPTED>DECLINED',"
    " 'ACCEPTED>ENDED', 'ENGAGED>ENDED'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("cases", "0051_protect_episode_turns"),
        ("consent", "0030_demand_child_protection"),
        ("enquiries", "0002_protect"),
        ("accounts", "0002_protect"),
        ("audit", "0002_protect"),
    ]

    operations = [
        AsSec("cases/referrals/sql/referrals.sql"),
        Protect(
            "Service",
            {
                "worker": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"listing = 'SUGGESTED' AND {_SUGGESTED_BY_ME}",
                    ),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": (
                        "organisation",
                        f"listing = 'LISTED' AND {_SUGGESTED_BY_ME}"
                        f" AND {_DECIDED_BY_ME}",
                    ),
                    f"UPDATE ({_CONTENT})": "organisation",
                },
            },
        ),
        Protect(
            "OutOfHours",
            {"worker": _READ, "manager": _OUT_OF_HOURS, "admin": _OUT_OF_HOURS},
        ),
        # Before its steps: they need its key of organisation and id.
        Protect(
            "Referral",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", _MINE.format(column="made_by_id")),
                    "UPDATE (next_contact_on, letter_at)": "subject",
                },
                "manager": {f"SELECT ({_REFERRAL})": "organisation"},
                "sec": {
                    "SELECT": "all",
                    "UPDATE (withheld, stage, next_contact_on)": "all",
                },
            },
            key="RECORD",
        ),
        Protect(
            "ReferralStep",
            {
                "worker": {"SELECT": "subject", "INSERT": ("subject", _NOTED_BY_ME)},
                "manager": {f"SELECT ({_STEP})": "organisation"},
                "sec": _SEC,
            },
            key="RECORD",
        ),
        Protect(
            "Arrival",
            {
                "worker": {
                    "SELECT": "subject",
                    "INSERT": ("subject", _NOTED_BY_ME),
                    f"UPDATE (answered_at, {_TOLD}, {_REPLIED})": "subject",
                },
                "manager": {f"SELECT ({_ARRIVAL})": "organisation"},
                "sec": _SEC,
            },
            key="RECORD",
        ),
        Protect("EnquiryReferral", {"worker": _CAME, "manager": _CAME}),
        Narrow("Referral", "manager", "not-kept-away"),
        Narrow("ReferralStep", "manager", "not-kept-away"),
        Narrow("Arrival", "manager", "not-kept-away"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER referrals_service_moves BEFORE UPDATE OF listing "
                "ON referrals_service FOR EACH ROW "
                "WHEN (OLD.listing IS DISTINCT FROM NEW.listing) "
                f"EXECUTE FUNCTION sec.demand_listing({_LISTINGS})",
                "CREATE TRIGGER referrals_referral_his_yes BEFORE INSERT "
                "OR UPDATE OF letter_at ON referrals_referral FOR EACH ROW "
                "EXECUTE FUNCTION sec.demand_his_yes()",
                "CREATE TRIGGER referrals_referralstep_moves BEFORE INSERT "
                "ON referrals_referralstep FOR EACH ROW "
                f"EXECUTE FUNCTION sec.take_referral_step({_STEPS})",
                "CREATE TRIGGER referrals_arrival_guard BEFORE INSERT OR UPDATE OF "
                f"answered_at, {_TOLD}, {_REPLIED} ON referrals_arrival "
                "FOR EACH ROW EXECUTE FUNCTION sec.guard_arrival()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
