-- Peer groups: who runs them, who may be in them, and what may be noted of a meeting.

-- The groups that the person of this context runs now. Planned once for a connection.
CREATE FUNCTION sec.my_groups() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'worker' THEN
        RETURN '{}';
    END IF;
    RETURN coalesce(
        (SELECT array_agg(f.group_id)
           FROM public.accounts_member m
           JOIN public.gatherings_facilitator f
             ON f.organisation_id = m.organisation_id AND f.member_id = m.id
          WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
            AND (m.left_at IS NULL OR m.left_at > now()) AND 'worker' = ANY (m.roles)
            AND (f.until IS NULL OR f.until > now())),
        '{}');
END $$;

-- A clearance that goes ends what hangs on it, whatever took it away: a disclosure, a
-- manager's "not now", a withdrawal. It says nothing of which of them it was (GRP-02).
CREATE FUNCTION sec.clearance_gone() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.gatherings_membership
       SET state = 'ENDED', cleared_as = NULL,
           ended_on = greatest(invited_on, joined_on,
                               (now() AT TIME ZONE 'Pacific/Auckland')::date)
     WHERE organisation_id = OLD.organisation_id AND subject_id = OLD.subject_id
       AND cleared_as = OLD.kind;
    RETURN OLD;
END $$;

-- Whoever keeps the manager away who retires a group is not in it any more either.
CREATE FUNCTION sec.group_retired() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.gatherings_membership
       SET state = 'ENDED', cleared_as = NULL,
           ended_on = greatest(invited_on, joined_on, NEW.retired_on)
     WHERE organisation_id = NEW.organisation_id AND group_id = NEW.id
       AND state <> 'ENDED';
    RETURN NULL;
END $$;

-- A membership is of its group's kind; whoever joins has accepted what holds there now;
-- and what was written about it once is not brought back.
CREATE FUNCTION sec.guard_membership() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM public.gatherings_peergroup g
          WHERE g.organisation_id = NEW.organisation_id AND g.id = NEW.group_id
            AND g.retired_on IS NULL FOR SHARE OF g;
        IF NOT FOUND OR NEW.state <> 'INVITED' THEN
            RAISE EXCEPTION 'nobody is invited to this group' USING ERRCODE = 'MS045';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.revision < OLD.revision THEN
        RAISE EXCEPTION 'no earlier words' USING ERRCODE = '42501';
    END IF;
    IF OLD.state = 'INVITED' AND NEW.state = 'JOINED' AND NOT EXISTS (
        SELECT FROM public.gatherings_acceptance a
          JOIN public.gatherings_protocol t
            ON t.organisation_id = a.organisation_id AND t.id = a.protocol_id
         WHERE a.organisation_id = NEW.organisation_id
           AND a.subject_id = NEW.subject_id AND t.group_id = NEW.group_id
           AND t.number = (SELECT max(n.number) FROM public.gatherings_protocol n
                            WHERE n.organisation_id = NEW.organisation_id
                              AND n.group_id = NEW.group_id)) THEN
        RAISE EXCEPTION 'not accepted yet' USING ERRCODE = 'MS042';
    END IF;
    RETURN NEW;
END $$;

-- No meeting to come, and none of a group that was retired before that day.
CREATE FUNCTION sec.guard_meeting() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.gatherings_peergroup g
      WHERE g.organisation_id = NEW.organisation_id AND g.id = NEW.group_id
        AND (g.retired_on IS NULL OR NEW.held_on <= g.retired_on)
        AND NEW.held_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date
      FOR SHARE OF g;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no meeting on that day' USING ERRCODE = 'MS044';
    END IF;
    RETURN NEW;
END $$;

-- Was he in this group on the day it met, and does support not wait for him?
CREATE FUNCTION sec.demand_was_in(tenant uuid, his uuid, met uuid, came boolean)
RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day date;
BEGIN
    SELECT t.held_on INTO day FROM public.gatherings_meeting t
      JOIN public.gatherings_membership m
        ON m.organisation_id = t.organisation_id AND m.group_id = t.group_id
     WHERE t.organisation_id = tenant AND t.id = met AND m.subject_id = his
       AND m.joined_on <= t.held_on
       AND (m.ended_on IS NULL OR m.ended_on >= t.held_on)
     LIMIT 1;
    IF day IS NULL THEN
        RAISE EXCEPTION 'not in the group on that day' USING ERRCODE = 'MS043';
    END IF;
    IF came THEN
        PERFORM sec.demand_fit(tenant, his, 'MET', day);
    END IF;
