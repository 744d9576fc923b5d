"""Whoever reads the notes of a session reads the email it keeps; nobody changes it."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Narrow, Protect

#: As the notes of sessions: see migration 0010 of the client record.
_SUPERVISED = (
    "EXISTS (SELECT 1 FROM public.consent_consent c"
    " WHERE c.organisation_id = emails_emailpart.organisation_id"
    " AND c.subject_id = emails_emailpart.subject_id"
    " AND c.purpose = 'SUPERVISION'"
    " AND (c.expires_at IS NULL OR c.expires_at > now())"
    " AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w"
    " WHERE w.organisation_id = c.organisation_id AND w.consent_id = c.id))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("emails", "0001_initial"),
        ("accounts", "0002_protect"),
        ("cases", "0051_protect_episode_turns"),
        ("consent", "0009_protect_terms"),
        ("overrides", "0002_protect"),
    ]

    operations = [
        Protect(
            "EmailPart",
            {
                "worker": {"SELECT": "subject", "INSERT": "subject"},
                "manager": {"SELECT": ("organisation", _SUPERVISED)},
                "sec": {"SELECT": "all", "UPDATE (withheld)": "all"},
            },
            key="SESSIONS",
        ),
        Narrow("EmailPart", "manager", "not-kept-away"),
        AsSec("cases/emails/sql/emails.sql"),
        migrations.RunSQL(
            [
                "CREATE TRIGGER emails_emailpart_place BEFORE INSERT"
                " ON emails_emailpart FOR EACH ROW"
                " EXECUTE FUNCTION sec.place_email_part()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
