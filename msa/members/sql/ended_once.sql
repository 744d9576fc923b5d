-- An invitation is taken up or taken back once, in its time; neither is undone.
CREATE FUNCTION sec.guard_invitation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(OLD.accepted_at, OLD.withdrawn_at) IS NOT NULL
       OR NEW.accepted_at > OLD.expires_at THEN
        RAISE EXCEPTION 'an invitation ends once' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_invitation() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_invitation() TO msa_owner;
