-- Consenting again: the key that was there goes on under the new consent (CON-04).

-- After a consent has expired. Nothing was sealed, so nothing is unsealed: who may
-- record his consent may renew it.
CREATE FUNCTION sec.renew_key(renewed uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    given record;
BEGIN
    SELECT c.subject_id, c.purpose INTO given FROM public.consent_consent c
     WHERE c.organisation_id = p[1]::uuid AND c.id = renewed
       AND (c.expires_at IS NULL OR c.expires_at > now())
       AND (p[3] = 'manager' OR c.subject_id = ANY (sec.my_subjects()));
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE public.consent_subjectkey k SET consent_id = renewed
      FROM public.consent_consent old
     WHERE k.organisation_id = p[1]::uuid AND k.subject_id = given.subject_id
       AND k.purpose = given.purpose AND k.state = 'ACTIVE'
       AND old.organisation_id = k.organisation_id AND old.id = k.consent_id
       AND old.expires_at <= now();
    RETURN FOUND;
END $$;

-- After a withdrawal. The newest sealed key opens again, and what was written under it
-- is shown again; an activity is counted once, so its tally goes. The manager does it,
-- under a consent in force that he names, and only where no other key was begun.
CREATE FUNCTION sec.unseal_key(again uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    org uuid := p[1]::uuid;
    given record;
    opened uuid;
    target text;
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'a manager unseals' USING ERRCODE = '42501';
    END IF;
    SELECT c.subject_id, c.purpose INTO given FROM public.consent_consent c
     WHERE c.organisation_id = org AND c.id = again
       AND (c.expires_at IS NULL OR c.expires_at > now())
       AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                        WHERE w.organisation_id = org AND w.consent_id = c.id)
       FOR SHARE OF c;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    SELECT k.id INTO opened FROM public.consent_subjectkey k
     WHERE k.organisation_id = org AND k.subject_id = given.subject_id
       AND k.purpose = given.purpose AND k.state = 'SEALED'
       AND NOT EXISTS (SELECT 1 FROM public.consent_subjectkey a
                        WHERE a.organisation_id = org
                          AND a.subject_id = k.subject_id
                          AND a.purpose = k.purpose AND a.state = 'ACTIVE')
     ORDER BY k.created_at DESC LIMIT 1
       FOR UPDATE OF k;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE public.consent_subjectkey SET state = 'ACTIVE', consent_id = again
     WHERE organisation_id = org AND id = opened;
    WITH back AS (
        SELECT date_trunc('month', s.held_on)::date AS month, s.kind, s.mode,
               s.minutes, count(*) AS times
          FROM public.cases_session s
         WHERE s.organisation_id = org AND s.subject_id = given.subject_id
           AND s.key_id = opened AND s.withheld
         GROUP BY 1, 2, 3, 4),
    counted AS (
        SELECT t.id, b.times, row_number() OVER (
                   PARTITION BY t.month, t.kind, t.mode, t.minutes) AS which
          FROM public.cases_tally t
          JOIN back b ON b.month = t.month AND b.kind = t.kind AND b.mode = t.mode
                     AND b.minutes = t.minutes
         WHERE t.organisation_id = org)
    DELETE FROM public.cases_tally t USING counted c
     WHERE t.organisation_id = org AND t.id = c.id AND c.which <= c.times;
    FOR target IN SELECT table_name FROM priv.keyed_table
                   WHERE purpose = given.purpose AND on_withdrawal = 'withhold' LOOP
        EXECUTE format(
            'UPDATE public.%I SET withheld = false
              WHERE organisation_id = $1 AND subject_id = $2 AND key_id = $3',
            target) USING org, given.subject_id, opened;
    END LOOP;
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION sec.renew_key(uuid), sec.unseal_key(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.renew_key(uuid) TO msa_worker, msa_manager;
GRANT EXECUTE ON FUNCTION sec.unseal_key(uuid) TO msa_manager;
