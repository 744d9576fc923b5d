-- A session that was noted by mistake did not take place: nothing counts it, and nothing
-- hangs on its day. It stays to be seen, with every version of it.

-- As in corrections.sql, without what did not take place.
CREATE OR REPLACE FUNCTION sec.first_activity(tenant uuid, his uuid, episode uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(
        (SELECT min(greatest(e.started_on, s.held_on)) FROM public.cases_session s
          WHERE s.organisation_id = tenant AND s.subject_id = his AND NOT s.withheld
            AND s.kind NOT IN ('DID_NOT_ATTEND', 'MISTAKEN')
            AND (e.ended_on IS NULL OR s.held_on <= e.ended_on)
            AND (s.held_on >= e.started_on OR NOT EXISTS (
                    SELECT FROM public.cases_episode earlier
                     WHERE earlier.organisation_id = tenant
                       AND earlier.subject_id = his AND NOT earlier.withheld
                       AND earlier.ended_on <= e.started_on
                       AND earlier.id <> e.id))),
        (SELECT min(t.happened_on) FROM public.cases_episodeturn t
          WHERE t.organisation_id = tenant AND t.episode_id = e.id
            AND t.taken_back_at IS NULL AND t.kind = 'PHASE' AND t.phase <> 'CONNECT'))
      FROM public.cases_episode e
     WHERE e.organisation_id = tenant AND e.id = episode
$$;

-- As in corrections.sql: the last activity is the last that took place.
CREATE OR REPLACE FUNCTION sec.settle_session() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE before record;
BEGIN
    SELECT v.held_on, v.kind INTO before FROM public.cases_sessionversion v
     WHERE v.organisation_id = NEW.organisation_id AND v.session_id = NEW.session_id
       AND v.revision = NEW.revision - 1;
    UPDATE public.cases_session
       SET held_on = NEW.held_on, minutes = NEW.minutes, kind = NEW.kind,
           mode = NEW.mode
     WHERE organisation_id = NEW.organisation_id AND id = NEW.session_id;
    UPDATE public.cases_client c
       SET last_activity_on = (SELECT max(s.held_on) FROM public.cases_session s
                                WHERE s.organisation_id = c.organisation_id
                                  AND s.subject_id = c.subject_id AND NOT s.withheld
                                  AND s.kind <> 'MISTAKEN')
     WHERE c.organisation_id = NEW.organisation_id AND c.subject_id = NEW.subject_id
       AND NOT c.withheld
       AND (NEW.held_on, NEW.kind = 'MISTAKEN')
           <> (before.held_on, before.kind = 'MISTAKEN');
    UPDATE public.cases_episode e
       SET activated_on = sec.first_activity(e.organisation_id, e.subject_id, e.id)
     WHERE e.organisation_id = NEW.organisation_id AND e.subject_id = NEW.subject_id
       AND NOT e.withheld
       AND (NEW.held_on, NEW.kind IN ('DID_NOT_ATTEND', 'MISTAKEN'))
           <> (before.held_on, before.kind IN ('DID_NOT_ATTEND', 'MISTAKEN'))
       AND (e.activated_on IS NULL AND e.ended_on IS NULL
         OR e.activated_on = greatest(e.started_on, before.held_on)
            AND before.kind NOT IN ('DID_NOT_ATTEND', 'MISTAKEN'));
    RETURN NULL;
END $$;

-- As in episode_turns.sql, without what did not take place.
CREATE OR REPLACE FUNCTION sec.settle_episode() RETURNS trigger
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
                               AND s.kind NOT IN ('DID_NOT_ATTEND', 'MISTAKEN')
                               AND s.held_on >= e.started_on)
               THEN coalesce(e.activated_on, under_way_on)
               ELSE under_way_on END
     WHERE e.organisation_id = NEW.organisation_id AND e.id = NEW.episode_id;
    RETURN NULL;
END $$;

-- As in triggers.sql: what did not take place leaves no tally either.
CREATE OR REPLACE FUNCTION sec.session_withheld() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.cases_tally (id, organisation_id, month, kind, mode, minutes)
    SELECT gen_random_uuid(), NEW.organisation_id,
           date_trunc('month', NEW.held_on)::date, NEW.kind, NEW.mode, NEW.minutes
     WHERE NEW.kind <> 'MISTAKEN';
    RETURN NULL;
END $$;
