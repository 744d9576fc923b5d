-- When people last put their shares of the root key together and it came out. A proof is
-- written with the key itself, so a row that somebody adds without it counts for nothing.

CREATE TABLE priv.custody_trial (
    tried_at timestamptz PRIMARY KEY,
    shares smallint NOT NULL CHECK (shares >= 2),
    proof bytea NOT NULL
);

CREATE FUNCTION sec.custody_trials()
RETURNS TABLE (tried_at timestamptz, shares smallint, proof bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM sec.context();
    RETURN QUERY SELECT c.tried_at, c.shares, c.proof FROM priv.custody_trial c
                  ORDER BY c.tried_at DESC;
END $$;

REVOKE ALL ON FUNCTION sec.custody_trials() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.custody_trials() TO msa_worker;
