-- His groups stand in the copy he asks for, those for people who have offended among them:
-- for whoever works with him now, and not for colleagues whom he named (RGT-01, GRP-01).

CREATE FUNCTION sec.wants_his_groups(his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN sec.wants_a_copy(his) AND EXISTS (
        SELECT FROM public.consent_subjectuserobjectpermission g
         WHERE g.organisation_id = p[1]::uuid AND g.user_id = p[2]::uuid
           AND g.content_object_id = his AND (g.until IS NULL OR g.until > now()));
END $$;

CREATE FUNCTION sec.clearances_for_his_copy(subject uuid)
RETURNS SETOF public.cases_groupclearance
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_his_groups(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_groupclearance r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

CREATE FUNCTION sec.memberships_for_his_copy(subject uuid)
RETURNS SETOF public.gatherings_membership
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_his_groups(his) THEN
        RETURN QUERY SELECT r.* FROM public.gatherings_membership r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

CREATE FUNCTION sec.acceptances_for_his_copy(subject uuid)
RETURNS SETOF public.gatherings_acceptance
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_his_groups(his) THEN
        RETURN QUERY SELECT r.* FROM public.gatherings_acceptance r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

CREATE FUNCTION sec.attendances_for_his_copy(subject uuid)
RETURNS SETOF public.gatherings_attendance
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.wants_his_groups(his) THEN
        RETURN QUERY SELECT r.* FROM public.gatherings_attendance r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his;
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.wants_his_groups(uuid), sec.clearances_for_his_copy(uuid),
       sec.memberships_for_his_copy(uuid), sec.acceptances_for_his_copy(uuid),
       sec.attendances_for_his_copy(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.clearances_for_his_copy(uuid), sec.memberships_for_his_copy(uuid),
      sec.acceptances_for_his_copy(uuid), sec.attendances_for_his_copy(uuid) TO msa_worker;
