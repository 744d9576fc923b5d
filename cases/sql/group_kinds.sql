-- Groups for people who have offended (GRP-01): whoever is cleared for one is not cleared
-- for a group of survivors, and to whoever may not know there is no such clearance.

-- Being cleared for such a group says as much as words do.
CREATE OR REPLACE FUNCTION sec.harm_is_told(tenant uuid, his uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.cases_harmtold h
                    WHERE h.organisation_id = tenant AND h.subject_id = his
                      AND NOT h.superseded AND h.taken_back_at IS NULL)
        OR EXISTS (SELECT FROM public.cases_groupclearance c
                    WHERE c.organisation_id = tenant AND c.subject_id = his
                      AND c.kind = 'OFFENDED')
$$;

CREATE OR REPLACE FUNCTION sec.demand_clearable() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    IF NEW.kind = 'SURVIVORS'
       AND sec.harm_is_told(NEW.organisation_id, NEW.subject_id) THEN
        RAISE EXCEPTION 'not cleared for this group' USING ERRCODE = 'MS031';
    END IF;
    IF NEW.kind = 'OFFENDED' THEN
        DELETE FROM public.cases_groupclearance
         WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
           AND kind = 'SURVIVORS';
    END IF;
    RETURN NEW;
END $$;

-- A session of a group on his timeline is one of survivors: another clearance counts for
-- nothing here, or his peer worker would find it out by trying.
CREATE OR REPLACE FUNCTION sec.demand_fit(tenant uuid, his uuid, what text, day date)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_supporthold h
                WHERE h.organisation_id = tenant AND h.subject_id = his
                  AND day > (h.since AT TIME ZONE 'Pacific/Auckland')::date) THEN
        RAISE EXCEPTION 'a manager decides first' USING ERRCODE = 'MS032';
    END IF;
    IF what = 'GROUP' AND NOT EXISTS (
        SELECT FROM public.cases_groupclearance c
         WHERE c.organisation_id = tenant AND c.subject_id = his
           AND c.kind = 'SURVIVORS') THEN
        RAISE EXCEPTION 'not cleared for this group' USING ERRCODE = 'MS031';
    END IF;
END $$;
