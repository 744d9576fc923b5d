"""Hostile statements for somebody who can run SQL in the application's own login."""

from __future__ import annotations

from collections.abc import Iterator

OUT_OF_REACH = (
    "msa_owner",
    "msa_sec",
    "msa_signin",
    "msa_door",
    "msa_national",
    "msa_reporting",
    "msa_backup",
    "msa_signer",
    "msa_test",
    "postgres",
    "pg_read_all_data",
    "pg_write_all_data",
    "pg_monitor",
    "pg_signal_backend",
    "pg_execute_server_program",
    "pg_read_server_files",
)

#: Refused, whatever the table.
REFUSED = (
    "SET SESSION AUTHORIZATION msa_owner",
    "SET SESSION AUTHORIZATION postgres",
    "ALTER ROLE msa_app SUPERUSER",
    "ALTER ROLE msa_worker BYPASSRLS",
    "ALTER ROLE msa_app SET role = 'msa_sec'",
    "ALTER ROLE msa_app PASSWORD 'x'",
    "CREATE ROLE hole LOGIN",
    "GRANT msa_sec TO msa_worker",
    "GRANT msa_signin TO msa_app",
    "GRANT SELECT ON accounts_person TO msa_worker",
    "ALTER DEFAULT PRIVILEGES FOR ROLE msa_owner GRANT SELECT ON TABLES TO msa_app",
    "REASSIGN OWNED BY msa_owner TO msa_app",
    "CREATE SCHEMA hole",
    "CREATE TABLE public.hole (a int)",
    "CREATE TEMP TABLE hole (a int)",
    "CREATE TEMP VIEW hole AS SELECT 1",
    "SELECT 1 INTO TEMP hole",
    "CREATE TABLE sec.hole (a int)",
    "CREATE TABLE priv.hole (a int)",
    "CREATE VIEW public.hole AS SELECT * FROM cases_client",
    "CREATE MATERIALIZED VIEW public.hole AS SELECT * FROM cases_client",
    "CREATE FUNCTION public.hole() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.hole() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION sec.organisation() RETURNS uuid LANGUAGE sql"
    " AS 'SELECT gen_random_uuid()'",
    "ALTER FUNCTION sec.context() OWNER TO msa_app",
    "ALTER FUNCTION sec.context() RESET search_path",
    "DROP FUNCTION sec.context() CASCADE",
    "CREATE OPERATOR public.=== (FUNCTION = texteq, LEFTARG = text, RIGHTARG = text)",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION pgcrypto",
    "CREATE EXTENSION file_fdw",
    "CREATE LANGUAGE plpython3u",
    "CREATE EVENT TRIGGER hole ON ddl_command_start"
    " EXECUTE FUNCTION sec.refuse_change()",
    "CREATE PUBLICATION hole FOR ALL TABLES",
    "CREATE SUBSCRIPTION hole CONNECTION 'x' PUBLICATION y",
    "CREATE SERVER hole FOREIGN DATA WRAPPER x",
    "CREATE DATABASE hole",
    "DROP DATABASE postgres",
    "ALTER DATABASE postgres SET session_replication_role = 'replica'",
    "ALTER SYSTEM SET log_statement = 'all'",
    "SET session_replication_role = 'replica'",
    "SELECT set_config('session_replication_role', 'replica', true)",
    "SET LOCAL log_statement = 'all'",
    "SET LOCAL track_activities = on",
    "SET LOCAL zero_damaged_pages = on",
    "SET LOCAL allow_system_table_mods = on",
    "LOAD 'auto_explain'",
    "CHECKPOINT",
    "SELECT * FROM priv.context_key",
    "SELECT * FROM priv.keyed_table",
    "DELETE FROM priv.keyed_table",
    "SELECT * FROM priv.released",
    "DELETE FROM priv.released",
    "UPDATE priv.release_cap SET an_hour = 1000000",
    "SELECT sec.demand_below_cap(sec.context(), -1000000, 'RECORD', 'open')",
    "SELECT sec.fold_releases(sec.organisation(), sec.person(), false)",
    "SELECT sec.people_in_sight(sec.context())",
    "INSERT INTO priv.context_key VALUES ('k2', '', '')",
    "COPY priv.context_key TO STDOUT",
    "SELECT * FROM audit_event",
    "SELECT * FROM audit_link",
    "SELECT * FROM audit_head",
    "UPDATE audit_head SET seq = 0",
    "SELECT wrapped FROM consent_wrappedkey",
    "COPY consent_wrappedkey TO STDOUT",
    "SELECT password FROM accounts_person",
    "SELECT email FROM accounts_person",
    "UPDATE accounts_person SET password = ''",
    "SELECT session_key FROM accounts_session",
    "SELECT data FROM mfa_authenticator",
    "SELECT * FROM account_emailaddress",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "UPDATE pg_authid SET rolsuper = true",
    "UPDATE pg_class SET relforcerowsecurity = false",
    "DELETE FROM pg_policy",
    "UPDATE pg_proc SET prosecdef = true",
    "INSERT INTO pg_auth_members VALUES (1, 2, 3, true)",
    "SELECT * FROM pg_largeobject",
    "SELECT * FROM pg_stat_activity",
    "SELECT query FROM pg_stat_get_activity(NULL)",
    "SELECT pg_stat_get_backend_activity(1)",
    "SELECT * FROM pg_stat_user_tables",
    "SELECT * FROM pg_stat_xact_user_tables",
    "SELECT * FROM pg_statio_user_tables",
    "SELECT pg_stat_get_live_tuples('cases_client'::regclass)",
    "SELECT pg_stat_get_tuples_inserted('cases_client'::regclass)",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT * FROM pg_file_settings",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_read_binary_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT * FROM pg_ls_waldir()",
    "SELECT pg_stat_file('PG_VERSION')",
    "SELECT pg_current_logfile()",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_from_bytea(0, 'kept outside every policy')",
    "SELECT lo_create(0)",
    "SELECT lo_export(1, '/var/tmp/x')",
    "COPY cases_client TO PROGRAM 'id'",
    "COPY cases_client TO '/var/tmp/x'",
    "COPY cases_client FROM '/etc/passwd'",
    "COPY cases_client FROM PROGRAM 'id'",
    "SELECT dblink('dbname=postgres', 'SELECT 1')",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('x')",
    "SELECT pg_logical_slot_get_changes('x', NULL, NULL)",
    "SELECT pg_create_logical_replication_slot('x', 'test_decoding')",
    "SELECT pg_promote()",
    "SELECT sec.demand_key()",
    "SELECT sec.seal_key()",
    "SELECT sec.consent_in_force(gen_random_uuid(), gen_random_uuid(), 'RECORD')",
    "SELECT sec.register_keyed_table('x', 'RECORD', 'delete')",
    "SELECT sec.wrapped_keys('{}', 'RECORD', 'peek')",
    "DO $$ BEGIN PERFORM set_config('role', 'msa_sec', true); END $$",
    "DO $$ BEGIN EXECUTE 'SET LOCAL ROLE msa_signin'; END $$",
    "DO $$ BEGIN PERFORM * FROM priv.context_key; END $$",
    "SET LOCAL row_security = off; SELECT * FROM cases_client",
    "SELECT set_config('app.context', '', true); SELECT * FROM cases_client",
    "SELECT set_config('app.context', 'k1|a|b|worker|9|c', true);"
    " SELECT * FROM cases_client",
    "SELECT set_config('role', 'none', true); SELECT * FROM cases_client",
    "RESET ROLE; SELECT * FROM cases_client",
    "RESET ROLE; SELECT * FROM accounts_session",
    "RESET ROLE; SELECT query FROM pg_stat_activity",
    "SET LOCAL ROLE msa_manager; SELECT * FROM cases_client",
    "SET LOCAL ROLE msa_admin; SELECT * FROM consent_subject",
    "SET LOCAL ROLE msa_survivor; SELECT * FROM cases_client",
    "SET LOCAL ROLE msa_manager; SELECT sec.wrapped_keys('{}', 'RECORD', 'open')",
    "SET LOCAL search_path = pg_temp, public; CREATE TABLE cases_client (a int)",
)

