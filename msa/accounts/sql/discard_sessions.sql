-- A session that is over opens nothing, but its row still holds, sealed, what was being
-- typed when it locked. For the clockwork, which reads no session.
CREATE FUNCTION sec.discard_sessions() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM public.accounts_session WHERE expire_date <= now();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION sec.discard_sessions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.discard_sessions() TO msa_reporting;
