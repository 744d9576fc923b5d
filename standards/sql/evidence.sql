-- What nobody may do to the files of a review, how one is opened, and whose names stand
-- under what was said (STD-02).

-- Files come and go only while a review is open, and name who added them. Afterwards
-- nothing changes but the wrapping of a file's key: once, when the review has been
-- submitted, under the key that the national body holds. The owner alone exchanges it
-- for a newer one, of the organisation or of that body; a manager who could would make
-- what was signed unreadable.
CREATE FUNCTION sec.guard_evidence() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    now_in text;
BEGIN
    SELECT state INTO now_in FROM public.standards_cycle
     WHERE id = part.cycle_id FOR SHARE;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - '{organisation_key_id,wrapped}'::text[] IS DISTINCT FROM
           to_jsonb(OLD) - '{organisation_key_id,wrapped}'::text[] THEN
            RAISE EXCEPTION 'a file stays as it was added' USING ERRCODE = '42501';
        END IF;
        IF sec.role() <> 'owner'
              AND (OLD.organisation_key_id IS NULL OR NEW.organisation_key_id IS NOT NULL)
           OR OLD.organisation_key_id IS NULL AND NEW.organisation_key_id IS NOT NULL
           OR NEW.organisation_key_id IS NULL AND now_in IS DISTINCT FROM 'SUBMITTED' THEN
            RAISE EXCEPTION 'a file is handed over once, with its review'
                USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END IF;
    IF now_in IS DISTINCT FROM 'OPEN' THEN
        RAISE EXCEPTION 'not while a review is %', now_in USING ERRCODE = '42501';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.organisation_key_id IS NULL THEN
            RAISE EXCEPTION 'a file is handed over once, with its review'
                USING ERRCODE = '42501';
        END IF;
        IF NOT sec.is_own_member(NEW.added_by_id) AND NOT EXISTS (
               SELECT FROM public.standards_evidence e
                WHERE e.content_id = NEW.content_id AND e.id <> NEW.id
                  AND (e.added_by_id, e.added_at, e.title, e.standard)
                      = (NEW.added_by_id, NEW.added_at, NEW.title, NEW.standard)) THEN
            RAISE EXCEPTION 'a file names who adds it' USING ERRCODE = '42501';
        END IF;
    END IF;
    RETURN part;
END $$;

-- A judgement names who wrote it last. A revision takes over what was said before, by
-- whoever said it, word for word.
CREATE FUNCTION sec.guard_judgement() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.is_own_member(NEW.changed_by_id) OR (TG_OP = 'INSERT' AND EXISTS (
           SELECT FROM public.standards_judgement j
            WHERE j.id <> NEW.id AND j.cycle_id <> NEW.cycle_id
              AND to_jsonb(j) - '{id,cycle_id}'::text[]
                  = to_jsonb(NEW) - '{id,cycle_id}'::text[])) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a judgement names who made it' USING ERRCODE = '42501';
END $$;

-- A review goes OPEN, SIGNED, SUBMITTED and never back; who signs it is who asks, under
-- the name that he has here.
CREATE OR REPLACE FUNCTION sec.guard_cycle() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.catalogue, NEW.starts_on, NEW.ends_on,
        NEW.revision, NEW.started_by_id, NEW.started_at)
       IS DISTINCT FROM
       (OLD.id, OLD.organisation_id, OLD.catalogue, OLD.starts_on, OLD.ends_on,
        OLD.revision, OLD.started_by_id, OLD.started_at) THEN
        RAISE EXCEPTION 'what a review is about stands' USING ERRCODE = '42501';
    END IF;
    IF step NOT IN ('OPEN>SIGNED', 'SIGNED>SUBMITTED') THEN
        RAISE EXCEPTION 'a review does not go %', step USING ERRCODE = '42501';
    END IF;
    IF step = 'OPEN>SIGNED' THEN
        IF NOT EXISTS (SELECT FROM public.accounts_member
                        WHERE id = NEW.signed_by_id AND person_id = sec.person()
                          AND name = NEW.signed_as) THEN
            RAISE EXCEPTION 'a review names who signs it' USING ERRCODE = '42501';
        END IF;
    ELSIF (NEW.signed_by_id, NEW.signed_as, NEW.signed_at)
          IS DISTINCT FROM (OLD.signed_by_id, OLD.signed_as, OLD.signed_at) THEN
        RAISE EXCEPTION 'a signature stands' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- One file with the keys to open it, and the event of its being opened. Nobody reads
-- the bytes in another way. The national body is given what was submitted, under the
-- key it holds, and no key of an organisation.
CREATE FUNCTION sec.open_evidence(wanted uuid)
RETURNS TABLE (content_id uuid, sealed bytea, wrapped bytea, ring_id uuid,
               ring_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
BEGIN
    IF p[3] NOT IN ('manager', 'national') THEN
        RAISE EXCEPTION 'not in this role' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
        SELECT f.id, f.sealed, e.wrapped, o.id, o.wrapped
          FROM public.standards_evidence e
          JOIN public.standards_cycle c
            ON c.organisation_id = e.organisation_id AND c.id = e.cycle_id
          JOIN public.standards_evidencecontent f
            ON f.organisation_id = e.organisation_id AND f.id = e.content_id
          LEFT JOIN public.consent_organisationkey o
            ON p[3] = 'manager' AND o.organisation_id = e.organisation_id
               AND o.id = e.organisation_key_id
         WHERE e.id = wanted
           AND (p[3] = 'manager' AND e.organisation_id = p[1]::uuid
                OR p[3] = 'national' AND c.state = 'SUBMITTED'
                   AND e.organisation_key_id IS NULL);
    IF FOUND THEN
        INSERT INTO public.audit_event
               (id, organisation_id, actor, role, action, payload)
        VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'evidence.opened',
                jsonb_build_object('evidence', wanted));
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.guard_evidence(), sec.guard_judgement(),
       sec.open_evidence(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_evidence(), sec.guard_judgement() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.open_evidence(uuid) TO msa_manager, msa_national;
