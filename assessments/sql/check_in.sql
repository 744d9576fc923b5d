-- The survivor at his check-in, who has no account: what he is let in to, and what
-- follows when a check-in ends.

-- The open check-in of a secret's digest, and nothing for any other. A code from the
-- room has to be opened in time; opened once, it opens again until the check-in is
-- finished. Two organisations whose codes are the same by chance both get nothing.
CREATE FUNCTION sec.open_invitation(what bytea)
RETURNS TABLE (organisation uuid, assessment uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    found uuid[];
BEGIN
    IF p[3] <> 'survivor' THEN
        RAISE EXCEPTION 'only a survivor opens his check-in' USING ERRCODE = '42501';
    END IF;
    found := ARRAY(
        SELECT i.id FROM public.assessments_invitation i
          JOIN public.assessments_assessment a
            ON a.organisation_id = i.organisation_id AND a.id = i.assessment_id
         WHERE i.digest = what AND i.expires_at > now()
           AND (i.opened_at IS NOT NULL OR i.open_by > now())
           AND a.state = 'OPEN' AND NOT a.withheld);
    IF cardinality(found) <> 1 THEN
        RETURN;
    END IF;
    RETURN QUERY
        UPDATE public.assessments_invitation i
           SET opened_at = coalesce(i.opened_at, now())
         WHERE i.id = found[1]
        RETURNING i.organisation_id, i.assessment_id;
END $$;

-- The check-in, the survivor and his key, as long as the check-in may be answered:
-- begun, not expired, and with his consent in force. Otherwise NULL.
CREATE FUNCTION sec.my_check_in() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'survivor' THEN
        RETURN NULL;
    END IF;
    RETURN (
        SELECT ARRAY[a.id, a.subject_id, a.key_id]
          FROM public.assessments_assessment a
          JOIN public.assessments_invitation i
            ON i.organisation_id = a.organisation_id AND i.assessment_id = a.id
          JOIN public.consent_subjectkey k
            ON k.organisation_id = a.organisation_id AND k.id = a.key_id
          JOIN public.consent_consent c
            ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
         WHERE a.organisation_id = p[1]::uuid AND a.id = p[2]::uuid
           AND a.state = 'OPEN' AND NOT a.withheld
           AND i.opened_at IS NOT NULL AND i.expires_at > now()
           AND k.state = 'ACTIVE'
           AND (c.expires_at IS NULL OR c.expires_at > now()));
END $$;

-- Did he finish it? Whoever presses the button once more is thanked; where a check-in
-- has ended otherwise, nobody may be told that his answers were taken.
CREATE FUNCTION sec.my_check_in_is_finished() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN p[3] = 'survivor' AND EXISTS (
        SELECT 1 FROM public.assessments_assessment a
         WHERE a.organisation_id = p[1]::uuid AND a.id = p[2]::uuid
           AND a.state = 'FINISHED' AND NOT a.withheld);
END $$;

-- May this check-in's ratings be counted? Asked by whoever stores them.
CREATE FUNCTION sec.is_counted(subject uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'survivor' OR subject IS DISTINCT FROM (sec.my_check_in())[2] THEN
        RETURN false;
    END IF;
    RETURN sec.consent_in_force(p[1]::uuid, subject, 'STATISTICS');
END $$;

-- One check-in at a time: a new one ends the one before. The button may be pressed
-- twice at once, and the second press has to see the row of the first: it waits here,
-- and the statement after that takes a new snapshot.
CREATE FUNCTION sec.end_earlier_check_in() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('check-in ' || NEW.subject_id, 0));
    UPDATE public.assessments_assessment SET state = 'ENDED'
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND state = 'OPEN' AND NOT withheld;
    RETURN NEW;
END $$;

-- Where a check-in ends, nothing leads to it any more. What was answered in one that
-- was not finished goes, and what was counted of one that he took back.
CREATE FUNCTION sec.check_in_ended() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.assessments_invitation
     WHERE organisation_id = NEW.organisation_id AND assessment_id = NEW.id;
    IF NEW.state = 'ENDED' THEN
        DELETE FROM public.assessments_answers
         WHERE organisation_id = NEW.organisation_id AND assessment_id = NEW.id;
    END IF;
    IF NEW.withheld THEN
        DELETE FROM public.assessments_rating
         WHERE organisation_id = NEW.organisation_id AND assessment_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.open_invitation(bytea), sec.my_check_in(),
       sec.my_check_in_is_finished(), sec.is_counted(uuid), sec.end_earlier_check_in(), sec.check_in_ended()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.end_earlier_check_in(), sec.check_in_ended(),
      sec.my_check_in() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.open_invitation(bytea), sec.my_check_in(),
      sec.my_check_in_is_finished(), sec.is_counted(uuid) TO msa_survivor;
