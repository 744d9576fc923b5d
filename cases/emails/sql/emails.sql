-- An important email belongs to the session it was kept with (SES-01).

-- By whoever logged it as one, under the key of that session; its words first, then
-- its attachments without a gap. The owner alone brings what has been.
CREATE FUNCTION sec.place_email_part() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] = 'owner' THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM public.cases_session s
      JOIN public.accounts_member m
        ON m.organisation_id = s.organisation_id AND m.id = s.worker_id
     WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.session_id
       AND s.subject_id = NEW.subject_id AND s.key_id = NEW.key_id
       AND s.kind = 'EMAIL_KEPT' AND m.person_id = p[2]::uuid;
    IF NOT FOUND OR NEW.number <> (
           SELECT count(*) FROM public.emails_emailpart e
            WHERE e.organisation_id = NEW.organisation_id
              AND e.session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'it belongs to no email of yours' USING ERRCODE = 'MS041';
    END IF;
    RETURN NEW;
END $$;

-- As sec.notes_in_emergency(): its words are part of his record (CON-07).
CREATE FUNCTION sec.emails_in_emergency(subject uuid)
RETURNS SETOF public.emails_emailpart
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    his uuid := $1;
BEGIN
    IF sec.emergency_lasts(his) THEN
        RETURN QUERY SELECT r.* FROM public.emails_emailpart r
                      WHERE r.organisation_id = p[1]::uuid AND r.subject_id = his
                        AND r.number = 0;
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.place_email_part(), sec.emails_in_emergency(uuid)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.place_email_part() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.emails_in_emergency(uuid) TO msa_manager;
