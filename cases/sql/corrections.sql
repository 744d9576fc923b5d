-- Putting a session right: versions are added, and none is ever changed (SES-04).

-- A version follows the one before it, by whoever logged the session, under the key that
-- the session was written under. Two who save at once wait for each other.
CREATE FUNCTION sec.place_session_version() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    logged record;
    before record;
BEGIN
    SELECT s.held_on, s.minutes, s.kind, s.mode, s.worker_id, s.logged_at, s.key_id
      INTO logged FROM public.cases_session s
     WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.session_id
       AND s.subject_id = NEW.subject_id AND NOT s.withheld
       FOR UPDATE;
    IF NOT FOUND OR NEW.written_by_id <> logged.worker_id
       OR NEW.key_id <> logged.key_id THEN
        RAISE EXCEPTION 'whoever logged it puts it right' USING ERRCODE = 'MS040';
    END IF;
    INSERT INTO public.cases_sessionversion
           (id, organisation_id, subject_id, key_id, withheld, session_id, revision,
            held_on, minutes, kind, mode, written_by_id, written_at)
    VALUES (gen_random_uuid(), NEW.organisation_id, NEW.subject_id, NEW.key_id, false,
            NEW.session_id, 1, logged.held_on, logged.minutes, logged.kind,
            logged.mode, logged.worker_id, logged.logged_at)
    ON CONFLICT (organisation_id, session_id, revision) DO NOTHING;
    SELECT max(v.revision) AS revision, max(v.written_at) AS written_at INTO before
      FROM public.cases_sessionversion v
     WHERE v.organisation_id = NEW.organisation_id AND v.session_id = NEW.session_id;
    IF NEW.revision <> before.revision + 1 OR NEW.written_at < before.written_at THEN
        RAISE EXCEPTION 'it does not follow' USING ERRCODE = 'MS040';
    END IF;
    IF NEW.minutes NOT BETWEEN 1 AND 1440
       OR NEW.held_on > (NEW.written_at AT TIME ZONE 'Pacific/Auckland')::date THEN
        RAISE EXCEPTION 'no such session' USING ERRCODE = 'MS040';
    END IF;
    -- What it becomes has to be let take place, as when it is logged (GRP-02).
    IF NEW.kind IN ('ONE_TO_ONE', 'GROUP', 'WORKSHOP')
       AND (NEW.kind, NEW.held_on) <> (logged.kind, logged.held_on) THEN
        PERFORM sec.demand_fit(
            NEW.organisation_id, NEW.subject_id, NEW.kind, NEW.held_on);
    END IF;
    RETURN NEW;
END $$;

-- When somebody first came in an episode, or got under way without: what his sessions
-- and turns say now. A session from before the first episode began counts to it.
CREATE FUNCTION sec.first_activity(tenant uuid, his uuid, episode uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(
        (SELECT min(greatest(e.started_on, s.held_on)) FROM public.cases_session s
          WHERE s.organisation_id = tenant AND s.subject_id = his AND NOT s.withheld
            AND s.kind <> 'DID_NOT_ATTEND'
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

-- The session says what its newest version says, and so do the days that hang on it:
-- the last activity, and the day an episode got under way if this session was that day.
CREATE FUNCTION sec.settle_session() RETURNS trigger
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
                                  AND s.subject_id = c.subject_id AND NOT s.withheld)
     WHERE c.organisation_id = NEW.organisation_id AND c.subject_id = NEW.subject_id
       AND NOT c.withheld AND NEW.held_on <> before.held_on;
    UPDATE public.cases_episode e
       SET activated_on = sec.first_activity(e.organisation_id, e.subject_id, e.id)
     WHERE e.organisation_id = NEW.organisation_id AND e.subject_id = NEW.subject_id
       AND NOT e.withheld
       AND (NEW.held_on, NEW.kind = 'DID_NOT_ATTEND')
           <> (before.held_on, before.kind = 'DID_NOT_ATTEND')
       AND (e.activated_on IS NULL AND e.ended_on IS NULL
         OR e.activated_on = greatest(e.started_on, before.held_on)
            AND before.kind <> 'DID_NOT_ATTEND');
    RETURN NULL;
END $$;

-- As in triggers.sql; but words that replace others are those of the newest version, by
-- the same member at the same moment. First words come with their session.
CREATE OR REPLACE FUNCTION sec.supersede_note() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.cases_sessionversion v
      WHERE v.organisation_id = NEW.organisation_id AND v.session_id = NEW.session_id
        AND v.subject_id = NEW.subject_id AND v.revision = NEW.revision
        AND v.written_by_id = NEW.written_by_id AND v.written_at = NEW.written_at
        AND v.key_id = NEW.key_id
        AND NOT EXISTS (SELECT FROM public.cases_sessionversion later
                         WHERE later.organisation_id = v.organisation_id
                           AND later.session_id = v.session_id
                           AND later.revision > v.revision);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'words of no version of its own' USING ERRCODE = 'MS040';
    END IF;
    UPDATE public.cases_sessionnote SET superseded = true
     WHERE organisation_id = NEW.organisation_id AND session_id = NEW.session_id
       AND revision < NEW.revision AND NOT superseded;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.place_session_version(), sec.settle_session(),
       sec.first_activity(uuid, uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.place_session_version(), sec.settle_session()
   TO msa_owner;
