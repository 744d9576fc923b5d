-- What one database needs before its first migration. Run by a superuser, once per
-- database and as often as you like.
--
-- PUBLIC loses everything. The owner may create here; it can't take that from owning
-- the database, since it inherits nothing (see roles.sql).
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO msa_owner;
GRANT USAGE ON SCHEMA public
   TO msa_sec, msa_app, msa_signin, msa_worker, msa_manager, msa_admin, msa_survivor,
      msa_reporting, msa_national, msa_backup, msa_signer;

-- Row counts of all organisations together are nobody's business.
REVOKE SELECT ON pg_stat_user_tables, pg_stat_all_tables FROM PUBLIC;

-- Temporary tables are a place to hide things from row policies.
DO $$ BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO msa_owner, msa_app, msa_door, msa_reporting, '
        'msa_national, msa_backup, msa_signer', current_database());
    EXECUTE format('GRANT CREATE, TEMPORARY ON DATABASE %I TO msa_owner', current_database());
END $$;
