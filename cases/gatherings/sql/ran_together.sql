-- Whoever ran an evening together may put its log right, and each version says who wrote
-- it (ADR 48). The functions are those of put_right.sql and gatherings.sql, which asked
-- for whoever logged it.

CREATE OR REPLACE FUNCTION sec.put_meeting_right() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.taken_back_at IS NOT NULL OR NEW.revision <> OLD.revision + 1
       OR NEW.put_right_at IS NULL
       OR NEW.put_right_at < coalesce(OLD.put_right_at, OLD.logged_at)
       OR NEW.taken_back_at IS NOT NULL
          AND (NEW.held_on, NEW.minutes, NEW.mode, NEW.guests, NEW.run_by)
              <> (OLD.held_on, OLD.minutes, OLD.mode, OLD.guests, OLD.run_by) THEN
        RAISE EXCEPTION 'it does not follow' USING ERRCODE = 'MS063';
    END IF;
    INSERT INTO public.gatherings_earliermeeting
           (id, organisation_id, meeting_id, revision, held_on, minutes, mode, guests,
            run_by, written_at, written_by)
    VALUES (gen_random_uuid(), OLD.organisation_id, OLD.id, OLD.revision, OLD.held_on,
            OLD.minutes, OLD.mode, OLD.guests, OLD.run_by,
            coalesce(OLD.put_right_at, OLD.logged_at),
            coalesce(OLD.put_right_by, OLD.logged_by_id));
    RETURN NEW;
END $$;

-- Its version is by whoever wrote the version of the meeting.
CREATE OR REPLACE FUNCTION sec.tell_session(
    was public.gatherings_meeting, meets public.gatherings_meeting, attended uuid,
    came boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told record;
    newest record;
    p text[] := sec.context();
    again boolean;
BEGIN
    SELECT s.subject_id, s.key_id, s.held_on, s.minutes, s.kind, s.mode, s.worker_id
      INTO told FROM public.cases_session s
      JOIN public.consent_subjectkey k
        ON k.organisation_id = s.organisation_id AND k.id = s.key_id
     WHERE s.organisation_id = meets.organisation_id AND s.id = attended
       AND NOT s.withheld AND k.state = 'ACTIVE'
       AND sec.consent_in_force(s.organisation_id, s.subject_id, 'SESSIONS');
    IF NOT FOUND OR NOT came AND told.kind = 'MISTAKEN' THEN
        RETURN;
    END IF;
    again := came AND told.kind = 'MISTAKEN';
    SELECT max(v.revision) AS revision, max(v.written_at) AS written_at INTO newest
      FROM public.cases_sessionversion v
     WHERE v.organisation_id = meets.organisation_id AND v.session_id = attended;
    INSERT INTO public.cases_sessionversion
           (id, organisation_id, subject_id, key_id, withheld, session_id, revision,
            held_on, minutes, kind, mode, written_by_id, written_at)
    SELECT gen_random_uuid(), meets.organisation_id, told.subject_id, told.key_id, false,
           attended, coalesce(newest.revision, 1) + 1, v.held_on, v.minutes, v.kind,
           v.mode, coalesce(meets.put_right_by, meets.logged_by_id),
           greatest(meets.put_right_at, newest.written_at)
      FROM (SELECT CASE WHEN again OR came AND told.held_on = was.held_on
                        THEN meets.held_on ELSE told.held_on END AS held_on,
                   CASE WHEN again OR came AND told.minutes = was.minutes
                        THEN meets.minutes ELSE told.minutes END AS minutes,
                   CASE WHEN NOT came THEN 'MISTAKEN' WHEN again THEN 'GROUP'
                        ELSE told.kind END AS kind,
                   CASE WHEN again OR came AND told.mode = was.mode
                        THEN meets.mode ELSE told.mode END AS mode) v
     WHERE (v.held_on, v.minutes, v.kind, v.mode)
           <> (told.held_on, told.minutes, told.kind, told.mode);
    IF FOUND THEN
        INSERT INTO public.audit_event
               (id, organisation_id, actor, role, action, subject_id, payload)
        VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'session.corrected',
                told.subject_id,
                jsonb_build_object(
                    'kind', CASE WHEN came THEN 'GROUP' ELSE 'MISTAKEN' END,
                    'revision', coalesce(newest.revision, 1) + 1));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.recount_meeting(met uuid, counted integer, came integer)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    meets public.gatherings_meeting;
    was public.gatherings_earliermeeting;
    most integer;
    gone integer;
BEGIN
    SELECT t.* INTO meets FROM public.gatherings_meeting t
      JOIN public.accounts_member m
        ON m.organisation_id = t.organisation_id
       AND m.id = coalesce(t.put_right_by, t.logged_by_id)
     WHERE t.organisation_id = p[1]::uuid AND t.id = met
       AND t.group_id = ANY (sec.my_groups()) AND m.person_id = p[2]::uuid;
    SELECT e.* INTO was FROM public.gatherings_earliermeeting e
     WHERE e.organisation_id = p[1]::uuid AND e.meeting_id = met
       AND e.revision = meets.revision - 1;
    IF was.id IS NULL OR counted < 0 OR came < 0
       OR meets.taken_back_at IS NOT NULL AND came > 0 THEN
        RAISE EXCEPTION 'it does not follow' USING ERRCODE = 'MS063';
    END IF;
    SELECT count(DISTINCT g.subject_id) INTO most FROM public.gatherings_membership g
     WHERE g.organisation_id = p[1]::uuid AND g.group_id = meets.group_id
       AND g.joined_on IS NOT NULL;
    DELETE FROM public.cases_tally t
     WHERE t.organisation_id = p[1]::uuid AND t.id IN (
        SELECT l.id FROM public.cases_tally l
         WHERE l.organisation_id = p[1]::uuid AND l.kind = 'GROUP'
           AND l.month = date_trunc('month', was.held_on)::date
           AND l.mode = was.mode AND l.minutes = was.minutes
         ORDER BY l.id LIMIT counted);
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone < counted OR greatest(counted, came) > most THEN
        RAISE EXCEPTION 'not so many' USING ERRCODE = 'MS064';
    END IF;
    INSERT INTO public.cases_tally (id, organisation_id, month, kind, mode, minutes)
    SELECT gen_random_uuid(), p[1]::uuid, date_trunc('month', meets.held_on)::date,
           'GROUP', meets.mode, meets.minutes
      FROM generate_series(1, came);
