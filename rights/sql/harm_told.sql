-- What he told of harm he did himself stands in the copy he asks for (RGT-01, REC-09):
-- for whoever works with him now, whoever wrote it down, and not for colleagues whom he
-- named. That it was read for the copy is an event.
CREATE FUNCTION sec.harm_told_for_his_copy(subject uuid)
RETURNS SETOF public.cases_harmtold
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF NOT sec.wants_a_copy(his) OR NOT EXISTS (
        SELECT FROM public.consent_subjectuserobjectpermission g
         WHERE g.organisation_id = p[1]::uuid AND g.user_id = p[2]::uuid
           AND g.content_object_id = his AND (g.until IS NULL OR g.until > now())) THEN
        RETURN;
    END IF;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'set-apart.opened', his,
            '{"act": "copied"}');
    RETURN QUERY SELECT r.* FROM public.cases_harmtold r
                  WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                    AND NOT r.withheld;
END $$;

-- A peer worker sees no talk about groups that was answered; his copy has each.
CREATE FUNCTION sec.screenings_for_his_copy(subject uuid)
RETURNS SETOF public.cases_screening
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_a_copy(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_screening r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.harm_told_for_his_copy(uuid),
       sec.screenings_for_his_copy(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.harm_told_for_his_copy(uuid),
      sec.screenings_for_his_copy(uuid) TO msa_worker;
