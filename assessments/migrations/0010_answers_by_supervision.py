"""A manager is shown sealed answers only where the survivor lets a manager read.

That the survivor shows them to those who work with him is asked for as before; the key
release asks for the supervision consent by itself.
"""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0003_moves"),
        ("consent", "0007_moves"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER POLICY manager_select ON assessments_answers USING ("
            "organisation_id = (SELECT sec.organisation()) AND NOT withheld "
            "AND EXISTS (SELECT 1 FROM public.assessments_assessment a "
            "WHERE a.id = assessment_id AND a.state = 'FINISHED' AND a.worker_may_see "
            "AND a.subject_id = assessments_answers.subject_id) "
            "AND EXISTS (SELECT 1 FROM public.consent_consent c "
            "WHERE c.organisation_id = assessments_answers.organisation_id "
            "AND c.subject_id = assessments_answers.subject_id "
            "AND c.purpose = 'SUPERVISION' "
            "AND (c.expires_at IS NULL OR c.expires_at > now()) "
            "AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w "
            "WHERE w.organisation_id = c.organisation_id AND w.consent_id = c.id)))",
            migrations.RunSQL.noop,
        ),
    ]
