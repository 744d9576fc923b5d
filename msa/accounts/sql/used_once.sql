-- A link is used once, in its time, and its time only grows shorter.
CREATE FUNCTION sec.guard_reset() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.used_at IS NOT NULL OR NEW.used_at > OLD.expires_at
       OR NEW.expires_at > OLD.expires_at THEN
        RAISE EXCEPTION 'a link is used once, in its time' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_reset() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_reset() TO msa_owner;
