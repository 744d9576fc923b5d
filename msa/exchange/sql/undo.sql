-- Taking an import back as a whole. The administrator may not see, change or delete a
-- survivor's row; these two functions are all he gets.

-- How many of an import's people somebody has worked with since. Whatever a page does
-- for a person leaves an event about him; only an import writes as an administrator.
CREATE FUNCTION sec.worked_with_since(which uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN (
        SELECT count(DISTINCT r.object_id) FROM public.exchange_importrow r
         WHERE r.organisation_id = p[1]::uuid AND r.batch_id = which
           AND r.source = 'PERSON'
           AND (EXISTS (SELECT 1 FROM public.audit_event e
                         WHERE e.organisation_id = r.organisation_id
                           AND e.subject_id = r.object_id
                           AND e.role <> 'admin' AND e.action <> 'record.open')
             OR EXISTS (SELECT 1 FROM public.cases_session s
                         WHERE s.organisation_id = r.organisation_id
                           AND s.subject_id = r.object_id
                           AND NOT sec.is_of_import(which, 'ACTIVITY', s.id))
             OR EXISTS (SELECT 1 FROM public.cases_episode s
                         WHERE s.organisation_id = r.organisation_id
                           AND s.subject_id = r.object_id
                           AND NOT sec.is_of_import(which, 'ENGAGEMENT', s.id))));
END $$;

CREATE FUNCTION sec.is_of_import(which uuid, what text, thing uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM public.exchange_importrow
                    WHERE organisation_id = (sec.context())[1]::uuid
                      AND batch_id = which AND source = what AND object_id = thing)
$$;

-- Deletes only what the import itself wrote: anything later that hangs on it makes a
-- foreign key refuse, and then nothing at all is deleted.
CREATE FUNCTION sec.undo_import(which uuid, member uuid, undone timestamptz)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    tenant uuid := p[1]::uuid;
    stored timestamptz;
    people uuid[];
    met uuid[];
BEGIN
    IF p[3] <> 'admin' THEN
        RAISE EXCEPTION 'an administrator undoes imports' USING ERRCODE = '42501';
    END IF;
    UPDATE public.exchange_importbatch
       SET state = 'UNDONE', undone_by_id = member, undone_at = undone
     WHERE organisation_id = tenant AND id = which AND state = 'STORED'
    RETURNING made_at INTO stored;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such import' USING ERRCODE = '42501';
    END IF;
    IF sec.worked_with_since(which) > 0 THEN
        RAISE EXCEPTION 'worked with since' USING ERRCODE = '23503';
    END IF;
    SELECT coalesce(array_agg(object_id), '{}') INTO people
      FROM public.exchange_importrow
     WHERE organisation_id = tenant AND batch_id = which AND source = 'PERSON';
    DELETE FROM public.cases_sessionnote n USING public.exchange_importrow r
     WHERE r.organisation_id = tenant AND r.batch_id = which
       AND r.source = 'ACTIVITY' AND n.organisation_id = tenant
       AND n.session_id = r.object_id AND n.revision = 1;
    WITH gone AS (
        DELETE FROM public.cases_session s USING public.exchange_importrow r
         WHERE r.organisation_id = tenant AND r.batch_id = which
           AND r.source = 'ACTIVITY' AND s.organisation_id = tenant
           AND s.id = r.object_id
        RETURNING s.subject_id)
    SELECT coalesce(array_agg(DISTINCT subject_id), '{}') INTO met FROM gone;
    UPDATE public.cases_client c
       SET last_activity_on = (SELECT max(s.held_on) FROM public.cases_session s
                                WHERE s.organisation_id = tenant
                                  AND s.subject_id = c.subject_id)
     WHERE c.organisation_id = tenant AND c.subject_id = ANY (met)
       AND c.subject_id <> ALL (people);
    DELETE FROM public.cases_episode e USING public.exchange_importrow r
     WHERE r.organisation_id = tenant AND r.batch_id = which
       AND r.source = 'ENGAGEMENT' AND e.organisation_id = tenant
       AND e.id = r.object_id;
    PERFORM sec.remove_imported_people(tenant, people, stored);
    DELETE FROM public.exchange_importrow
     WHERE organisation_id = tenant AND batch_id = which;
END $$;

-- For sec.undo_import alone: nobody else may execute it.
CREATE FUNCTION sec.remove_imported_people(
    tenant uuid, people uuid[], stored timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.cases_statisticalprofile
     WHERE organisation_id = tenant AND subject_id = ANY (people);
    DELETE FROM public.cases_assignment
     WHERE organisation_id = tenant AND subject_id = ANY (people)
       AND from_at = stored AND ended_at IS NULL;
    DELETE FROM public.consent_subjectuserobjectpermission
     WHERE organisation_id = tenant AND content_object_id = ANY (people);
    DELETE FROM public.cases_section
     WHERE organisation_id = tenant AND subject_id = ANY (people) AND revision = 1;
    DELETE FROM public.cases_client
     WHERE organisation_id = tenant AND subject_id = ANY (people);
    DELETE FROM public.consent_wrappedkey w USING public.consent_subjectkey k
     WHERE k.organisation_id = tenant AND k.subject_id = ANY (people)
       AND k.created_at = stored
       AND w.organisation_id = tenant AND w.key_id = k.id;
    DELETE FROM public.consent_subjectkey
     WHERE organisation_id = tenant AND subject_id = ANY (people)
       AND created_at = stored;
    DELETE FROM public.consent_consent
     WHERE organisation_id = tenant AND subject_id = ANY (people)
       AND given = 'IMPORTED' AND recorded_at = stored;
    DELETE FROM public.consent_subject
     WHERE organisation_id = tenant AND id = ANY (people);
END $$;

REVOKE ALL ON FUNCTION sec.worked_with_since(uuid), sec.is_of_import(uuid, text, uuid),
       sec.undo_import(uuid, uuid, timestamptz),
       sec.remove_imported_people(uuid, uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.worked_with_since(uuid),
      sec.undo_import(uuid, uuid, timestamptz) TO msa_admin;
