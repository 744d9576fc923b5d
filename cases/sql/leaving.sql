-- Whoever leaves, or is no peer worker any more, works with nobody from that moment:
-- his people wait until the manager hands them over (CAS-04). Done by the database, so
-- that the administrator, who ends the work, learns nothing of whom it was with.
CREATE FUNCTION sec.work_ended() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended_by uuid;
BEGIN
    IF NEW.left_at IS NULL AND 'worker' = ANY (NEW.roles) THEN RETURN NULL; END IF;
    UPDATE public.consent_subjectuserobjectpermission SET until = now()
     WHERE organisation_id = NEW.organisation_id AND user_id = NEW.person_id
       AND (until IS NULL OR until > now());
    SELECT m.id INTO ended_by FROM public.accounts_member m
     WHERE m.organisation_id = NEW.organisation_id AND m.person_id = sec.person();
    UPDATE public.cases_assignment
       SET ended_at = now(), ended_by_id = coalesce(ended_by, NEW.id)
     WHERE organisation_id = NEW.organisation_id AND member_id = NEW.id
       AND ended_at IS NULL;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.work_ended() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.work_ended() TO msa_owner;
