-- What a survivor told of harm he did himself, and what follows from it (REC-09).

-- May this be written down here? Only where the policy about it is in force. Asked as
-- whoever writes, who reads the policies of his organisation.
CREATE FUNCTION sec.demand_policy_on_harm() RETURNS trigger
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.handbook_writtenpolicy w
      JOIN public.handbook_version v
        ON v.organisation_id = w.organisation_id AND v.policy_id = w.id
     WHERE w.organisation_id = NEW.organisation_id AND w.about = 'OFFENDERS'
       AND v.withdrawn_at IS NULL
       AND v.in_force_from <= (now() AT TIME ZONE 'Pacific/Auckland')::date;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no policy of this organisation allows it'
              USING ERRCODE = 'MS030';
    END IF;
    RETURN NEW;
END $$;

-- Puts the same writer's revision before it aside.
CREATE FUNCTION sec.supersede_harm_told() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_harmtold SET superseded = true
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND key_id = NEW.key_id AND written_by_id = NEW.written_by_id
       AND revision < NEW.revision AND NOT superseded;
    RETURN NEW;
END $$;

-- Whoever clears for a group at the same moment waits: see sec.demand_clearable().
CREATE FUNCTION sec.harm_told() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    DELETE FROM public.cases_groupclearance
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND kind = 'SURVIVORS';
    INSERT INTO public.cases_supporthold (id, organisation_id, subject_id, since)
    VALUES (gen_random_uuid(), NEW.organisation_id, NEW.subject_id,
            CASE TG_OP WHEN 'INSERT' THEN least(NEW.written_at, now()) ELSE now() END)
    ON CONFLICT (organisation_id, subject_id) DO NOTHING;
    RETURN NULL;
END $$;

-- Words that a withdrawal sealed keep him out of groups of survivors too: the others
-- there would not be any safer for it.
CREATE FUNCTION sec.harm_is_told(tenant uuid, his uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.cases_harmtold h
                    WHERE h.organisation_id = tenant AND h.subject_id = his
                      AND NOT h.superseded AND h.taken_back_at IS NULL)
$$;

CREATE FUNCTION sec.demand_clearable() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    IF NEW.kind = 'SURVIVORS'
       AND sec.harm_is_told(NEW.organisation_id, NEW.subject_id) THEN
        RAISE EXCEPTION 'not cleared for this group' USING ERRCODE = 'MS031';
    END IF;
    RETURN NEW;
END $$;

-- A decision ends the wait, or makes it last: nobody has the right to end it otherwise.
CREATE FUNCTION sec.support_decided() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.outcome = 'ELSEWHERE' THEN
        INSERT INTO public.cases_supporthold (id, organisation_id, subject_id, since)
        VALUES (gen_random_uuid(), NEW.organisation_id, NEW.subject_id,
                least(NEW.decided_at, now()))
        ON CONFLICT (organisation_id, subject_id) DO NOTHING;
    ELSE
        DELETE FROM public.cases_supporthold
         WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id;
    END IF;
    RETURN NULL;
END $$;

-- Nobody asks of a session by itself whether it fits: what took place before support
-- had to wait is written down as it was. An import and the owner bring what has been.
CREATE FUNCTION sec.demand_fit(tenant uuid, his uuid, what text, day date)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.cases_supporthold h
                WHERE h.organisation_id = tenant AND h.subject_id = his
                  AND day > (h.since AT TIME ZONE 'Pacific/Auckland')::date) THEN
        RAISE EXCEPTION 'a manager decides first' USING ERRCODE = 'MS032';
    END IF;
    IF what = 'GROUP' AND NOT EXISTS (
        SELECT FROM public.cases_groupclearance c
         WHERE c.organisation_id = tenant AND c.subject_id = his) THEN
        RAISE EXCEPTION 'not cleared for this group' USING ERRCODE = 'MS031';
    END IF;
END $$;

CREATE FUNCTION sec.session_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('role', true) NOT IN ('msa_admin', 'msa_owner') THEN
        PERFORM sec.demand_fit(
            NEW.organisation_id, NEW.subject_id, NEW.kind, NEW.held_on);
    ELSIF NEW.kind = 'GROUP'
          AND sec.consent_in_force(NEW.organisation_id, NEW.subject_id, 'RECORD')
          AND NOT sec.harm_is_told(NEW.organisation_id, NEW.subject_id) THEN
        INSERT INTO public.cases_groupclearance
               (id, organisation_id, subject_id, kind, given_at, imported)
        VALUES (gen_random_uuid(), NEW.organisation_id, NEW.subject_id, 'SURVIVORS',
                NEW.logged_at, true)
        ON CONFLICT (organisation_id, subject_id, kind) DO NOTHING;
    END IF;
    RETURN NEW;
END $$;

-- The same question where a session is counted without anything that leads to him.
CREATE FUNCTION sec.demand_countable(subject uuid, what text, day date) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] = 'worker' AND subject = ANY (sec.my_subjects())
       AND what IN ('ONE_TO_ONE', 'GROUP', 'WORKSHOP') THEN
        PERFORM sec.demand_fit(p[1]::uuid, subject, what, day);
    END IF;
END $$;

-- As sec.sections_in_emergency(): it is his record too (CON-07).
CREATE FUNCTION sec.harm_told_in_emergency(subject uuid)
RETURNS SETOF public.cases_harmtold
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.cases_harmtold r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                        AND NOT r.superseded;
    END IF;
END $$;

-- Who was in groups before any of this stays in them, and it says whence he has it.
INSERT INTO public.cases_groupclearance
       (id, organisation_id, subject_id, kind, given_at, imported)
SELECT gen_random_uuid(), s.organisation_id, s.subject_id, 'SURVIVORS', now(), true
  FROM (SELECT DISTINCT organisation_id, subject_id FROM public.cases_session
         WHERE kind = 'GROUP') s
 WHERE sec.consent_in_force(s.organisation_id, s.subject_id, 'RECORD');

REVOKE ALL ON FUNCTION sec.demand_policy_on_harm(), sec.supersede_harm_told(),
       sec.harm_told(), sec.harm_is_told(uuid, uuid), sec.demand_clearable(),
       sec.support_decided(), sec.demand_fit(uuid, uuid, text, date),
       sec.session_fits(), sec.demand_countable(uuid, text, date),
       sec.harm_told_in_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_policy_on_harm(), sec.supersede_harm_told(),
      sec.harm_told(), sec.demand_clearable(), sec.support_decided(),
      sec.session_fits() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.demand_countable(uuid, text, date) TO msa_worker;
GRANT EXECUTE ON FUNCTION sec.harm_told_in_emergency(uuid) TO msa_manager;
