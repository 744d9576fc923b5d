-- What one database needs before its first migration. Run by a superuser, once per
-- database and as often as you like.
--
-- PUBLIC loses everything. The owner may create here; it can't take that from owning
-- the database, since it inherits nothing (see roles.sql).
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO msa_owner;
GRANT USAGE ON SCHEMA public
   TO msa_sec, msa_app, msa_signin, msa_worker, msa_manager, msa_admin, msa_survivor,
      msa_reporting, msa_national, msa_funder, msa_backup, msa_signer;

-- What other sessions do is nobody's business: their first statement holds a signed
-- context, and an injected set_config('role', 'none') would show it. Row counts of all
-- organisations together neither. Large objects know no row policies.
DO $$
DECLARE
    target text;
BEGIN
    FOR target IN SELECT format('%I.%I', schemaname, viewname) FROM pg_views
                   WHERE schemaname = 'pg_catalog' AND viewname ~ '^pg_stat(io)?_' LOOP
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', target);
    END LOOP;
    FOR target IN SELECT oid::regprocedure FROM pg_proc
                   WHERE pronamespace = 'pg_catalog'::regnamespace
                     AND (proname ~ '^(pg_stat_get_|lo_)'
                          OR proname IN ('loread', 'lowrite')) LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', target);
    END LOOP;
END $$;

-- Temporary tables are a place to hide things from row policies.
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO msa_owner, msa_app, msa_door, msa_reporting, '
        'msa_national, msa_backup, msa_signer', current_database());
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO msa_owner', current_database());
END $$;
