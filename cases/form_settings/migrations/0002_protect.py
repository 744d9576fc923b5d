"""Whoever works here reads the forms; managers and administrators set them (UI-S9)."""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import Protect

_SET_BY_ME = (
    "set_by_id IN (SELECT id FROM accounts_member WHERE person_id ="
    " (SELECT sec.person()))"
)
_SET = 'UPDATE (version, hidden, required, labels, "order", set_by_id, set_at)'
#: One line of text for each field; whatever is typed elsewhere than on our pages too.
_LABELS = """
ALTER TABLE form_settings_formsettings ADD CONSTRAINT labels_are_short_and_plain
    CHECK (jsonb_typeof(labels) = 'object' AND NOT jsonb_path_exists(labels,
        'strict $.* ? (@.type() != "string"
                || !(@ like_regex "^[^[:cntrl:]]{1,60}$"))'))
"""
#: Whoever may set a form may set what somebody else set before: the rule of the
#: operation asks of the row as it was what is asked of the row as it becomes.
_ANYBODYS = tuple(
    f"ALTER POLICY {role}_update ON form_settings_formsettings"
    " USING (organisation_id = (SELECT sec.organisation()))"
    for role in ("manager", "admin")
)


class Migration(migrations.Migration):
    dependencies = [
        ("form_settings", "0001_initial"),
        ("accounts", "0002_protect"),
    ]

    operations = [
        Protect(
            "FormSettings",
            {
                "worker": {"SELECT": "organisation"},
                **{
                    role: {
                        "SELECT": "organisation",
                        "INSERT": ("organisation", _SET_BY_ME),
                        _SET: ("organisation", _SET_BY_ME),
                    }
                    for role in ("manager", "admin")
                },
            },
        ),
        migrations.RunSQL(_ANYBODYS, migrations.RunSQL.noop),
        migrations.RunSQL(
            _LABELS,
            "ALTER TABLE form_settings_formsettings"
            " DROP CONSTRAINT labels_are_short_and_plain",
        ),
    ]
