-- As in audit reading, and nothing to a manager whom the survivor keeps away (REC-08).
CREATE OR REPLACE FUNCTION sec.may_ask_about(subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] = 'worker' THEN
        RETURN subject = ANY (sec.my_subjects());
    END IF;
    RETURN p[3] = 'manager' AND subject <> ALL (sec.kept_from()) AND EXISTS (
        SELECT FROM public.consent_subject s
         WHERE s.organisation_id = p[1]::uuid AND s.id = subject);
END $$;