END $$;

-- In a session that another logged he changes nothing but what its meeting says.
CREATE OR REPLACE FUNCTION sec.place_session_version() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    logged record;
    before record;
    came boolean;
BEGIN
    SELECT s.held_on, s.minutes, s.kind, s.mode, s.worker_id, s.logged_at, s.key_id
      INTO logged FROM public.cases_session s
     WHERE s.organisation_id = NEW.organisation_id AND s.id = NEW.session_id
       AND s.subject_id = NEW.subject_id AND NOT s.withheld
       FOR UPDATE;
    IF NOT FOUND OR NEW.key_id <> logged.key_id
       OR NEW.written_by_id <> logged.worker_id AND NOT EXISTS (
            SELECT FROM public.gatherings_meeting t
             WHERE t.organisation_id = NEW.organisation_id
               AND coalesce(t.put_right_by, t.logged_by_id) = NEW.written_by_id
               AND NEW.kind IN ('GROUP', 'MISTAKEN', logged.kind)
               AND NEW.held_on IN (t.held_on, logged.held_on)
               AND NEW.minutes IN (t.minutes, logged.minutes)
               AND NEW.mode IN (t.mode, logged.mode)
               AND t.id IN (
                    SELECT a.meeting_id FROM public.gatherings_attendance a
                     WHERE a.organisation_id = NEW.organisation_id
                       AND a.id = NEW.session_id
                     UNION ALL
                    SELECT e.meeting_id FROM public.gatherings_earlierattendance e
                     WHERE e.organisation_id = NEW.organisation_id
                       AND e.attended = NEW.session_id)) THEN
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
    came := EXISTS (SELECT FROM public.gatherings_attendance a
                     WHERE a.organisation_id = NEW.organisation_id
                       AND a.id = NEW.session_id AND a.how = 'CAME'
                       AND a.subject_id = NEW.subject_id AND a.held_on = NEW.held_on);
    IF NEW.kind = 'MISTAKEN' AND came OR NEW.kind <> 'MISTAKEN' AND NOT came
                                         AND logged.kind = 'MISTAKEN'
       OR NEW.kind = 'MISTAKEN' AND NOT EXISTS (
            SELECT FROM public.gatherings_earlierattendance e
             WHERE e.organisation_id = NEW.organisation_id
               AND e.attended = NEW.session_id AND e.subject_id = NEW.subject_id) THEN
        RAISE EXCEPTION 'its meeting says otherwise' USING ERRCODE = 'MS063';
    END IF;
    -- What it becomes has to be let take place, as when it is logged (GRP-02). Whoever
    -- was in the group when it met came to it, and needs no clearance any more.
    IF NEW.kind IN ('ONE_TO_ONE', 'GROUP', 'WORKSHOP')
       AND NOT (came AND NEW.kind = 'GROUP')
       AND (NEW.kind, NEW.held_on) <> (logged.kind, logged.held_on) THEN
        PERFORM sec.demand_fit(
            NEW.organisation_id, NEW.subject_id, NEW.kind, NEW.held_on);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION sec.key_for_attendance(attended uuid)
RETURNS TABLE (subject_id uuid, key_id uuid, wrapped bytea,
               organisation_key_id uuid, organisation_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
    his uuid;
BEGIN
    SELECT a.subject_id INTO his FROM public.gatherings_attendance a
      JOIN public.gatherings_meeting t
        ON t.organisation_id = a.organisation_id AND t.id = a.meeting_id
      JOIN public.gatherings_peergroup g
        ON g.organisation_id = t.organisation_id AND g.id = t.group_id
      JOIN public.accounts_member m
        ON m.organisation_id = t.organisation_id
       AND m.id = coalesce(t.put_right_by, t.logged_by_id)
     WHERE a.organisation_id = p[1]::uuid AND a.id = attended AND a.how = 'CAME'
       AND g.kind = 'SURVIVORS' AND g.id = ANY (sec.my_groups())
       AND m.person_id = p[2]::uuid AND a.subject_id <> ALL (sec.kept_from())
       AND NOT EXISTS (SELECT FROM public.cases_session s
                        WHERE s.organisation_id = a.organisation_id AND s.id = a.id);
    IF his IS NULL THEN
        RETURN;
    END IF;
    PERFORM sec.demand_below_cap(p, 1, 'SESSIONS', 'write');
    RETURN QUERY
        SELECT k.subject_id, k.id, w.wrapped, o.id, o.wrapped
          FROM public.consent_subjectkey k
          JOIN public.consent_wrappedkey w
            ON w.organisation_id = k.organisation_id AND w.key_id = k.id
          JOIN public.consent_organisationkey o
            ON o.organisation_id = k.organisation_id AND o.id = w.organisation_key_id
          JOIN public.consent_consent c
            ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
         WHERE k.organisation_id = p[1]::uuid AND k.subject_id = his
           AND k.purpose = 'SESSIONS' AND k.state = 'ACTIVE'
           AND (c.expires_at IS NULL OR c.expires_at > now());
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'record.write', his,
            '{"purpose": "SESSIONS", "count": 1}');
END $$;
