"""An organisation's key may be replaced under a narrative: that writes nothing in it.

Only the owner's login gets past the guard so, and only with the key and its version.
"""

from __future__ import annotations

from django.db import migrations

_KEY = "'{organisation_key_id,wrapped}'::text[]"


class Migration(migrations.Migration):
    dependencies = [
        ("narratives", "0002_protect"),
        ("consent", "0006_rotation"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "DROP TRIGGER narratives_narrative_guard ON narratives_narrative",
                "CREATE TRIGGER narratives_narrative_guard "
                "BEFORE UPDATE ON narratives_narrative FOR EACH ROW "
                "WHEN (current_user <> 'msa_owner' OR to_jsonb(NEW) - "
                f"{_KEY} IS DISTINCT FROM to_jsonb(OLD) - {_KEY}) "
                "EXECUTE FUNCTION sec.guard_narrative()",
            ],
            migrations.RunSQL.noop,
        ),
    ]
