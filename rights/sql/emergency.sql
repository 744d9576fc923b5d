-- What stands beside the parts of a record, for whoever reads it in an emergency: his
-- statement is shown wherever the part is (RGT-02, CON-07).
CREATE FUNCTION sec.words_in_emergency(subject uuid) RETURNS SETOF public.rights_words
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.rights_words r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                        AND r.part IN ('STATEMENT', 'CORRECTION');
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.words_in_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.words_in_emergency(uuid) TO msa_manager;
