-- As in undo.sql, and the clearances for groups that an import brought and by what its
-- people are known again. For sec.undo_import alone: nobody else may execute it.
CREATE OR REPLACE FUNCTION sec.remove_imported_people(
    tenant uuid, people uuid[], stored timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Its sessions are gone by now: whom it brought into groups goes out of them.
    DELETE FROM public.cases_groupclearance c
     WHERE c.organisation_id = tenant AND c.imported AND NOT EXISTS (
           SELECT FROM public.cases_session s
            WHERE s.organisation_id = tenant AND s.subject_id = c.subject_id
              AND s.kind = 'GROUP');
    DELETE FROM public.cases_likeness
     WHERE organisation_id = tenant
       AND (subject_id = ANY (people) OR other_id = ANY (people));
    DELETE FROM public.cases_fingerprint
     WHERE organisation_id = tenant AND subject_id = ANY (people);
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
