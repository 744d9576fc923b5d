-- What nobody may do to a review, whatever his rights on its tables (STD-02).

-- A review goes OPEN, SIGNED, SUBMITTED and never back; who signs it is who asks.
CREATE FUNCTION sec.guard_cycle() RETURNS trigger
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
                        WHERE id = NEW.signed_by_id AND person_id = sec.person()) THEN
            RAISE EXCEPTION 'a review names who signs it' USING ERRCODE = '42501';
        END IF;
    ELSIF (NEW.signed_by_id, NEW.signed_as, NEW.signed_at)
          IS DISTINCT FROM (OLD.signed_by_id, OLD.signed_as, OLD.signed_at) THEN
        RAISE EXCEPTION 'a signature stands' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- What hangs on a review changes only while that is open, and never moves to another.
-- FOR SHARE keeps the state until this transaction ends.
CREATE FUNCTION sec.guard_cycle_part() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    now_in text;
BEGIN
    IF TG_OP = 'UPDATE' AND
       (NEW.id, NEW.organisation_id, NEW.cycle_id, NEW.standard) IS DISTINCT FROM
       (OLD.id, OLD.organisation_id, OLD.cycle_id, OLD.standard) THEN
        RAISE EXCEPTION 'a part keeps its place' USING ERRCODE = '42501';
    END IF;
    SELECT state INTO now_in FROM public.standards_cycle
     WHERE id = part.cycle_id FOR SHARE;
    IF now_in IS DISTINCT FROM 'OPEN' THEN
        RAISE EXCEPTION 'not while a review is %', now_in USING ERRCODE = '42501';
    END IF;
    RETURN part;
END $$;

REVOKE ALL ON FUNCTION sec.guard_cycle(), sec.guard_cycle_part() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_cycle(), sec.guard_cycle_part() TO msa_owner;
