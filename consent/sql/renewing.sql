-- Agreeing again, or to less: the key that is there goes on under the new consent, and
-- the old one ends by a row that says what took its place (CON-03).

-- Before it ends, when it has ended, or never: nothing was sealed, so nothing is
-- unsealed, and who may record his consent may renew it.
CREATE OR REPLACE FUNCTION sec.renew_key(renewed uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    given record;
BEGIN
    SELECT c.subject_id, c.purpose INTO given FROM public.consent_consent c
     WHERE c.organisation_id = p[1]::uuid AND c.id = renewed
       AND (p[3] = 'manager' OR c.subject_id = ANY (sec.my_subjects()));
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- Locked first and looked at second, and before the key: a withdrawal takes them in
    -- the same order.
    PERFORM 1 FROM public.consent_consent c
      WHERE c.organisation_id = p[1]::uuid AND c.subject_id = given.subject_id
        AND c.purpose = given.purpose
      ORDER BY c.id FOR NO KEY UPDATE OF c;
    UPDATE public.consent_subjectkey k SET consent_id = renewed
      FROM public.consent_consent c
     WHERE c.organisation_id = p[1]::uuid AND c.id = renewed
       AND (c.expires_at IS NULL OR c.expires_at > now())
       AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                        WHERE w.organisation_id = c.organisation_id
                          AND w.consent_id = c.id)
       AND k.organisation_id = c.organisation_id AND k.subject_id = c.subject_id
       AND k.purpose = c.purpose AND k.state = 'ACTIVE';
    RETURN FOUND;
END $$;

-- A withdrawal seals the key and withholds every row written under it, at once. Where
-- another consent took its place, nothing is sealed: the key hangs on that one already.
CREATE OR REPLACE FUNCTION sec.seal_key() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text;
    sealed uuid[];
    target text;
BEGIN
    -- With an older snapshot a row that was written meanwhile would stay readable.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'withdraw in a read committed transaction'
              USING ERRCODE = '25001';
    END IF;
    -- Updated, not only locked: a writer with an older snapshot fails to serialise
    -- instead of believing it.
    UPDATE public.consent_consent c SET expires_at = c.expires_at
     WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.consent_id
       AND c.subject_id = NEW.subject_id
    RETURNING c.purpose INTO what;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such consent' USING ERRCODE = '42501';
    END IF;
    IF NEW.replaced_by_id IS NOT NULL THEN
        PERFORM 1 FROM public.consent_consent c
          WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.replaced_by_id
            AND c.id <> NEW.consent_id AND c.subject_id = NEW.subject_id
            AND c.purpose = what AND (c.expires_at IS NULL OR c.expires_at > now())
            AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                             WHERE w.organisation_id = c.organisation_id
                               AND w.consent_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM public.consent_subjectkey k
                             WHERE k.organisation_id = NEW.organisation_id
                               AND k.consent_id = NEW.consent_id
                               AND k.state = 'ACTIVE');
        IF NOT FOUND THEN
            RAISE EXCEPTION 'nothing has taken its place' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    WITH now_sealed AS (
        UPDATE public.consent_subjectkey SET state = 'SEALED'
         WHERE organisation_id = NEW.organisation_id AND consent_id = NEW.consent_id
           AND state = 'ACTIVE' RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO sealed FROM now_sealed;
    FOR target IN SELECT table_name FROM priv.keyed_table
                   WHERE purpose = what AND on_withdrawal = 'delete' LOOP
        EXECUTE format(
            'DELETE FROM public.%I WHERE organisation_id = $1 AND subject_id = $2',
            target) USING NEW.organisation_id, NEW.subject_id;
    END LOOP;
    FOR target IN SELECT table_name FROM priv.keyed_table
                   WHERE purpose = what AND on_withdrawal = 'withhold' LOOP
        EXECUTE format(
            'UPDATE public.%I SET withheld = true
              WHERE organisation_id = $1 AND subject_id = $2 AND key_id = ANY ($3)',
            target) USING NEW.organisation_id, NEW.subject_id, sealed;
    END LOOP;
    RETURN NEW;
END $$;