#: Refused on each table of the product.
REFUSED_ON_TABLE = (
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} OWNER TO msa_app",
    "CREATE POLICY hole ON {table} USING (true)",
    "CREATE TRIGGER hole BEFORE INSERT ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION sec.refuse_change()",
    "CREATE RULE hole AS ON SELECT TO {table} DO INSTEAD SELECT 1",
    "CREATE INDEX ON {table} ((1))",
    "TRUNCATE {table} CASCADE",
    "DELETE FROM {table}",
    "DROP TABLE {table} CASCADE",
    "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
)

#: May run; must show nothing of anybody else and change nothing.
HARMLESS = (
    "SELECT * FROM cases_client",
    "TABLE cases_section",
    "SELECT * FROM cases_sessionnote",
    "SELECT * FROM consent_subject",
    "SELECT * FROM consent_consent",
    "SELECT * FROM consent_subjectkey",
    "SELECT * FROM consent_subjectuserobjectpermission",
    "SELECT * FROM consent_organisationkey",
    "SELECT * FROM accounts_member",
    "SELECT * FROM tenancy_organisation",
    "SELECT * FROM cases_client c FULL JOIN cases_section s ON true",
    "SELECT query_to_xml('SELECT * FROM cases_section', true, true, '')",
    "SELECT table_to_xml('cases_client', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "COPY (SELECT * FROM cases_section) TO STDOUT",
    "SELECT * FROM cases_client WHERE organisation_id <> sec.organisation()",
    "SELECT * FROM sec.wrapped_keys("
    "ARRAY(SELECT id FROM consent_subject), 'RECORD', 'open')",
    "SELECT * FROM sec.wrapped_keys(ARRAY['{foreign}']::uuid[], 'RECORD', 'open')",
    "SELECT * FROM sec.wrapped_keys(ARRAY['{colleagues}']::uuid[], 'RECORD', 'open')",
    "SELECT * FROM cases_client WHERE subject_id = '{foreign}'",
    "SELECT * FROM cases_client WHERE subject_id = '{colleagues}'",
    "SELECT * FROM cases_section WHERE subject_id = '{colleagues}' FOR KEY SHARE",
    "SELECT * FROM cases_session WHERE id = '{foreign_session}'",
    "SELECT * FROM pg_stats WHERE schemaname = 'public'",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_policies",
    "SELECT * FROM pg_locks",
    "SELECT * FROM pg_cursors",
    "SELECT * FROM pg_prepared_statements",
    "SELECT * FROM pg_settings WHERE name ~ 'app'",
    "SELECT current_setting('app.context')",
    "SELECT version()",
    "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM cases_client"
    " WHERE subject_id = '{foreign}'",
    "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM cases_client"
    " WHERE subject_id = '{foreign}' LOOP RAISE EXCEPTION 'seen'; END LOOP; END $$",
    "PREPARE look AS SELECT * FROM cases_section; EXECUTE look",
    "DECLARE look CURSOR FOR SELECT * FROM cases_section; FETCH ALL FROM look",
    "UPDATE cases_episodeturn SET taken_back_at = now(), taken_back_by_id = '{member}'"
    " WHERE subject_id = '{colleagues}'",
    "UPDATE cases_episodeturn SET taken_back_at = now(), taken_back_by_id = '{member}'"
    " WHERE subject_id = '{foreign}'",
)

