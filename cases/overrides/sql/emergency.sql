-- Reading one record in an emergency: opened for half an hour, and over by itself
-- (CON-07). What it opens comes out of these functions alone; no policy is any wider.

-- The only way to begin. Each time is a row of its own, with its event; a trigger of the
-- row tells the other managers.
CREATE FUNCTION sec.read_in_emergency(
    one uuid, his uuid, why text, words bytea, data_key uuid, own_wrapped bytea,
    version uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'a manager reads in an emergency' USING ERRCODE = '42501';
    END IF;
    SELECT m.id INTO me FROM public.accounts_member m
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
       AND 'manager' = ANY (m.roles) AND (m.left_at IS NULL OR m.left_at > now());
    IF NOT FOUND OR his = ANY (sec.kept_from()) THEN
        RAISE EXCEPTION 'a manager reads in an emergency' USING ERRCODE = '42501';
    END IF;
    INSERT INTO public.overrides_emergencyreading
           (id, organisation_id, organisation_key_id, key_id, wrapped, subject_id,
            ground, sealed, review, read_by_id, opened_at, until)
    VALUES (one, p[1]::uuid, version, data_key, own_wrapped, his, why, words, '', me,
            now(), now() + interval '30 minutes');
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'emergency.opened', his,
            jsonb_build_object('ground', why));
END $$;

-- Does whoever asks read this survivor's record in an emergency at this moment?
CREATE FUNCTION sec.emergency_lasts(his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    -- Whom he keeps away reads nothing of his, not even now (REC-08).
    RETURN p[3] = 'manager' AND his <> ALL (sec.kept_from()) AND EXISTS (
        SELECT FROM public.overrides_emergencyreading r
          JOIN public.accounts_member m
            ON m.organisation_id = r.organisation_id AND m.id = r.read_by_id
         WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
           AND m.person_id = p[2]::uuid AND r.until > now());
END $$;

-- The keys of that one survivor, those sealed by a withdrawal among them. A destroyed
-- key is nowhere, so it can't be among them.
CREATE FUNCTION sec.keys_in_emergency(subjects uuid[], what text)
RETURNS TABLE (subject_id uuid, key_id uuid, wrapped bytea,
               organisation_key_id uuid, organisation_wrapped bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE p text[] := sec.context();
BEGIN
    IF what NOT IN ('RECORD', 'SESSIONS') OR cardinality(subjects) <> 1
       OR NOT sec.emergency_lasts(subjects[1]) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT k.subject_id, k.id, w.wrapped, o.id, o.wrapped
          FROM public.consent_subjectkey k
          JOIN public.consent_wrappedkey w
            ON w.organisation_id = k.organisation_id AND w.key_id = k.id
          JOIN public.consent_organisationkey o
            ON o.organisation_id = k.organisation_id AND o.id = w.organisation_key_id
         WHERE k.organisation_id = p[1]::uuid AND k.subject_id = subjects[1]
           AND k.purpose = what AND k.state IN ('ACTIVE', 'SEALED');
END $$;

CREATE FUNCTION sec.sections_in_emergency(subject uuid) RETURNS SETOF public.cases_section
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_section r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                        AND NOT r.superseded;
    END IF;
END $$;

CREATE FUNCTION sec.sessions_in_emergency(subject uuid) RETURNS SETOF public.cases_session
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_session r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

CREATE FUNCTION sec.notes_in_emergency(subject uuid)
RETURNS SETOF public.cases_sessionnote
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_sessionnote r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                        AND NOT r.superseded;
    END IF;
END $$;

REVOKE ALL ON FUNCTION
    sec.read_in_emergency(uuid, uuid, text, bytea, uuid, bytea, uuid),
    sec.emergency_lasts(uuid), sec.keys_in_emergency(uuid[], text),
    sec.sections_in_emergency(uuid), sec.sessions_in_emergency(uuid),
    sec.notes_in_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    sec.read_in_emergency(uuid, uuid, text, bytea, uuid, bytea, uuid),
    sec.emergency_lasts(uuid), sec.sections_in_emergency(uuid),
    sec.sessions_in_emergency(uuid), sec.notes_in_emergency(uuid) TO msa_manager;
