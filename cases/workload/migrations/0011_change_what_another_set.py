"""Whoever may set the safe load may change what somebody else set before (CAS-02)."""

from __future__ import annotations

from django.db import migrations

#: The rule of the operation asks of the row as it was what is asked of it afterwards.
_ANYBODYS = tuple(
    f"ALTER POLICY {role}_update ON workload_safeload"
    " USING (organisation_id = (SELECT sec.organisation()))"
    for role in ("manager", "admin")
)


class Migration(migrations.Migration):
    dependencies = [("workload", "0010_keep_to_his_last_answer")]

    operations = [migrations.RunSQL(_ANYBODYS, migrations.RunSQL.noop)]
