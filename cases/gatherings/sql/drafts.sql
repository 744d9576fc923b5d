-- As in drafts.sql of drafts; what was begun of a meeting is dropped by whoever writes it
-- while he runs the group.
CREATE OR REPLACE FUNCTION sec.drop_draft(one uuid) RETURNS bigint
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
    PERFORM FROM public.gatherings_meetingdraft d
      WHERE d.organisation_id = p[1]::uuid AND d.id = one
        AND d.written_by_id = me AND d.group_id = ANY (sec.my_groups());
    IF FOUND THEN
        DELETE FROM public.gatherings_memberdraft m
         WHERE m.organisation_id = p[1]::uuid AND m.draft_id = one;
        DELETE FROM public.gatherings_meetingdraft d
         WHERE d.organisation_id = p[1]::uuid AND d.id = one;
        dropped := dropped + 1;
    END IF;
    RETURN dropped;
END $$;

CREATE OR REPLACE FUNCTION sec.discard_drafts() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    target text;
    gone bigint;
    discarded bigint := 0;
BEGIN
    DELETE FROM public.gatherings_memberdraft m
     USING public.gatherings_meetingdraft d
     WHERE d.organisation_id = p[1]::uuid AND m.organisation_id = p[1]::uuid
       AND m.draft_id = d.id AND d.saved_at <= now() - interval '14 days';
    FOREACH target IN ARRAY ARRAY[
        'drafts_recorddraft', 'drafts_sessiondraft', 'gatherings_meetingdraft'] LOOP
        EXECUTE format(
            'DELETE FROM public.%I WHERE organisation_id = $1
                AND saved_at <= now() - interval ''14 days''',
            target) USING p[1]::uuid;
        GET DIAGNOSTICS gone = ROW_COUNT;
        discarded := discarded + gone;
    END LOOP;
    RETURN discarded;
END $$;
