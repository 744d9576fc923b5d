-- What nobody may do to a report, whatever his rights on its tables (REP-06).

-- A report goes BUILDING, DRAFT, RELEASED, REPLACED and never back. What was compiled
-- stands from the draft on; the one who releases is the one who asks.
CREATE FUNCTION sec.guard_report() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF (NEW.id, NEW.kind, NEW.quarter, NEW.revision, NEW.spec, NEW.policy,
        NEW.compiled_by, NEW.started_at)
       IS DISTINCT FROM
       (OLD.id, OLD.kind, OLD.quarter, OLD.revision, OLD.spec, OLD.policy,
        OLD.compiled_by, OLD.started_at) THEN
        RAISE EXCEPTION 'what a report is about stands' USING ERRCODE = '42501';
    END IF;
    IF step NOT IN ('BUILDING>DRAFT', 'BUILDING>REPLACED', 'DRAFT>RELEASED',
                    'DRAFT>REPLACED', 'RELEASED>REPLACED') THEN
        RAISE EXCEPTION 'a report does not go %', step USING ERRCODE = '42501';
    END IF;
    IF step <> 'BUILDING>DRAFT' AND
       (NEW.compiled_at, NEW.content_hash, NEW.attack)
       IS DISTINCT FROM (OLD.compiled_at, OLD.content_hash, OLD.attack) THEN
        RAISE EXCEPTION 'what was compiled stands' USING ERRCODE = '42501';
    END IF;
    IF step = 'BUILDING>DRAFT' AND
       (NEW.content_hash !~ '^[0-9a-f]{64}$' OR NEW.compiled_at IS NULL) THEN
        RAISE EXCEPTION 'a draft has a content hash' USING ERRCODE = '23514';
    END IF;
    IF step = 'DRAFT>RELEASED' THEN
        IF NEW.released_by IS DISTINCT FROM sec.person() THEN
            RAISE EXCEPTION 'a release names its own actor' USING ERRCODE = '42501';
        END IF;
    ELSIF (NEW.released_by, NEW.released_at)
          IS DISTINCT FROM (OLD.released_by, OLD.released_at) THEN
        RAISE EXCEPTION 'only a release releases' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- Cells come while the report is being built and never change; files come after its
-- release. FOR SHARE keeps the state until this transaction ends.
CREATE FUNCTION sec.guard_report_part() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    now_in text;
BEGIN
    SELECT state INTO now_in FROM public.reporting_report
     WHERE id = NEW.report_id FOR SHARE;
    IF now_in IS DISTINCT FROM TG_ARGV[0] THEN
        RAISE EXCEPTION 'not while a report is %', now_in USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_report(), sec.guard_report_part() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_report(), sec.guard_report_part() TO msa_owner;
