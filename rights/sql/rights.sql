-- What a survivor asks for about his own record (RGT-01, RGT-02).

-- An answer is given once, and by whoever is signed in.
CREATE FUNCTION sec.answer_once() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.outcome <> '' THEN
        RAISE EXCEPTION 'answered before' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- Whose check-in answers may be seen for now: he asked for a copy with them, and has
-- not got it yet. Only his own peer worker may (ASM-04, RGT-01).
CREATE FUNCTION sec.wants_his_answers() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(r.subject_id) FROM public.rights_request r
          WHERE r.organisation_id = p[1]::uuid AND r.kind = 'COPY'
            AND r.outcome = '' AND r.with_answers
            AND r.subject_id = ANY (sec.my_subjects())),
        '{}');
END $$;

-- The same answers as they are counted, which nobody who works with him may select.
CREATE FUNCTION sec.ratings_for_his_copy(subject uuid)
RETURNS SETOF public.assessments_rating
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF his = ANY (sec.wants_his_answers()) THEN
        RETURN QUERY SELECT r.* FROM public.assessments_rating r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

-- A copy goes once it was fetched, replaced or no longer wanted; by whoever made it, of
-- somebody he works with. The right to delete rows would let him lock the whole table.
CREATE FUNCTION sec.drop_copies(asked uuid, only_one uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    gone bigint;
BEGIN
    DELETE FROM public.rights_copy c
     WHERE c.organisation_id = p[1]::uuid AND c.request_id = asked
       AND (only_one IS NULL OR c.id = only_one)
       AND c.subject_id = ANY (sec.my_subjects())
       AND c.made_by_id IN (SELECT m.id FROM public.accounts_member m
                             WHERE m.organisation_id = p[1]::uuid
                               AND m.person_id = p[2]::uuid);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Copies that nobody fetched within a day go; that they were made stays in the audit.
CREATE FUNCTION sec.discard_copies() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    gone bigint;
BEGIN
    DELETE FROM public.rights_copy
     WHERE organisation_id = p[1]::uuid AND made_at <= now() - interval '1 day';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION sec.answer_once(), sec.wants_his_answers(),
       sec.ratings_for_his_copy(uuid), sec.drop_copies(uuid, uuid),
       sec.discard_copies() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.answer_once() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.wants_his_answers() TO msa_owner, msa_worker;
GRANT EXECUTE ON FUNCTION sec.ratings_for_his_copy(uuid), sec.drop_copies(uuid, uuid)
   TO msa_worker;
GRANT EXECUTE ON FUNCTION sec.discard_copies() TO msa_worker, msa_manager;
