-- What managers decided about keeping a record: his peer worker can't see it,
-- and it is in the copy he asks for (RGT-01).

CREATE FUNCTION sec.wants_a_copy(his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN p[3] = 'worker' AND his = ANY (sec.my_subjects()) AND EXISTS (
        SELECT FROM public.rights_request r
         WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
           AND r.kind = 'COPY' AND r.outcome = '');
END $$;

CREATE FUNCTION sec.holds_for_his_copy(subject uuid) RETURNS SETOF public.retention_hold
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_a_copy(his) THEN
        RETURN QUERY SELECT r.* FROM public.retention_hold r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

CREATE FUNCTION sec.keepings_for_his_copy(subject uuid) RETURNS SETOF public.retention_keeping
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_a_copy(his) THEN
        RETURN QUERY SELECT r.* FROM public.retention_keeping r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.wants_a_copy(uuid), sec.holds_for_his_copy(uuid),
       sec.keepings_for_his_copy(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.holds_for_his_copy(uuid), sec.keepings_for_his_copy(uuid)
   TO msa_worker;
