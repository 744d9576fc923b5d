"""The chain's functions and triggers; INSERT is all that a role of the product may."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_WRITES = {
    "INSERT (id, organisation_id, actor, action, subject_id, payload)": "organisation"
}


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("tenancy", "0001_initial")]

    operations = [
        AsSec("msa/audit/sql/chain.sql"),
        Protect(
            "Event",
            {
                "worker": _WRITES,
                "manager": _WRITES,
                "admin": _WRITES,
                "survivor": _WRITES,
                "national": _WRITES,
                "reporting": _WRITES,
                "sec": {"SELECT": "all", "INSERT": "all"},
            },
        ),
        Protect("Link", {"sec": {"SELECT": "all", "INSERT": "all"}}),
        Protect("Head", {"sec": {"SELECT": "all", "INSERT": "all", "UPDATE": "all"}}),
        migrations.RunSQL(
            [
                "CREATE TRIGGER audit_event_stamp BEFORE INSERT ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION sec.stamp_event()",
                "CREATE CONSTRAINT TRIGGER audit_event_chain AFTER INSERT ON audit_event "
                "DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION sec.chain_event()",
                *(
                    f"CREATE TRIGGER {table}_append_only "
                    f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()"
                    for table in ("audit_event", "audit_link")
                ),
                # Only the chain itself moves its end on.
                "CREATE TRIGGER audit_head_append_only "
                "BEFORE DELETE OR TRUNCATE ON audit_head "
                "FOR EACH STATEMENT EXECUTE FUNCTION sec.refuse_change()",
                "CREATE TRIGGER audit_head_kept BEFORE UPDATE ON audit_head "
                "FOR EACH STATEMENT WHEN (current_user <> 'msa_sec') "
                "EXECUTE FUNCTION sec.refuse_change()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
