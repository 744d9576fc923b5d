-- The key release counts what it gives out (C12), knows whoever reads in an
-- emergency (CON-07), and gives a manager no key of whom he is kept away from (REC-08).

-- The only way to a wrapped key. It writes the read's audit row itself, so no key
-- leaves without a trace, and returns fewer rows rather than an error: a key that is
-- missing from the answer is sealed, or not the asker's.
CREATE OR REPLACE FUNCTION sec.wrapped_keys(subjects uuid[], what text, act text)
RETURNS TABLE (subject_id uuid, key_id uuid, wrapped bytea,
               organisation_key_id uuid, organisation_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
    mine uuid[];
    kept uuid[];
BEGIN
    IF act NOT IN ('open', 'list', 'search', 'write', 'read-in-emergency') THEN
        RAISE EXCEPTION 'unknown act' USING ERRCODE = '22023';
    END IF;
    IF act = 'read-in-emergency' THEN
        -- Sealed keys too, so they are asked for by themselves; nothing below adds any.
        RETURN QUERY SELECT e.* FROM sec.keys_in_emergency(subjects, what) e;
        mine := '{}';
    ELSIF p[3] = 'worker' THEN
        mine := ARRAY(SELECT unnest(subjects)
                      INTERSECT SELECT unnest(sec.my_subjects()));
    ELSIF p[3] = 'manager' AND what = 'RECORD' THEN
        -- His policy shows him identity and safe contact, and no other section.
        kept := sec.kept_from();
        mine := CASE WHEN kept = '{}' THEN subjects ELSE
            ARRAY(SELECT s FROM unnest(subjects) s WHERE s <> ALL (kept)) END;
    ELSIF p[3] = 'admin' AND act = 'write' THEN
        -- An import seals what it writes. The administrator's role has no right to
        -- select any sealed row, so a key without its ciphertext opens nothing.
        mine := subjects;
    ELSIF p[3] = 'survivor' AND what = 'ASSESSMENT' THEN
        -- At his own open check-in, and for nobody else's.
        mine := ARRAY(SELECT unnest(subjects) INTERSECT SELECT (sec.my_check_in())[2]);
    ELSIF p[3] = 'manager' THEN
        SELECT coalesce(array_agg(s), '{}') INTO mine FROM unnest(subjects) s
         WHERE sec.consent_in_force(p[1]::uuid, s, 'SUPERVISION')
           AND s <> ALL (sec.kept_from());
    ELSE
        mine := '{}';
    END IF;
    PERFORM sec.demand_below_cap(p, cardinality(mine), what, act);
    RETURN QUERY
        SELECT k.subject_id, k.id, w.wrapped, o.id, o.wrapped
          FROM unnest(mine) AS his
          JOIN public.consent_subjectkey k
            ON k.organisation_id = p[1]::uuid AND k.subject_id = his
          JOIN public.consent_wrappedkey w
            ON w.organisation_id = k.organisation_id AND w.key_id = k.id
          JOIN public.consent_organisationkey o
            ON o.organisation_id = k.organisation_id AND o.id = w.organisation_key_id
          JOIN public.consent_consent c
            ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
         WHERE k.purpose = what AND k.state = 'ACTIVE'
           AND (c.expires_at IS NULL OR c.expires_at > now());
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'record.' || act,
            CASE WHEN act IN ('open', 'write', 'read-in-emergency')
                      AND cardinality(subjects) = 1
                 THEN subjects[1] END,
            jsonb_build_object('purpose', what, 'count', cardinality(subjects)));
END $$;
