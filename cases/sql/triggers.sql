-- What follows from a row of the client record, done by the database itself.

-- A section or note that is written again puts the one before it aside. Nobody has the
-- right to update sections; history stays (REC-12, SES-04).
CREATE FUNCTION sec.supersede_section() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_section SET superseded = true
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND kind = NEW.kind AND key_id = NEW.key_id
       AND revision < NEW.revision AND NOT superseded;
    RETURN NEW;
END $$;

CREATE FUNCTION sec.supersede_note() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_sessionnote SET superseded = true
     WHERE organisation_id = NEW.organisation_id AND session_id = NEW.session_id
       AND revision < NEW.revision AND NOT superseded;
    RETURN NEW;
END $$;

-- A session makes its survivor's record fresh, and the first one he came to starts his
-- episode.
CREATE FUNCTION sec.session_logged() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.cases_client SET last_activity_on = NEW.held_on
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND NOT withheld
       AND (last_activity_on IS NULL OR last_activity_on < NEW.held_on);
    -- An import brings its own activation dates; only it stores sessions as this role.
    IF NEW.kind <> 'DID_NOT_ATTEND'
       AND current_setting('role', true) IS DISTINCT FROM 'msa_admin' THEN
        UPDATE public.cases_episode SET activated_on = greatest(started_on, NEW.held_on)
         WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
           AND NOT withheld AND activated_on IS NULL AND ended_on IS NULL;
    END IF;
    RETURN NULL;
END $$;

-- A session whose consent is withdrawn is withheld; that it took place stays in the
-- figures as a tally that leads to nobody (CON-05).
CREATE FUNCTION sec.session_withheld() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.cases_tally (id, organisation_id, month, kind, mode, minutes)
    VALUES (gen_random_uuid(), NEW.organisation_id,
            date_trunc('month', NEW.held_on)::date, NEW.kind, NEW.mode, NEW.minutes);
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.supersede_section(), sec.supersede_note(),
       sec.session_logged(), sec.session_withheld() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.supersede_section(), sec.supersede_note(),
      sec.session_logged(), sec.session_withheld() TO msa_owner;
