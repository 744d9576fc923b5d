"""Who reads what is set apart, who decides, and what the database refuses (REC-09).

A peer worker reads what he wrote himself, while he works with him; a colleague whom the
survivor named in a consent reads none of it, nor that it is there.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect, Rule

_ME = "IN (SELECT id FROM accounts_member WHERE person_id = (SELECT sec.person()))"
#: His policy shows him nobody's grants but his own.
_WORKS_WITH_HIM = (
    "EXISTS (SELECT FROM consent_subjectuserobjectpermission g"
    " WHERE g.content_object_id = {table}.subject_id"
    " AND (g.until IS NULL OR g.until > now()))"
)
_TOLD_ME = (
    "subject",
    f"written_by_id {_ME} AND {_WORKS_WITH_HIM.format(table='cases_harmtold')}",
)
_NOTED = f"noted_by_id {_ME} AND answered_at IS NULL AND answered_by_id IS NULL"
#: The clocks of two machines are never quite the same.
_NOT_LATER = "since <= now() + interval '1 minute'"
_PLACED: dict[str, Rule] = {"SELECT": "subject", "INSERT": ("subject", _NOT_LATER)}
_OWN = {"SELECT": "all", "DELETE": "all"}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0030_set_apart"),
        ("accounts", "0002_protect"),
        ("consent", "0009_protect_terms"),
        ("handbook", "0002_protect"),
        ("overrides", "0002_protect"),
    ]

    operations = [
        Protect(
            "HarmTold",
            {
                "worker": {"SELECT": _TOLD_ME, "INSERT": _TOLD_ME},
                "manager": {
                    "SELECT": "organisation",
                    "UPDATE (taken_back_at, taken_back_by_id)": (
                        "organisation",
                        f"taken_back_by_id IS NULL OR taken_back_by_id {_ME}",
                    ),
                },
                "sec": {**_OWN, "UPDATE (withheld, superseded)": "all"},
            },
            key="RECORD",
        ),
        Protect(
            "SupportHold",
            {
                "worker": _PLACED,
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _NOT_LATER),
                },
                "sec": {**_OWN, "INSERT": "all"},
            },
            consent="RECORD",
        ),
        Protect(
            "SupportDecision",
            {
                "worker": {
                    "SELECT": (
                        "subject",
                        _WORKS_WITH_HIM.format(table="cases_supportdecision"),
                    )
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"decided_by_id {_ME}"),
                },
                "sec": {**_OWN, "UPDATE (withheld)": "all"},
            },
            key="RECORD",
        ),
        Protect(
            "Screening",
            {
                # What was answered is a manager's to know: see the model.
                "worker": {
                    "SELECT": ("subject", "answered_at IS NULL"),
                    "INSERT": ("subject", _NOTED),
                },
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", _NOTED),
                    "UPDATE (answered_at, answered_by_id)": (
                        "organisation",
                        f"answered_by_id IS NULL OR answered_by_id {_ME}",
                    ),
                },
                "sec": _OWN,
            },
            consent="RECORD",
        ),
        Protect(
            "GroupClearance",
            {
                "worker": {"SELECT": "subject"},
                "manager": {
                    "SELECT": "organisation",
                    "INSERT": ("organisation", f"given_by_id {_ME} AND NOT imported"),
                    "DELETE": "organisation",
                },
                "sec": {**_OWN, "INSERT": "all"},
            },
            consent="RECORD",
        ),
        *(
            Narrow(model, "manager", "not-kept-away")
            for model in (
                "HarmTold",
                "SupportHold",
                "SupportDecision",
                "Screening",
                "GroupClearance",
            )
        ),
        AsSec("cases/sql/set_apart.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER cases_harmtold_policy BEFORE INSERT ON cases_harmtold"
                " FOR EACH ROW EXECUTE FUNCTION sec.demand_policy_on_harm()",
                "CREATE TRIGGER cases_harmtold_supersede BEFORE INSERT"
                " ON cases_harmtold FOR EACH ROW"
                " EXECUTE FUNCTION sec.supersede_harm_told()",
                "CREATE TRIGGER cases_harmtold_told AFTER INSERT ON cases_harmtold"
                " FOR EACH ROW EXECUTE FUNCTION sec.harm_told()",
                # He came back to the record that he had sealed.
                "CREATE TRIGGER cases_harmtold_back AFTER UPDATE OF withheld"
                " ON cases_harmtold FOR EACH ROW WHEN (OLD.withheld"
                " AND NOT NEW.withheld AND NOT NEW.superseded"
                " AND NEW.taken_back_at IS NULL) EXECUTE FUNCTION sec.harm_told()",
                "CREATE TRIGGER cases_supportdecision_decided AFTER INSERT"
                " ON cases_supportdecision FOR EACH ROW"
                " EXECUTE FUNCTION sec.support_decided()",
                "CREATE TRIGGER cases_groupclearance_clearable BEFORE INSERT"
                " ON cases_groupclearance FOR EACH ROW"
                " EXECUTE FUNCTION sec.demand_clearable()",
                "CREATE TRIGGER cases_session_fits BEFORE INSERT ON cases_session"
                " FOR EACH ROW"
                " WHEN (NEW.kind IN ('ONE_TO_ONE', 'GROUP', 'WORKSHOP'))"
                " EXECUTE FUNCTION sec.session_fits()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
