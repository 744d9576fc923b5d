-- What a consent says besides its purpose: which words were shown, which colleagues he
-- named, and that nothing is put to it afterwards (CON-02, CON-03).

-- The survivors whom the person of this context works with, and those who let him see
-- their record by name. Planned once for a connection: planning takes longer than
-- reading the grants.
CREATE OR REPLACE FUNCTION sec.my_subjects() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(his) FROM (
            SELECT g.content_object_id AS his
              FROM public.consent_subjectuserobjectpermission g
             WHERE g.organisation_id = p[1]::uuid AND g.user_id = p[2]::uuid
               AND (g.until IS NULL OR g.until > now())
             UNION ALL
            SELECT c.subject_id FROM public.accounts_member m
              JOIN public.consent_consent c
                ON c.organisation_id = m.organisation_id
               AND c.purpose = 'COLLEAGUES' AND c.colleagues @> ARRAY[m.id]
             WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
               AND m.left_at IS NULL AND 'worker' = ANY (m.roles)
               AND (c.expires_at IS NULL OR c.expires_at > now())
               AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                                WHERE w.organisation_id = c.organisation_id
                                  AND w.consent_id = c.id)) AS seen),
        '{}');
END $$;

-- The words that are kept with a consent are words of its own purpose.
CREATE FUNCTION sec.demand_own_wording() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.wording_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM public.consent_wording w
             WHERE w.id = NEW.wording_id AND w.purpose = NEW.purpose) THEN
        RAISE EXCEPTION 'words of another purpose' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- A consent says from the first whether words stand with it. What was not promised
-- then is not put to it later: who is told what would grow behind his back.
CREATE FUNCTION sec.demand_promised_words() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
            SELECT 1 FROM public.consent_consent c
             WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.consent_id
               AND c.subject_id = NEW.subject_id AND c.has_particulars) THEN
        RAISE EXCEPTION 'the consent has no words' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- The survivors who were counted until a day that has come. Nothing was withdrawn, so
-- nothing was deleted; the figures leave them out all the same.
CREATE FUNCTION sec.no_longer_counted() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM sec.context();
    RETURN ARRAY(
        SELECT DISTINCT c.subject_id FROM public.consent_consent c
         WHERE c.purpose = 'STATISTICS' AND c.expires_at <= now()
           AND NOT EXISTS (
               SELECT 1 FROM public.consent_consent o
                WHERE o.organisation_id = c.organisation_id
                  AND o.subject_id = c.subject_id AND o.purpose = 'STATISTICS'
                  AND (o.expires_at IS NULL OR o.expires_at > now())
                  AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                                   WHERE w.organisation_id = o.organisation_id
                                     AND w.consent_id = o.id)));
END $$;

REVOKE ALL ON FUNCTION sec.demand_own_wording(), sec.demand_promised_words(),
       sec.no_longer_counted() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_own_wording(), sec.demand_promised_words()
   TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.no_longer_counted() TO msa_reporting;
