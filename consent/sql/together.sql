-- What many rows of one statement need is looked up once for all of them.

-- A key is made under a consent of the same survivor and purpose that is in force.
-- Locked first, looked at second: see sec.consent_in_force.
CREATE OR REPLACE FUNCTION sec.demand_own_consent() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.consent_consent c
      WHERE (c.organisation_id, c.id)
            IN (SELECT f.organisation_id, f.consent_id FROM fresh f)
      ORDER BY c.id FOR SHARE OF c;
    PERFORM 1 FROM fresh f
      WHERE f.state <> 'ACTIVE' OR NOT EXISTS (
            SELECT FROM public.consent_consent c
             WHERE c.organisation_id = f.organisation_id AND c.id = f.consent_id
               AND c.subject_id = f.subject_id AND c.purpose = f.purpose
               AND (c.expires_at IS NULL OR c.expires_at > now())
               AND NOT EXISTS (SELECT FROM public.consent_withdrawal w
                                WHERE w.organisation_id = c.organisation_id
                                  AND w.consent_id = c.id));
    IF FOUND THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    RETURN NULL;
END $$;

-- As sec.demand_key, for a table whose rows come many at a time.
CREATE FUNCTION sec.demand_keys() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.consent_subjectkey k
      WHERE (k.organisation_id, k.id)
            IN (SELECT f.organisation_id, f.key_id FROM fresh f)
      ORDER BY k.id FOR SHARE OF k;
    PERFORM 1 FROM fresh f
      WHERE NOT EXISTS (
            SELECT FROM public.consent_subjectkey k
              JOIN public.consent_consent c
                ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
             WHERE k.organisation_id = f.organisation_id AND k.id = f.key_id
               AND k.subject_id = f.subject_id AND k.purpose = TG_ARGV[0]
               AND k.state = 'ACTIVE'
               AND (c.expires_at IS NULL OR c.expires_at > now()));
    IF FOUND THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    PERFORM 1 FROM fresh f WHERE f.withheld;
    IF FOUND THEN
        RAISE EXCEPTION 'a new row is not withheld' USING ERRCODE = '42501';
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.demand_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_keys() TO msa_owner;
