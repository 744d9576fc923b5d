-- A place in a group that ended stays as it ended, and nobody is in a group from before
-- he was invited or into days to come: by these days it is known who was there (GRP-02).
-- From which state it goes into which is asked by another trigger.
CREATE FUNCTION sec.keep_place() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.state = OLD.state AND (
           OLD.state = 'ENDED'
           OR (NEW.joined_on, NEW.ended_on)
              IS DISTINCT FROM (OLD.joined_on, OLD.ended_on))
       OR NEW.joined_on <> OLD.joined_on
       OR least(NEW.joined_on, NEW.ended_on) < OLD.invited_on
       OR NEW.ended_on < NEW.joined_on
       OR greatest(NEW.joined_on, NEW.ended_on)
          > greatest(OLD.invited_on, OLD.joined_on,
                     (now() AT TIME ZONE 'Pacific/Auckland')::date) THEN
        RAISE EXCEPTION 'not on that day, or over already' USING ERRCODE = 'MS069';
    END IF;
    RETURN NEW;
END $$;

-- Whoever leaves, or is no peer worker any more, runs no group from then on: nor does he
-- again if he ever comes back, unless a manager says so (CAS-04).
CREATE FUNCTION sec.end_facilitating() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.left_at IS NULL AND 'worker' = ANY (NEW.roles) THEN RETURN NULL; END IF;
    UPDATE public.gatherings_facilitator SET until = now()
     WHERE organisation_id = NEW.organisation_id AND member_id = NEW.id
       AND (until IS NULL OR until > now());
    RETURN NULL;
END $$;

-- Members of groups whose consent to a record has run out, as far as the asker would see
-- them: the list must not say who else is in one. A place has a key of its own, so that
-- nothing else would close its words on that day (CON-04).
CREATE FUNCTION sec.run_out_in_groups() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(DISTINCT m.subject_id)
           FROM public.gatherings_membership m
          WHERE m.organisation_id = p[1]::uuid
            -- Asked once, not for each row.
            AND (p[3] = 'manager'
                 OR m.group_id = ANY ((SELECT sec.my_groups())::uuid[])
                 OR m.kind = 'SURVIVORS'
                    AND m.subject_id = ANY ((SELECT sec.my_subjects())::uuid[]))
            AND NOT EXISTS (
                SELECT FROM public.consent_consent c
                 WHERE c.organisation_id = m.organisation_id
                   AND c.subject_id = m.subject_id AND c.purpose = 'RECORD'
                   AND (c.expires_at IS NULL OR c.expires_at > now())
                   AND NOT EXISTS (SELECT FROM public.consent_withdrawal w
                                    WHERE w.organisation_id = c.organisation_id
                                      AND w.consent_id = c.id))),
        '{}');
END $$;

REVOKE ALL ON FUNCTION sec.keep_place(), sec.end_facilitating(),
       sec.run_out_in_groups() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.keep_place(), sec.end_facilitating() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.run_out_in_groups() TO msa_worker, msa_manager;
