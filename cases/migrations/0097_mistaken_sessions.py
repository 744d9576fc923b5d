"""Let a session turn out not to have taken place, and count it nowhere (SES-04)."""

from __future__ import annotations

from django.db import migrations, models

from msa.tenancy.operations import AsSec, Narrow

_KINDS = [
    ("ONE_TO_ONE", "One-to-one"),
    ("GROUP", "Peer group"),
    ("WORKSHOP", "Workshop"),
    ("CONTACT", "Phone, text, email or video"),
    ("EMAIL_KEPT", "Important email kept"),
    ("WHANAU", "Whānau, family or supporter"),
    ("REFERRAL", "Referral"),
    ("ADVOCACY", "Advocacy and navigation"),
    ("DID_NOT_ATTEND", "Didn't meet this time"),
    ("MISTAKEN", "Noted by mistake"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0096_protect_practice")]

    operations = [
        *(
            migrations.AlterField(
                model, "kind", models.CharField(choices=_KINDS, max_length=16)
            )
            for model in ("session", "sessionversion", "tally")
        ),
        AsSec("cases/sql/mistaken_sessions.sql"),
        # No measure has to know of it: whoever counts does not see it.
        Narrow("Session", "reporting", ("all", "kind <> 'MISTAKEN'")),
        migrations.RunSQL(
            "CREATE TRIGGER cases_session_takes_place BEFORE INSERT ON cases_session"
            " FOR EACH ROW WHEN (NEW.kind = 'MISTAKEN')"
            " EXECUTE FUNCTION sec.refuse_change()",
            migrations.RunSQL.noop,
        ),
    ]
