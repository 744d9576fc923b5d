-- A funder's program asks in a role of its own, which sees what was released and no more.
GRANT USAGE ON SCHEMA sec TO msa_funder;
GRANT EXECUTE ON FUNCTION sec.context(), sec.organisation(), sec.person(), sec.role()
   TO msa_funder;

-- An access that was ended stays ended, and names who ended it.
CREATE FUNCTION sec.guard_client() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL
       OR NEW.revoked_by IS DISTINCT FROM sec.person() THEN
        RAISE EXCEPTION 'an access is ended once, by its actor' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_client() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_client() TO msa_owner;
