-- What nobody may do to a narrative, and what its check may read (REP-05, REP-06).

-- DRAFT, SUBMITTED, INCLUDED; taken back from SUBMITTED. The words that are approved are
-- the revision that was checked, and whoever approves answers for it in his own name.
CREATE FUNCTION sec.is_own_member(member uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.accounts_member m
                    WHERE m.id = member AND m.person_id = sec.person())
$$;

-- Whoever begins a draft is its first writer and author; the owner invents a demo.
CREATE FUNCTION sec.guard_new_narrative() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.role() <> 'owner' AND (NOT sec.is_own_member(NEW.written_by_id)
       OR NOT NEW.written_by_id = ANY (NEW.authors)) THEN
        RAISE EXCEPTION 'a draft names its own writer' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sec.guard_narrative() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.quarter, NEW.edition)
       IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.quarter, OLD.edition) THEN
        RAISE EXCEPTION 'what a narrative is about stands' USING ERRCODE = '42501';
    END IF;
    IF step NOT IN ('DRAFT>DRAFT', 'DRAFT>SUBMITTED', 'SUBMITTED>TAKEN_BACK',
                    'SUBMITTED>INCLUDED', 'INCLUDED>SUBMITTED') THEN
        RAISE EXCEPTION 'a narrative does not go %', step USING ERRCODE = '42501';
    END IF;
    -- The organisation submits and takes back; only the national body takes in.
    IF (NEW.state = 'INCLUDED' OR OLD.state = 'INCLUDED')
       AND (sec.role() <> 'national' OR NEW.read_by IS DISTINCT FROM sec.person()
            AND NEW.state = 'INCLUDED') THEN
        RAISE EXCEPTION 'the national body takes a narrative in'
            USING ERRCODE = '42501';
    END IF;
    IF step = 'DRAFT>DRAFT' THEN
        IF NEW.revision <> OLD.revision + 1 OR NOT NEW.authors @> OLD.authors
           OR NOT NEW.written_by_id = ANY (NEW.authors) THEN
            RAISE EXCEPTION 'a draft goes on by one revision' USING ERRCODE = '42501';
        END IF;
        IF NOT sec.is_own_member(NEW.written_by_id) THEN
            RAISE EXCEPTION 'a draft names its own writer' USING ERRCODE = '42501';
        END IF;
    ELSIF (NEW.revision, NEW.written_by_id, NEW.written_at, NEW.authors)
          IS DISTINCT FROM
          (OLD.revision, OLD.written_by_id, OLD.written_at, OLD.authors) THEN
        RAISE EXCEPTION 'what was written stands' USING ERRCODE = '42501';
    END IF;
    IF step = 'DRAFT>SUBMITTED' THEN
        IF NOT sec.is_own_member(NEW.approved_by_id) THEN
            RAISE EXCEPTION 'an approval names its own actor' USING ERRCODE = '42501';
        END IF;
        -- An author approves only where no other manager is left to do so, and then
        -- only what needed no explanation.
        IF NEW.approved_by_id = ANY (NEW.authors) AND (NEW.explained > 0 OR EXISTS (
               SELECT FROM public.accounts_member m
                WHERE 'manager' = ANY (m.roles) AND m.id <> NEW.approved_by_id
                  AND (m.left_at IS NULL OR m.left_at > now())
                  AND (NOT m.id = ANY (NEW.authors)
                       OR NEW.written_by_id = NEW.approved_by_id))) THEN
            RAISE EXCEPTION 'nobody approves his own words' USING ERRCODE = '42501';
        END IF;
        IF NEW.content_hash !~ '^[0-9a-f]{64}$' THEN
            RAISE EXCEPTION 'approved words have a content hash' USING ERRCODE = '23514';
        END IF;
    ELSIF (NEW.approved_by_id, NEW.approved_at, NEW.explained, NEW.content_hash)
          IS DISTINCT FROM
          (OLD.approved_by_id, OLD.approved_at, OLD.explained, OLD.content_hash) THEN
        RAISE EXCEPTION 'only an approval approves' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- The sections in which somebody of the organisation is named, with their keys, in every
-- revision: a former name is a name. The manager's own policy shows him no support
-- people, and no page does; only the check reads them here, in memory, and leaves an
-- event. A record that is sealed has no key, so nothing of it comes out.
CREATE FUNCTION sec.narrative_register()
RETURNS TABLE (kind text, row_id uuid, subject_id uuid, revision integer, sealed bytea,
               key_id uuid, wrapped bytea, ring_id uuid, ring_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'not in this role' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
        SELECT s.kind::text, s.id, s.subject_id, s.revision, s.sealed,
               k.id, w.wrapped, o.id, o.wrapped
          FROM public.cases_section s
          JOIN public.consent_subjectkey k
            ON k.organisation_id = s.organisation_id AND k.id = s.key_id
          JOIN public.consent_consent c
            ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
          JOIN public.consent_wrappedkey w
            ON w.organisation_id = k.organisation_id AND w.key_id = k.id
          JOIN public.consent_organisationkey o
            ON o.organisation_id = k.organisation_id AND o.id = w.organisation_key_id
         WHERE s.organisation_id = p[1]::uuid AND NOT s.withheld
           AND s.kind IN ('identity', 'contact', 'support')
           AND k.purpose = 'RECORD' AND k.state = 'ACTIVE'
           AND (c.expires_at IS NULL OR c.expires_at > now());
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, payload)
    SELECT gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'narrative.checked',
           jsonb_build_object('count', count(DISTINCT s.subject_id))
      FROM public.cases_section s
     WHERE s.organisation_id = p[1]::uuid AND NOT s.withheld;
END $$;

-- Released figures of a quarter. They are published: whoever writes may repeat them.
-- A manager is shown no rows of other organisations.
CREATE FUNCTION sec.published_figures(of_quarter text)
RETURNS TABLE (in_table text, in_row text, figure numeric)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT c."table"::text, c."row"::text,
           c.value / power(10::numeric, c.decimals)
      FROM public.reporting_cell c JOIN public.reporting_report r ON r.id = c.report_id
     WHERE r.quarter = of_quarter AND r.state = 'RELEASED' AND c.status = 'ok'
       AND ((SELECT sec.role()) <> 'manager' OR c."table" NOT LIKE 'organisation%'
            OR c."row" = (SELECT o.code FROM public.tenancy_organisation o
                           WHERE o.id = sec.organisation()))
$$;

REVOKE ALL ON FUNCTION sec.is_own_member(uuid), sec.guard_new_narrative(),
       sec.guard_narrative(), sec.narrative_register(), sec.published_figures(text)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.is_own_member(uuid) TO msa_owner, msa_manager;
GRANT EXECUTE ON FUNCTION sec.guard_new_narrative() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.guard_narrative() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.narrative_register() TO msa_manager;
GRANT EXECUTE ON FUNCTION sec.published_figures(text)
   TO msa_manager, msa_national, msa_reporting;
