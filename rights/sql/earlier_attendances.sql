-- How he was noted at a meeting before that was put right stands in the copy he asks for,
-- as what stands now does (RGT-01, GRP-03).
CREATE FUNCTION sec.earlier_attendances_for_his_copy(subject uuid)
RETURNS SETOF public.gatherings_earlierattendance
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_his_groups(his) THEN
        RETURN QUERY SELECT r.* FROM public.gatherings_earlierattendance r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.earlier_attendances_for_his_copy(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.earlier_attendances_for_his_copy(uuid) TO msa_worker;
