-- Who reviews what could not wait, where the survivor keeps managers away (REC-08): a
-- manager whom he keeps away can't, so it falls to the administrator as if that manager
-- were not here. He learns that it fell to him, and nothing of why or of whom.

CREATE FUNCTION sec.no_manager_but(doer uuid, his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM public.accounts_member m
         WHERE m.organisation_id = p[1]::uuid AND m.id <> doer
           AND 'manager' = ANY (m.roles)
           AND (m.left_at IS NULL OR m.left_at > now())
           AND NOT EXISTS (SELECT FROM public.cases_blockedmember b
                            WHERE b.organisation_id = m.organisation_id
                              AND b.member_id = m.id AND b.subject_id = his
                              AND b.ended_at IS NULL));
END $$;

-- May whoever asks, and signs so, review what another did about this survivor?
CREATE FUNCTION sec.may_review(doer uuid, signs uuid, his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN signs <> doer
       AND EXISTS (SELECT FROM public.accounts_member m
                    WHERE m.organisation_id = p[1]::uuid AND m.id = signs
                      AND m.person_id = p[2]::uuid)
       AND (p[3] = 'manager' OR p[3] = 'admin' AND sec.no_manager_but(doer, his));
END $$;

-- What falls to the administrators now, by the rows' own ids.
CREATE FUNCTION sec.reviews_left() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'admin' THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT d.id FROM public.overrides_disclosure d
         WHERE d.organisation_id = p[1]::uuid AND d.is_urgent AND d.state = 'TOLD'
           AND sec.no_manager_but(d.told_by_id, d.subject_id)
         UNION ALL
        SELECT r.id FROM public.overrides_emergencyreading r
         WHERE r.organisation_id = p[1]::uuid AND r.reviewed_at IS NULL
           AND sec.no_manager_but(r.read_by_id, r.subject_id));
END $$;

CREATE OR REPLACE FUNCTION sec.guard_disclosure() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
    is_theirs boolean;
BEGIN
    IF p[3] = 'owner' THEN
        RETURN NEW;
    END IF;
    SELECT m.id INTO me FROM public.accounts_member m
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid;
    is_theirs := CASE NEW.state
        WHEN OLD.state THEN false
        WHEN 'APPROVED' THEN p[3] = 'manager' AND NEW.decided_by_id = me
        WHEN 'REFUSED' THEN p[3] = 'manager' AND NEW.decided_by_id = me
        WHEN 'DROPPED' THEN p[3] = 'manager' OR OLD.asked_by_id = me
        WHEN 'TOLD' THEN NEW.told_by_id = me
        WHEN 'REVIEWED' THEN
            sec.may_review(OLD.told_by_id, NEW.reviewed_by_id, OLD.subject_id)
        ELSE false END;
    IF is_theirs IS NOT TRUE
       OR NEW.state NOT IN ('APPROVED', 'REFUSED')
          AND (NEW.decided_by_id, NEW.decided_at)
              IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at)
       OR NEW.state <> 'TOLD'
          AND (NEW.told_by_id, NEW.told_on, NEW.told_at)
              IS DISTINCT FROM (OLD.told_by_id, OLD.told_on, OLD.told_at)
       OR NEW.state <> 'REVIEWED'
          AND (NEW.reviewed_by_id, NEW.reviewed_at, NEW.review)
              IS DISTINCT FROM (OLD.reviewed_by_id, OLD.reviewed_at, OLD.review) THEN
        RAISE EXCEPTION 'not this one, or not now' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- A reading is reviewed once, by another.
CREATE OR REPLACE FUNCTION sec.guard_reading() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (sec.context())[3] <> 'owner'
       AND (OLD.reviewed_at IS NOT NULL OR NEW.reviewed_at IS NULL
            OR sec.may_review(OLD.read_by_id, NEW.reviewed_by_id, OLD.subject_id)
               IS NOT TRUE) THEN
        RAISE EXCEPTION 'not this one, or not now' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

DROP FUNCTION sec.may_review(uuid, uuid);
DROP FUNCTION sec.no_manager_but(uuid);

REVOKE ALL ON FUNCTION sec.no_manager_but(uuid, uuid),
       sec.may_review(uuid, uuid, uuid), sec.reviews_left() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.reviews_left() TO msa_admin;
-- Whoever may take any step runs the guard, and the guard asks this of the last one.
GRANT EXECUTE ON FUNCTION sec.may_review(uuid, uuid, uuid)
   TO msa_owner, msa_worker, msa_manager, msa_admin;
