-- What he said last holds, and nobody takes it away without another answer (CAS-04).

-- As in workload.sql; but a yes from before his answer is none, whenever it was noted.
CREATE OR REPLACE FUNCTION sec.lets_take_over(tenant uuid, his uuid, who uuid)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM public.workload_wish w
         WHERE w.organisation_id = tenant AND w.subject_id = his
           AND w.ended_at IS NULL AND w.choice <> 'ANYONE'
           AND who <> ALL (w.colleagues)
           AND NOT EXISTS (
               SELECT FROM public.workload_agreed a
                WHERE a.organisation_id = tenant AND a.subject_id = his
                  AND a.member_id = who AND a.written_at >= w.written_at
                  AND a.asked_on >= w.asked_on
                  AND a.asked_on >
                      (now() AT TIME ZONE 'Pacific/Auckland')::date - 30))
$$;

-- An answer ends with the next one, and in no other way: without any, everybody could
-- take over.
CREATE OR REPLACE FUNCTION sec.place_wish() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    UPDATE public.workload_wish SET ended_at = NEW.written_at
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND ended_at IS NULL;
    RETURN NEW;
END $$;

-- Who was to stand in from a day to come, and he does not let them any more, does not.
-- Who stands in already goes on, as whoever works with him does.
CREATE FUNCTION sec.end_covers_to_come() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.workload_cover v SET ended_at = now()
     WHERE v.organisation_id = NEW.organisation_id AND v.subject_id = NEW.subject_id
       AND v.ended_at IS NULL AND v.from_at > now()
       AND NOT sec.lets_take_over(v.organisation_id, v.subject_id, v.member_id);
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.end_covers_to_come() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.end_covers_to_come() TO msa_owner;
