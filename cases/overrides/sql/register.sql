-- What was done without consent: who may decide and review, and who is told (CON-06).

-- The other managers are told at once, in the transaction of the act itself. Where there
-- is no other, the administrators are told of what could not wait, and of nothing it says.
CREATE FUNCTION sec.tell_managers() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    doer uuid;
    is_urgent boolean := true;
    told uuid;
    read uuid;
    tell text;
BEGIN
    IF TG_TABLE_NAME = 'overrides_disclosure' THEN
        doer := NEW.asked_by_id;
        is_urgent := NEW.is_urgent;
        told := NEW.id;
    ELSE
        doer := NEW.read_by_id;
        read := NEW.id;
    END IF;
    FOREACH tell IN ARRAY ARRAY['manager', 'admin'] LOOP
        CONTINUE WHEN tell = 'admin' AND NOT is_urgent;
        INSERT INTO public.overrides_notice
               (id, organisation_id, member_id, disclosure_id, reading_id, made_at)
        SELECT gen_random_uuid(), m.organisation_id, m.id, told, read, now()
          FROM public.accounts_member m
         WHERE m.organisation_id = NEW.organisation_id AND m.id <> doer
           AND tell = ANY (m.roles) AND (m.left_at IS NULL OR m.left_at > now())
           -- Whom the survivor keeps away could not open what the notice leads to.
           AND NOT EXISTS (SELECT FROM public.cases_blockedmember b
                            WHERE b.organisation_id = m.organisation_id
                              AND b.member_id = m.id AND b.ended_at IS NULL
                              AND b.subject_id = NEW.subject_id);
        EXIT WHEN FOUND;
    END LOOP;
    RETURN NULL;
END $$;

-- Is there no other manager here to review what this one did?
CREATE FUNCTION sec.no_manager_but(doer uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM public.accounts_member m
         WHERE m.organisation_id = p[1]::uuid AND m.id <> doer
           AND 'manager' = ANY (m.roles)
           AND (m.left_at IS NULL OR m.left_at > now()));
END $$;

-- May whoever asks, and signs so, review what another did? A manager; or the
-- administrator, who sees nothing of it, where no manager is left.
CREATE FUNCTION sec.may_review(doer uuid, signs uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN signs <> doer
       AND EXISTS (SELECT FROM public.accounts_member m
                    WHERE m.organisation_id = p[1]::uuid AND m.id = signs
                      AND m.person_id = p[2]::uuid)
       AND (p[3] = 'manager' OR p[3] = 'admin' AND sec.no_manager_but(doer));
END $$;

-- Each step names whoever takes it, and changes nothing but itself.
CREATE FUNCTION sec.guard_disclosure() RETURNS trigger
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
        WHEN 'REVIEWED' THEN sec.may_review(OLD.told_by_id, NEW.reviewed_by_id)
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
CREATE FUNCTION sec.guard_reading() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (sec.context())[3] <> 'owner'
       AND (OLD.reviewed_at IS NOT NULL OR NEW.reviewed_at IS NULL
            OR sec.may_review(OLD.read_by_id, NEW.reviewed_by_id) IS NOT TRUE) THEN
        RAISE EXCEPTION 'not this one, or not now' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.tell_managers(), sec.no_manager_but(uuid),
       sec.may_review(uuid, uuid), sec.guard_disclosure(), sec.guard_reading()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.tell_managers(), sec.guard_disclosure(),
      sec.guard_reading() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.no_manager_but(uuid) TO msa_manager, msa_admin;
-- Whoever may take any step runs the guard, and the guard asks this of the last one.
GRANT EXECUTE ON FUNCTION sec.may_review(uuid, uuid)
   TO msa_owner, msa_worker, msa_manager, msa_admin;
