-- Does a process hold the right keys? A known text under each key that is used to seal;
-- whoever can open it holds the key that this database was filled under.

CREATE TABLE priv.key_check (
    key_name text PRIMARY KEY,
    sealed bytea NOT NULL
);

-- Asking needs a context, so an answer also says that the context key is right.
CREATE FUNCTION sec.key_checks() RETURNS TABLE (key_name text, sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM sec.context();
    RETURN QUERY SELECT k.key_name, k.sealed FROM priv.key_check k;
END $$;

REVOKE ALL ON FUNCTION sec.key_checks() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.key_checks()
   TO msa_owner, msa_worker, msa_national, msa_reporting;
