"""A manager is shown the sealed words of sessions only where the survivor lets him.

The key release asks for the supervision consent as well: each alone keeps the words shut.
The policy reads the consents by itself, so that a fault in one is none in the other.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_grant_to_present_workers"),
        ("consent", "0007_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER POLICY manager_select ON cases_sessionnote USING ("
            "organisation_id = (SELECT sec.organisation()) AND NOT withheld "
            "AND EXISTS (SELECT 1 FROM public.consent_consent c "
            "WHERE c.organisation_id = cases_sessionnote.organisation_id "
            "AND c.subject_id = cases_sessionnote.subject_id "
            "AND c.purpose = 'SUPERVISION' "
            "AND (c.expires_at IS NULL OR c.expires_at > now()) "
            "AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w "
            "WHERE w.organisation_id = c.organisation_id AND w.consent_id = c.id)))",
            migrations.RunSQL.noop,
        ),
    ]
