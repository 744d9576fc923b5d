-- The database roles of the whole cluster. Run by a superuser, as often as you like.
--
-- Passwords are set by whoever runs the cluster; msa_test is made by the test
-- launcher alone. What each role may read stands in the migrations, not here.

DO $roles$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY[
        'msa_owner', 'msa_sec',
        'msa_app', 'msa_door',
        'msa_signin', 'msa_worker', 'msa_manager', 'msa_admin', 'msa_survivor',
        'msa_reporting', 'msa_national', 'msa_funder', 'msa_backup', 'msa_signer'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$roles$;

-- Attributes are stated in full, so that a second run puts right what somebody changed.
-- NOINHERIT on msa_owner: an inheriting member of msa_sec would pass every row policy.
-- NOINHERIT on msa_app and msa_door: a login may do nothing until a role is taken.
-- NOINHERIT on msa_national: a policy for funders' programs is none for the staff.
ALTER ROLE msa_owner
    LOGIN NOSUPERUSER NOINHERIT CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_sec
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_app
    LOGIN NOSUPERUSER NOINHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_door
    LOGIN NOSUPERUSER NOINHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_signin
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_worker
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_manager
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_admin
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_survivor
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_reporting
    LOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_national
    LOGIN NOSUPERUSER NOINHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE msa_funder
    NOLOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- The one role that passes row security: it copies the whole database, sealed as it is.
ALTER ROLE msa_backup
    LOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE msa_signer
    LOGIN NOSUPERUSER INHERIT NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;

-- The owner creates the definer functions in the name of msa_sec.
GRANT msa_sec TO msa_owner;
-- An import from the command line is stored as the organisation's administrator and
-- counted as the report builder: the narrowest roles that may. Owning every table, it
-- could do no less before.
GRANT msa_admin, msa_reporting TO msa_owner;
-- Never msa_signin: an injected statement in the casework would read password hashes.
REVOKE msa_signin FROM msa_app;
GRANT msa_worker, msa_manager, msa_admin, msa_survivor TO msa_app;
GRANT msa_signin TO msa_door;
-- A funder's program asks the national site, and sees less there than its staff.
GRANT msa_funder TO msa_national;
-- Reads whatever there is, so that no table is forgotten; writes nothing.
GRANT pg_read_all_data TO msa_backup;
ALTER ROLE msa_door SET role = 'msa_signin';

-- The first statement of a transaction holds a signed context, good for a minute. The
-- server shows a session's statements to every session of the same login, so it keeps
-- none.
ALTER ROLE msa_owner SET track_activities = off;
ALTER ROLE msa_app SET track_activities = off;
ALTER ROLE msa_national SET track_activities = off;
ALTER ROLE msa_reporting SET track_activities = off;

-- Compiling the plans of short queries costs more than it saves.
ALTER ROLE msa_app SET jit = off;
ALTER ROLE msa_door SET jit = off;
ALTER ROLE msa_reporting SET jit = off;
ALTER ROLE msa_national SET jit = off;
ALTER ROLE msa_backup SET jit = off;
ALTER ROLE msa_signer SET jit = off;

ALTER ROLE msa_owner SET timezone = 'UTC';
ALTER ROLE msa_app SET timezone = 'UTC';
ALTER ROLE msa_door SET timezone = 'UTC';
ALTER ROLE msa_reporting SET timezone = 'UTC';
ALTER ROLE msa_national SET timezone = 'UTC';
ALTER ROLE msa_backup SET timezone = 'UTC';
ALTER ROLE msa_signer SET timezone = 'UTC';

-- A request that hangs gives its connection and its locks back.
ALTER ROLE msa_app SET statement_timeout = '15s';
ALTER ROLE msa_door SET statement_timeout = '15s';
ALTER ROLE msa_national SET statement_timeout = '15s';
-- At a commit PostgreSQL counts no statement's time, yet the audit's chain is written
-- then: only this ends the wait for a locked audit.
ALTER ROLE msa_app SET lock_timeout = '10s';
ALTER ROLE msa_door SET lock_timeout = '10s';
ALTER ROLE msa_national SET lock_timeout = '10s';
ALTER ROLE msa_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE msa_door SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE msa_national SET idle_in_transaction_session_timeout = '60s';