#: Writes into somebody else's record; each is refused or meets no row.
INTRUSIONS = (
    "INSERT INTO consent_subjectuserobjectpermission (organisation_id, user_id,"
    " permission_id, content_object_id)"
    " SELECT '{organisation}', '{person}', min(id), '{colleagues}'"
    " FROM auth_permission",
    "INSERT INTO cases_assignment (id, organisation_id, subject_id, member_id, from_at,"
    " made_by_id) VALUES (gen_random_uuid(), '{organisation}', '{colleagues}',"
    " '{member}', now(), '{member}')",
    "INSERT INTO consent_subject (id, organisation_id, created_at, rounding_key)"
    " VALUES (gen_random_uuid(), '{elsewhere}', now(), 1)",
    "INSERT INTO audit_event (id, organisation_id, actor, action, payload)"
    " VALUES (gen_random_uuid(), '{organisation}', '{victim}', 'x.y', '{{}}')",
    "INSERT INTO audit_event (id, organisation_id, actor, action, payload)"
    " VALUES (gen_random_uuid(), '{elsewhere}', '{person}', 'x.y', '{{}}')",
    "INSERT INTO audit_event (id, organisation_id, actor, role, action, payload)"
    " VALUES (gen_random_uuid(), '{organisation}', '{person}', 'owner', 'x.y', '{{}}')",
    "INSERT INTO consent_consent (id, organisation_id, subject_id, purpose, given,"
    " given_on, recorded_by_id, recorded_at, of_age) VALUES (gen_random_uuid(),"
    " '{organisation}', '{colleagues}', 'SUPERVISION', 'IMPORTED', now(), '{member}',"
    " now(), true)",
    "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
    " recorded_by_id, recorded_at) VALUES (gen_random_uuid(), '{organisation}',"
    " '{colleagues}', '{their_consent}', '{member}', now())",
    "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
    " recorded_by_id, recorded_at) VALUES (gen_random_uuid(), '{organisation}',"
    " '{own}', '{their_consent}', '{member}', now())",
    "UPDATE cases_client SET subject_id = '{own}'",
    "UPDATE cases_section SET sealed = '\\x00'",
    "UPDATE cases_client SET withheld = false",
    "UPDATE cases_episode SET ended_on = now() WHERE subject_id = '{colleagues}'",
    "UPDATE cases_episode SET ended_on = now() WHERE subject_id = '{foreign}'",
    "UPDATE consent_subjectkey SET state = 'ACTIVE'",
    "UPDATE consent_consent SET expires_at = NULL",
    "UPDATE cases_assignment SET ended_at = NULL",
    "UPDATE accounts_member SET roles = '{{manager}}'",
    "UPDATE consent_organisationkey SET retired_at = now()",
    "UPDATE jobs_job SET state = 'DONE'",
    "UPDATE tenancy_organisation SET active = false",
)


def refused(tables: list[str]) -> Iterator[str]:
    """Every statement that must be refused."""
    yield from REFUSED
    for role in OUT_OF_REACH:
        yield f"SET LOCAL ROLE {role}"
        yield f"SELECT set_config('role', '{role}', true)"
    for table in tables:
        for statement in REFUSED_ON_TABLE:
            yield statement.format(table=table)
