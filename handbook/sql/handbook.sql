-- A version of a policy stands as it was published; it may be withdrawn, once (STD-05).
CREATE FUNCTION sec.guard_policy_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id}'::text[] IS DISTINCT FROM
          to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id}'::text[] THEN
        RAISE EXCEPTION 'what was published stands' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_policy_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_policy_version() TO msa_owner;
