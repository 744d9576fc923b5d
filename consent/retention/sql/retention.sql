-- How long records are kept: what a manager may know of sealed ones, and who may
-- approve or stop an erasure (RGT-04).

-- The survivors whose last contact is not after a day, or one of them, by his id or by
-- the number of one of his records. Their sessions
-- may be sealed from the manager; the day of the last one is all he is told. No
-- wrapped key and no name is near.
CREATE FUNCTION sec.retained(met_until date, one uuid, called text)
RETURNS TABLE (subject_id uuid, reference text, contact_on date,
               withdrawn_at timestamptz, hold text, keep_until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'a manager reviews what is due' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
        SELECT s.id, c.reference::text, met.contact_on, w.withdrawn_at, h.ground::text,
               k.keep_until
          FROM public.consent_subject s
          CROSS JOIN LATERAL (
              SELECT coalesce(greatest(
                  (SELECT max(e.held_on) FROM public.cases_session e
                    WHERE e.organisation_id = s.organisation_id AND e.subject_id = s.id),
                  (SELECT greatest(max(e.started_on), max(e.ended_on))
                     FROM public.cases_episode e
                    WHERE e.organisation_id = s.organisation_id AND e.subject_id = s.id),
                  (SELECT max(a.given_on) FROM public.consent_consent a
                    WHERE a.organisation_id = s.organisation_id AND a.subject_id = s.id
                      AND a.given <> 'IMPORTED')),
                  (s.created_at AT TIME ZONE 'Pacific/Auckland')::date) AS contact_on)
              met
          LEFT JOIN LATERAL (
              SELECT max(x.recorded_at) AS withdrawn_at
                FROM public.consent_withdrawal x
               WHERE x.organisation_id = s.organisation_id AND x.subject_id = s.id) w
            ON true
          LEFT JOIN LATERAL (
              SELECT x.reference FROM public.cases_client x
               WHERE x.organisation_id = s.organisation_id AND x.subject_id = s.id
               ORDER BY x.opened_at DESC LIMIT 1) c ON true
          LEFT JOIN public.retention_hold h
            ON h.organisation_id = s.organisation_id AND h.subject_id = s.id
           AND h.lifted_at IS NULL
          LEFT JOIN LATERAL (
              SELECT max(x.until) AS keep_until FROM public.retention_keeping x
               WHERE x.organisation_id = s.organisation_id AND x.subject_id = s.id) k
            ON true
         WHERE s.organisation_id = p[1]::uuid AND (one IS NULL OR s.id = one)
           AND (met_until IS NULL OR met.contact_on <= met_until)
           AND (called IS NULL OR EXISTS (
               SELECT 1 FROM public.cases_client x
                WHERE x.organisation_id = s.organisation_id AND x.subject_id = s.id
                  AND x.reference = called))
         ORDER BY met.contact_on, s.id
         LIMIT 500;
END $$;

-- Whoever presses the button is who he says, and what has begun stays as it is. It runs
-- with the rights of whoever changes the row, who may see the members.
CREATE FUNCTION sec.guard_erasure() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
BEGIN
    IF p[3] = 'owner' THEN
        RETURN NEW;
    END IF;
    SELECT m.id INTO me FROM public.accounts_member m
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid;
    IF OLD.begun_at IS NOT NULL OR OLD.stopped_at IS NOT NULL
       OR (NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
           AND (OLD.approved_by_id IS NOT NULL
                OR NEW.approved_by_id IS DISTINCT FROM me))
       OR (NEW.approved_at IS DISTINCT FROM OLD.approved_at
           AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id)
       OR (NEW.stopped_at IS NOT NULL AND NEW.stopped_by_id IS DISTINCT FROM me)
       OR (NEW.stopped_at IS NOT NULL AND p[3] <> 'manager') THEN
        RAISE EXCEPTION 'not this one, or not now' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- Does any of these keys still open something? Asked by whoever starts, since a
-- restored backup may hold what was destroyed (K04). Yes or no, and no more.
CREATE FUNCTION sec.any_key_left(gone uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.context();
    RETURN EXISTS (SELECT 1 FROM public.consent_wrappedkey w
                    WHERE w.key_id = ANY (gone));
END $$;

REVOKE ALL ON FUNCTION sec.retained(date, uuid, text), sec.guard_erasure(),
       sec.any_key_left(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.retained(date, uuid, text) TO msa_manager;
GRANT EXECUTE ON FUNCTION sec.guard_erasure()
   TO msa_owner, msa_manager, msa_admin;
GRANT EXECUTE ON FUNCTION sec.any_key_left(uuid[])
   TO msa_owner, msa_worker, msa_national, msa_reporting;
