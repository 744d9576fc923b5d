"""What a funder's program may read, and who may give and end its access (REP-09).

Only the sign-in door sees hashes of secrets and tokens. Figures are read in the role
``funder``: reports that were released, and of organisations those its contract names.
"""

from __future__ import annotations

from django.db import migrations

from msa.tenancy.operations import AsSec, Protect

_SHOWN = (
    "id, client_id, client_type, authorization_grant_type, hash_client_secret, name, "
    "secret_prefix, scopes, organisations, networks, body, made_by, made_at, "
    "expires_at, revoked_by, revoked_at, last_used_at"
)
#: The national login is a member of this role, so each policy asks who is acting.
_ADMITTED = (
    "(SELECT sec.role()) = 'funder' AND EXISTS (SELECT FROM funders_client "
    "WHERE id = (SELECT sec.person()) AND revoked_at IS NULL AND expires_at > now())"
)


class Migration(migrations.Migration):
    dependencies = [
        ("funders", "0001_initial"),
        ("audit", "0002_protect"),
        ("reporting", "0003_figures_with_decimals"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        AsSec("reporting/funders/sql/funder.sql"),
        Protect(
            "Client",
            {
                "national": {
                    f"SELECT ({_SHOWN})": "all",
                    "INSERT": (
                        "all",
                        "made_by = (SELECT sec.person()) "
                        "AND body = (SELECT sec.organisation()) "
                        "AND revoked_at IS NULL AND last_used_at IS NULL",
                    ),
                    "UPDATE (revoked_by, revoked_at)": "all",
                },
                "signin": {"SELECT": "all", "UPDATE (last_used_at)": "all"},
                "funder": {
                    "SELECT (id, name, scopes, organisations, expires_at, revoked_at)": (
                        "all",
                        "id = (SELECT sec.person())",
                    )
                },
            },
        ),
        migrations.RunSQL(
            [
                "CREATE TRIGGER funders_client_guard BEFORE UPDATE ON funders_client "
                "FOR EACH ROW WHEN ((NEW.revoked_by, NEW.revoked_at) "
                "IS DISTINCT FROM (OLD.revoked_by, OLD.revoked_at)) "
                "EXECUTE FUNCTION sec.guard_client()",
                "GRANT SELECT, INSERT, DELETE ON oauth2_provider_accesstoken "
                "TO msa_signin",
                # Whatever a later version of the library would do by default.
                "ALTER TABLE oauth2_provider_accesstoken "
                "ADD CONSTRAINT token_is_kept_as_its_hash CHECK (token = '')",
                "CREATE POLICY funder_select ON reporting_report FOR SELECT "
                "TO msa_funder USING (state IN ('RELEASED', 'REPLACED') "
                f"AND released_at IS NOT NULL AND {_ADMITTED})",
                "GRANT SELECT (id, kind, quarter, revision, spec, policy, state, "
                "started_at, content_hash, released_at) ON reporting_report "
                "TO msa_funder",
                # Tables about organisations are called so; a test holds specs to it.
                "CREATE POLICY funder_select ON reporting_cell FOR SELECT "
                "TO msa_funder USING ((SELECT sec.role()) = 'funder' "
                "AND report_id IN (SELECT id FROM reporting_report) "
                "AND (\"table\" NOT LIKE 'organisation%' "
                'OR "row" = ANY (ARRAY(SELECT unnest(organisations) '
                "FROM funders_client WHERE id = (SELECT sec.person())))))",
                "GRANT SELECT ON reporting_cell TO msa_funder",
                "CREATE POLICY funder_insert ON audit_event FOR INSERT "
                "TO msa_funder WITH CHECK "
                "(organisation_id = (SELECT sec.organisation()))",
                "GRANT INSERT (id, organisation_id, actor, action, subject_id, payload) "
                "ON audit_event TO msa_funder",
            ],
            migrations.RunSQL.noop,
        ),
    ]
