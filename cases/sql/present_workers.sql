-- A survivor is given only to somebody who is a peer worker here at that moment (CAS-04).
-- The row of the member is locked before it is believed: whoever ends his work meanwhile
-- waits, and then finds the grant and ends it too. Without the lock, a hand-over that is
-- under way would outlive the work, and open the record again if he ever came back.
CREATE FUNCTION sec.demand_present_worker() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.until IS NOT NULL AND NEW.until <= now() THEN RETURN NEW; END IF;
    PERFORM 1 FROM public.accounts_member m
      WHERE m.organisation_id = NEW.organisation_id AND m.person_id = NEW.user_id
        AND (m.left_at IS NULL OR m.left_at > now()) AND 'worker' = ANY (m.roles)
      FOR SHARE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no peer worker here' USING ERRCODE = 'MS002';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_present_worker() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_present_worker() TO msa_owner;