END $$;

CREATE FUNCTION sec.guard_attendance() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.demand_was_in(
        NEW.organisation_id, NEW.subject_id, NEW.meeting_id, NEW.how = 'CAME');
    NEW.held_on := (SELECT t.held_on FROM public.gatherings_meeting t
                     WHERE t.organisation_id = NEW.organisation_id
                       AND t.id = NEW.meeting_id);
    RETURN NEW;
END $$;

-- The same question where nothing that leads to him is kept of a meeting.
CREATE FUNCTION sec.demand_counted_in(met uuid, his uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    PERFORM 1 FROM public.gatherings_meeting t
      WHERE t.organisation_id = p[1]::uuid AND t.id = met
        AND t.group_id = ANY (sec.my_groups());
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not in the group on that day' USING ERRCODE = 'MS043';
    END IF;
    PERFORM sec.demand_was_in(p[1]::uuid, his, met, true);
END $$;

-- Which members of a group that the asker runs let us note sessions? Whoever runs it
-- reads nobody's consents, and has to know where a note of his own may be written.
CREATE FUNCTION sec.who_keeps_notes(gathering uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(DISTINCT m.subject_id)
           FROM public.gatherings_membership m
          WHERE m.organisation_id = p[1]::uuid AND m.group_id = gathering
            AND m.kind = 'SURVIVORS' AND m.group_id = ANY (sec.my_groups())
            AND m.subject_id <> ALL (sec.kept_from())
            AND sec.consent_in_force(m.organisation_id, m.subject_id, 'SESSIONS')),
        '{}');
END $$;

-- The key to write down that somebody came, and a note of it, once: for whoever logged
-- the meeting and runs the group, while there is no such session yet. It opens none of
-- his notes, for no policy shows one to whoever only runs his group.
CREATE FUNCTION sec.key_for_attendance(attended uuid)
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
        ON m.organisation_id = t.organisation_id AND m.id = t.logged_by_id
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

-- Whoever was in the group when it met came to it, and needs no clearance any more to
-- have it written down: otherwise it would tell why he is not in it now.
CREATE OR REPLACE FUNCTION sec.session_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('role', true) NOT IN ('msa_admin', 'msa_owner') THEN
        PERFORM sec.demand_fit(
            NEW.organisation_id, NEW.subject_id,
            CASE WHEN EXISTS (SELECT FROM public.gatherings_attendance a
                               WHERE a.organisation_id = NEW.organisation_id
                                 AND a.id = NEW.id AND a.how = 'CAME'
                                 AND a.subject_id = NEW.subject_id
                                 AND a.held_on = NEW.held_on)
                 THEN 'MET' ELSE NEW.kind END,
            NEW.held_on);
    ELSIF NEW.kind = 'GROUP'
          AND sec.consent_in_force(NEW.organisation_id, NEW.subject_id, 'RECORD')
          AND NOT sec.harm_is_told(NEW.organisation_id, NEW.subject_id) THEN
        INSERT INTO public.cases_groupclearance
               (id, organisation_id, subject_id, kind, given_at, imported)
        VALUES (gen_random_uuid(), NEW.organisation_id, NEW.subject_id, 'SURVIVORS',
                NEW.logged_at, true)
        ON CONFLICT (organisation_id, subject_id, kind) DO NOTHING;
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.my_groups(), sec.clearance_gone(), sec.group_retired(),
       sec.guard_membership(), sec.guard_meeting(), sec.demand_was_in(uuid, uuid, uuid, boolean),
       sec.guard_attendance(), sec.demand_counted_in(uuid, uuid),
       sec.who_keeps_notes(uuid), sec.key_for_attendance(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.my_groups() TO msa_owner, msa_worker;
GRANT EXECUTE ON FUNCTION sec.kept_from() TO msa_worker;
GRANT EXECUTE ON FUNCTION sec.clearance_gone(), sec.group_retired(),
      sec.guard_membership(), sec.guard_meeting(), sec.guard_attendance() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.demand_counted_in(uuid, uuid), sec.who_keeps_notes(uuid),
      sec.key_for_attendance(uuid) TO msa_worker;
