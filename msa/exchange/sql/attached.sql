-- What came to imports with support people, hopes and check-ins.

-- Which of these people have a section of a kind, and which agree to be counted: yes
-- or no is all that the administrator may know of them.
CREATE FUNCTION sec.with_section(subjects uuid[], what text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN QUERY
        SELECT DISTINCT s.subject_id FROM public.cases_section s
         WHERE s.organisation_id = p[1]::uuid AND s.subject_id = ANY (subjects)
           AND s.kind = what;
END $$;

CREATE FUNCTION sec.who_is_counted(subjects uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN QUERY
        SELECT s FROM unnest(subjects) s
         WHERE sec.consent_in_force(p[1]::uuid, s, 'STATISTICS');
END $$;

-- As in undo.sql, and what hangs on an import's sections and check-ins too: a later
-- revision of a section, or a check-in that was not imported.
CREATE OR REPLACE FUNCTION sec.worked_with_since(which uuid) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN (
        SELECT count(DISTINCT his) FROM (
            SELECT r.object_id AS his FROM public.exchange_importrow r
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
                               AND NOT sec.is_of_import(which, 'ENGAGEMENT', s.id))
                 OR EXISTS (SELECT 1 FROM public.assessments_assessment s
                             WHERE s.organisation_id = r.organisation_id
                               AND s.subject_id = r.object_id
                               AND NOT sec.is_of_import(which, 'CHECK_IN', s.id)))
            UNION ALL
            SELECT later.subject_id
              FROM public.exchange_importrow r
              JOIN public.cases_section s
                ON s.organisation_id = r.organisation_id AND s.id = r.object_id
              JOIN public.cases_section later
                ON later.organisation_id = s.organisation_id
               AND later.subject_id = s.subject_id AND later.kind = s.kind
               AND later.key_id = s.key_id AND later.revision > s.revision
             WHERE r.organisation_id = p[1]::uuid AND r.batch_id = which
               AND r.source IN ('SUPPORT', 'HOPES')) people);
END $$;

-- For sec.undo_import alone: nobody else may execute it.
CREATE FUNCTION sec.remove_imported_parts(tenant uuid, which uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE gone uuid[];
BEGIN
    SELECT coalesce(array_agg(object_id), '{}') INTO gone
      FROM public.exchange_importrow
     WHERE organisation_id = tenant AND batch_id = which AND source = 'CHECK_IN';
    DELETE FROM public.assessments_rating
     WHERE organisation_id = tenant AND assessment_id = ANY (gone);
    DELETE FROM public.assessments_answers
     WHERE organisation_id = tenant AND assessment_id = ANY (gone);
    DELETE FROM public.assessments_assessment
     WHERE organisation_id = tenant AND id = ANY (gone);
    DELETE FROM public.cases_section s USING public.exchange_importrow r
     WHERE r.organisation_id = tenant AND r.batch_id = which
       AND r.source IN ('SUPPORT', 'HOPES') AND s.organisation_id = tenant
       AND s.id = r.object_id;
END $$;

-- Before a batch is closed its rows go in any case: so what hangs on them goes there.
CREATE FUNCTION sec.batch_undone() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.worked_with_since(NEW.id) > 0 THEN
        RAISE EXCEPTION 'worked with since' USING ERRCODE = '23503';
    END IF;
    PERFORM sec.remove_imported_parts(NEW.organisation_id, NEW.id);
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.with_section(uuid[], text), sec.who_is_counted(uuid[]),
       sec.remove_imported_parts(uuid, uuid), sec.batch_undone() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.with_section(uuid[], text), sec.who_is_counted(uuid[])
   TO msa_admin;
GRANT EXECUTE ON FUNCTION sec.batch_undone() TO msa_owner;
