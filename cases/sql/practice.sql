-- Nobody is shown more than a year of how somebody works, so nothing older stays: the
-- first session of a new month takes the month of a year ago with it (CAS-03).
CREATE FUNCTION sec.drop_old_practice() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.cases_practicemonth
     WHERE organisation_id = NEW.organisation_id AND member_id = NEW.member_id
       AND month < NEW.month - interval '11 months';
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.drop_old_practice() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.drop_old_practice() TO msa_owner;
