-- A survivor's coming and going: what the database holds to, and works out by itself
-- (REC-11).

-- Who begins again begins when the time before is over, and begins open. An import
-- brings his history as it was, with stretches side by side. Two who let him begin again
-- at the same moment wait for each other, by the same lock as a hand-over takes.
CREATE FUNCTION sec.place_episode() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE earlier record;
BEGIN
    IF current_setting('role', true) NOT IN ('msa_worker', 'msa_manager') THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    SELECT bool_or(e.ended_on IS NULL) AS goes_on, max(e.ended_on) AS ended_on
      INTO earlier FROM public.cases_episode e
     WHERE e.organisation_id = NEW.organisation_id AND e.subject_id = NEW.subject_id
       AND NOT e.withheld;
    IF earlier.goes_on OR NEW.started_on < earlier.ended_on
       OR NEW.ended_on IS NOT NULL OR NEW.paused_on IS NOT NULL THEN
        RAISE EXCEPTION 'his time before is not over then' USING ERRCODE = 'MS021';
    END IF;
    RETURN NEW;
END $$;

-- A turn follows the one before it, in an episode that goes on, on no day to come.
CREATE FUNCTION sec.place_turn() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    his record;
    before record;
BEGIN
    SELECT e.started_on, e.ended_on, e.paused_on, e.phase INTO his
      FROM public.cases_episode e
     WHERE e.organisation_id = NEW.organisation_id AND e.id = NEW.episode_id
       AND e.subject_id = NEW.subject_id AND NOT e.withheld
       FOR UPDATE;
    IF NOT FOUND OR his.ended_on IS NOT NULL THEN
        RAISE EXCEPTION 'no time that goes on' USING ERRCODE = 'MS021';
    END IF;
    SELECT max(t.revision) AS revision,
           max(t.happened_on) FILTER (WHERE t.taken_back_at IS NULL) AS happened_on
      INTO before FROM public.cases_episodeturn t
     WHERE t.organisation_id = NEW.organisation_id AND t.episode_id = NEW.episode_id;
    IF NEW.revision <> coalesce(before.revision, 0) + 1
       OR NEW.happened_on < greatest(his.started_on, before.happened_on)
       OR NEW.happened_on > (NEW.written_at AT TIME ZONE 'Pacific/Auckland')::date
       OR NEW.taken_back_at IS NOT NULL
       OR (NEW.kind = 'PHASE' AND NEW.phase = his.phase)
       OR (NEW.kind IN ('PHASE', 'PAUSED') AND his.paused_on IS NOT NULL)
       OR (NEW.kind = 'WENT_ON' AND his.paused_on IS NULL) THEN
        RAISE EXCEPTION 'it does not follow' USING ERRCODE = 'MS021';
    END IF;
    RETURN NEW;
END $$;

-- Only the last turn is taken back, once, and an end only while nothing came after it.
CREATE FUNCTION sec.take_back_turn() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(OLD.subject_id::text, 0));
    PERFORM 1 FROM public.cases_episode e
      WHERE e.organisation_id = OLD.organisation_id AND e.id = OLD.episode_id
        FOR UPDATE;
    IF OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL
       OR EXISTS (SELECT 1 FROM public.cases_episodeturn t
                   WHERE t.organisation_id = OLD.organisation_id
                     AND t.episode_id = OLD.episode_id AND t.taken_back_at IS NULL
                     AND t.revision > OLD.revision)
       OR (OLD.kind = 'ENDED' AND EXISTS (
              SELECT 1 FROM public.cases_episode e
               WHERE e.organisation_id = OLD.organisation_id
                 AND e.subject_id = OLD.subject_id AND e.id <> OLD.episode_id
                 AND NOT e.withheld AND e.started_on >= OLD.happened_on)) THEN
        RAISE EXCEPTION 'something came after it' USING ERRCODE = 'MS021';
    END IF;
    RETURN NEW;
END $$;

-- The episode stands as its turns say. Whoever is past getting to know each other is
-- being supported, also where he wants no sessions kept that would show it.
CREATE FUNCTION sec.settle_episode() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pace record;
    now_in text;
    under_way_on date;
BEGIN
    SELECT t.kind, t.happened_on, t.back_on, t.reason INTO pace
      FROM public.cases_episodeturn t
     WHERE t.organisation_id = NEW.organisation_id AND t.episode_id = NEW.episode_id
       AND t.taken_back_at IS NULL AND t.kind <> 'PHASE'
     ORDER BY t.revision DESC LIMIT 1;
    SELECT t.phase INTO now_in FROM public.cases_episodeturn t
     WHERE t.organisation_id = NEW.organisation_id AND t.episode_id = NEW.episode_id
       AND t.taken_back_at IS NULL AND t.kind = 'PHASE'
     ORDER BY t.revision DESC LIMIT 1;
    SELECT min(t.happened_on) INTO under_way_on FROM public.cases_episodeturn t
     WHERE t.organisation_id = NEW.organisation_id AND t.episode_id = NEW.episode_id
       AND t.taken_back_at IS NULL AND t.kind = 'PHASE' AND t.phase <> 'CONNECT';
    UPDATE public.cases_episode e
       SET phase = coalesce(now_in, ''),
           paused_on = CASE WHEN pace.kind = 'PAUSED' THEN pace.happened_on END,
           back_on = CASE WHEN pace.kind = 'PAUSED' THEN pace.back_on END,
           ended_on = CASE WHEN pace.kind = 'ENDED' THEN pace.happened_on END,
           end_reason = CASE WHEN pace.kind = 'ENDED' THEN pace.reason ELSE '' END,
           activated_on = CASE
               WHEN NEW.taken_back_at IS NULL OR NEW.kind <> 'PHASE'
                 OR e.activated_on IS DISTINCT FROM NEW.happened_on
                 OR EXISTS (SELECT 1 FROM public.cases_session s
                             WHERE s.organisation_id = e.organisation_id
                               AND s.subject_id = e.subject_id AND NOT s.withheld
                               AND s.kind <> 'DID_NOT_ATTEND'
                               AND s.held_on >= e.started_on)
               THEN coalesce(e.activated_on, under_way_on)
               ELSE under_way_on END
     WHERE e.organisation_id = NEW.organisation_id AND e.id = NEW.episode_id;
    RETURN NULL;
END $$;

-- As in triggers.sql; but a session from before he came back, noted late, is none that
-- he came back to.
CREATE OR REPLACE FUNCTION sec.session_logged() RETURNS trigger
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
        UPDATE public.cases_episode e SET activated_on = greatest(started_on, NEW.held_on)
         WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
           AND NOT withheld AND activated_on IS NULL AND ended_on IS NULL
           AND (NEW.held_on >= started_on OR NOT EXISTS (
                   SELECT 1 FROM public.cases_episode earlier
                    WHERE earlier.organisation_id = e.organisation_id
                      AND earlier.subject_id = e.subject_id AND NOT earlier.withheld
                      AND earlier.ended_on <= e.started_on));
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.place_episode(), sec.place_turn(), sec.take_back_turn(),
       sec.settle_episode() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.place_episode(), sec.place_turn(), sec.take_back_turn(),
      sec.settle_episode() TO msa_owner;
