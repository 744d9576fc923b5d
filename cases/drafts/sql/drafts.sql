-- Drafts go once they are saved, thrown away or too old (SES-03).

-- By whoever writes it, of somebody he works with. The right to delete rows would let
-- him lock the whole table.
CREATE FUNCTION sec.drop_draft(one uuid) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
    target text;
    gone bigint;
    dropped bigint := 0;
BEGIN
    SELECT m.id INTO me FROM public.accounts_member m
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid;
    FOREACH target IN ARRAY ARRAY['drafts_recorddraft', 'drafts_sessiondraft'] LOOP
        EXECUTE format(
            'DELETE FROM public.%I WHERE organisation_id = $1 AND id = $2
                AND written_by_id = $3 AND subject_id = ANY (sec.my_subjects())',
            target) USING p[1]::uuid, one, me;
        GET DIAGNOSTICS gone = ROW_COUNT;
        dropped := dropped + gone;
    END LOOP;
    RETURN dropped;
END $$;

-- Their policies hide them by then already.
CREATE FUNCTION sec.discard_drafts() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    target text;
    gone bigint;
    discarded bigint := 0;
BEGIN
    FOREACH target IN ARRAY ARRAY['drafts_recorddraft', 'drafts_sessiondraft'] LOOP
        EXECUTE format(
            'DELETE FROM public.%I WHERE organisation_id = $1
                AND saved_at <= now() - interval ''14 days''',
            target) USING p[1]::uuid;
        GET DIAGNOSTICS gone = ROW_COUNT;
        discarded := discarded + gone;
    END LOOP;
    RETURN discarded;
END $$;

REVOKE ALL ON FUNCTION sec.drop_draft(uuid), sec.discard_drafts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.drop_draft(uuid), sec.discard_drafts() TO msa_worker;
