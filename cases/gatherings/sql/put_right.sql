-- Putting a meeting right: what was told before is kept, and the records of those who
-- came follow (GRP-03, SES-04).

-- A version follows the one before it, and that one is kept. What was taken back stays so.
CREATE FUNCTION sec.put_meeting_right() RETURNS trigger
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
            run_by, written_at)
    VALUES (gen_random_uuid(), OLD.organisation_id, OLD.id, OLD.revision, OLD.held_on,
            OLD.minutes, OLD.mode, OLD.guests, OLD.run_by,
            coalesce(OLD.put_right_at, OLD.logged_at));
    RETURN NEW;
END $$;

-- Was somebody in a group on a day?
CREATE FUNCTION sec.was_in(tenant uuid, gathering uuid, his uuid, day date)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.gatherings_membership m
                    WHERE m.organisation_id = tenant AND m.group_id = gathering
                      AND m.subject_id = his AND m.joined_on <= day
                      AND (m.ended_on IS NULL OR m.ended_on >= day))
$$;

-- Keep how somebody stood in a meeting until a version of it; of whom nothing may be kept
-- any more, nothing is.
CREATE FUNCTION sec.keep_attendance(was public.gatherings_attendance, next integer)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.gatherings_earlierattendance
           (id, organisation_id, meeting_id, subject_id, attended, held_on, how, since,
            until)
    SELECT gen_random_uuid(), was.organisation_id, was.meeting_id, was.subject_id,
           was.id, was.held_on, was.how, was.revision, next
     WHERE sec.consent_in_force(was.organisation_id, was.subject_id, 'SESSIONS');
END $$;

-- The session of somebody who came says what the meeting says now: as a version of its
-- own, by whoever logged both. What was put right in the session itself stays: he may
-- have left early. Whoever did not come had no session; it is not there to be counted.
CREATE FUNCTION sec.tell_session(
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
           v.mode, told.worker_id, greatest(meets.put_right_at, newest.written_at)
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

-- Whoever was not in the group on the day it met, as it says now, was not there; nobody
-- was at a meeting that is taken back.
CREATE FUNCTION sec.follow_meeting() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one public.gatherings_attendance;
    stays boolean;
BEGIN
    FOR one IN SELECT a.* FROM public.gatherings_attendance a
                WHERE a.organisation_id = NEW.organisation_id AND a.meeting_id = NEW.id
                ORDER BY a.subject_id LOOP
        stays := NEW.taken_back_at IS NULL AND sec.was_in(
            NEW.organisation_id, NEW.group_id, one.subject_id, NEW.held_on);
        IF stays THEN
            UPDATE public.gatherings_attendance SET held_on = NEW.held_on
             WHERE organisation_id = one.organisation_id AND id = one.id
               AND held_on <> NEW.held_on;
        ELSE
            PERFORM sec.keep_attendance(one, NEW.revision);
            DELETE FROM public.gatherings_attendance
             WHERE organisation_id = one.organisation_id AND id = one.id;
        END IF;
        IF one.how = 'CAME' THEN
            PERFORM sec.tell_session(OLD, NEW, one.id, stays);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- How somebody stood in a meeting is put right as part of a version of it.
CREATE FUNCTION sec.put_attendance_right() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.how = OLD.how OR NEW.revision <= OLD.revision OR NOT EXISTS (
        SELECT FROM public.gatherings_meeting t
         WHERE t.organisation_id = NEW.organisation_id AND t.id = NEW.meeting_id
           AND t.revision = NEW.revision AND t.taken_back_at IS NULL) THEN
        RAISE EXCEPTION 'it does not follow' USING ERRCODE = 'MS063';
    END IF;
    IF NOT sec.consent_in_force(NEW.organisation_id, NEW.subject_id, 'SESSIONS') THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    PERFORM sec.demand_was_in(
        NEW.organisation_id, NEW.subject_id, NEW.meeting_id, NEW.how = 'CAME');
    PERFORM sec.keep_attendance(OLD, NEW.revision);
    RETURN NEW;
END $$;

CREATE FUNCTION sec.follow_attendance() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE met public.gatherings_meeting;
BEGIN
    SELECT t.* INTO met FROM public.gatherings_meeting t
     WHERE t.organisation_id = NEW.organisation_id AND t.id = NEW.meeting_id;
    PERFORM sec.tell_session(met, met, NEW.id, NEW.how = 'CAME');
    RETURN NULL;
END $$;

-- As in gatherings.sql; nobody was at a meeting that was taken back, and what is noted
-- later is of the version that stands.
CREATE OR REPLACE FUNCTION sec.guard_attendance() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.demand_was_in(
        NEW.organisation_id, NEW.subject_id, NEW.meeting_id, NEW.how = 'CAME');
    SELECT t.held_on, t.revision INTO NEW.held_on, NEW.revision
      FROM public.gatherings_meeting t
     WHERE t.organisation_id = NEW.organisation_id AND t.id = NEW.meeting_id
       AND t.taken_back_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'it was taken back' USING ERRCODE = 'MS063';
    END IF;
    RETURN NEW;
END $$;

-- Other words are those of the version that stands.
CREATE FUNCTION sec.guard_meeting_words() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.gatherings_meeting t
      WHERE t.organisation_id = NEW.organisation_id AND t.id = NEW.meeting_id
        AND t.revision = NEW.revision AND t.revision > 1 AND t.taken_back_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'words of no version' USING ERRCODE = 'MS063';
    END IF;
    RETURN NEW;
END $$;

-- Of whom nothing is kept was counted by month, kind and minutes, and nothing leads from
-- there to the meeting or to him. Whoever puts the meeting right says how many of them
-- were counted, and how many came; no more than men were in the group.
CREATE FUNCTION sec.recount_meeting(met uuid, counted integer, came integer)
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
        ON m.organisation_id = t.organisation_id AND m.id = t.logged_by_id
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

-- As in corrections.sql; whether a session of a meeting took place is said there.
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

REVOKE ALL ON FUNCTION sec.put_meeting_right(), sec.was_in(uuid, uuid, uuid, date),
       sec.keep_attendance(public.gatherings_attendance, integer),
       sec.tell_session(public.gatherings_meeting, public.gatherings_meeting, uuid, boolean),
       sec.follow_meeting(), sec.put_attendance_right(), sec.follow_attendance(),
       sec.guard_meeting_words(), sec.recount_meeting(uuid, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.put_meeting_right(), sec.follow_meeting(),
      sec.put_attendance_right(), sec.follow_attendance(), sec.guard_meeting_words()
   TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.recount_meeting(uuid, integer, integer) TO msa_worker;
