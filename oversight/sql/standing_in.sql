-- As before, and whoever stands in for a while is named where he reads who looked, is
-- counted among those who reached him, and does not stand out for opening his record
-- (CAS-04).

CREATE OR REPLACE FUNCTION sec.who_looked(
    subject uuid, from_at timestamptz, to_at timestamptz, before date, newest integer,
    act text)
RETURNS TABLE (on_day date, who uuid, as_role text, did text, of_what text, why text,
               times bigint, first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF act NOT IN ('opened', 'printed') THEN
        RAISE EXCEPTION 'unknown act' USING ERRCODE = '22023';
    END IF;
    IF NOT sec.may_ask_about(subject) THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH his AS (
            SELECT e.* FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.subject_id = subject
             UNION ALL
            SELECT e.* FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.action = 'access.refused'
               AND e.payload ->> 'target' = subject::text
        ), told AS (
            SELECT (h.at AT TIME ZONE 'Pacific/Auckland')::date AS local_day,
                   h.actor, h.role::text AS role, h.action::text AS action,
                   coalesce(
                       CASE h.action WHEN 'access.refused' THEN h.payload ->> 'route'
                                     WHEN 'person.assigned' THEN h.payload ->> 'to'
                                     WHEN 'cover.made' THEN h.payload ->> 'to'
                                     WHEN 'wish.agreed' THEN h.payload ->> 'to' END,
                       h.payload ->> 'purpose', h.payload ->> 'kind',
                       h.payload ->> 'way', '') AS detail,
                   coalesce(h.payload ->> 'ground', '') AS ground, h.at
              FROM his h WHERE h.at >= from_at AND h.at < to_at
        ), days AS (
            SELECT DISTINCT local_day FROM told
             WHERE before IS NULL OR local_day < before
             ORDER BY local_day DESC LIMIT newest
        )
        SELECT t.local_day, t.actor, t.role, t.action, t.detail, t.ground,
               count(*), min(t.at), max(t.at)
          FROM told t JOIN days USING (local_day)
         GROUP BY 1, 2, 3, 4, 5, 6
         ORDER BY t.local_day DESC, max(t.at) DESC, t.action, t.detail;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3],
            'access-history.' || act, subject, '{}');
END $$;

-- As in named_colleagues.sql, and those who stood in at that moment.
CREATE OR REPLACE FUNCTION sec.reached(
    account uuid, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (subject uuid, opened bigint, listed bigint,
               first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    theirs uuid[];
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'for managers' USING ERRCODE = '42501';
    END IF;
    theirs := ARRAY(SELECT m.id FROM public.accounts_member m
                     WHERE m.organisation_id = p[1]::uuid AND m.person_id = account);
    RETURN QUERY
        WITH did AS MATERIALIZED (
            SELECT e.at, e.role, e.action, e.subject_id FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.actor = account
               AND e.at >= from_at AND e.at < to_at
               AND e.action <> 'access.refused'
        ), lists AS (
            SELECT d.at, d.role FROM did d
             WHERE d.subject_id IS NULL
               AND d.action IN ('record.list', 'record.search', 'record.open')
        ), agreed AS (
            SELECT c.subject_id, l.at, l.role,
                   bool_or(c.purpose = 'COLLEAGUES') AS names_them
              FROM lists l
              JOIN public.consent_consent c
                ON c.organisation_id = p[1]::uuid
               AND (c.purpose = 'RECORD'
                    OR c.purpose = 'COLLEAGUES' AND c.colleagues && theirs)
               AND c.recorded_at <= l.at
               AND (c.expires_at IS NULL OR c.expires_at > l.at)
             WHERE NOT EXISTS (
                   SELECT FROM public.consent_withdrawal w
                    WHERE w.organisation_id = c.organisation_id
                      AND w.consent_id = c.id AND w.recorded_at <= l.at)
             GROUP BY c.subject_id, l.at, l.role
            HAVING bool_or(c.purpose = 'RECORD')
        ), shown AS (
            SELECT a.subject_id, a.at FROM agreed a
             WHERE NOT EXISTS (
                   SELECT FROM public.cases_blockedmember b
                    WHERE b.organisation_id = p[1]::uuid
                      AND b.subject_id = a.subject_id AND b.member_id = ANY (theirs)
                      AND b.made_at <= a.at
                      AND (b.ended_at IS NULL OR b.ended_at > a.at))
               AND (a.role = 'manager' OR a.role = 'worker' AND (
                   a.names_them OR EXISTS (
                   SELECT FROM public.cases_assignment s
                    WHERE s.organisation_id = p[1]::uuid
                      AND s.member_id = ANY (theirs) AND s.subject_id = a.subject_id
                      AND s.from_at <= a.at
                      AND (s.ended_at IS NULL OR s.ended_at > a.at))
                   OR EXISTS (
                   SELECT FROM public.workload_cover v
                    WHERE v.organisation_id = p[1]::uuid
                      AND v.member_id = ANY (theirs) AND v.subject_id = a.subject_id
                      AND v.from_at <= a.at
                      AND least(v.until, v.ended_at) > a.at)))
             GROUP BY a.subject_id, a.at
        ), reached AS (
            SELECT d.subject_id AS who, 1 AS opened, 0 AS listed, d.at FROM did d
             WHERE d.subject_id IS NOT NULL
             UNION ALL
            SELECT s.subject_id, 0, 1, s.at FROM shown s
        )
        SELECT r.who, sum(r.opened), sum(r.listed), min(r.at), max(r.at)
          FROM reached r GROUP BY r.who
         ORDER BY sum(r.opened) = 0, min(r.at), r.who;
END $$;

-- As in unusual.sql: standing in is a reason to open.
CREATE OR REPLACE FUNCTION sec.unusual_openings(
    from_at timestamptz, to_at timestamptz,
    night_from integer, night_to integer, night_least integer,
    many_within interval, many_least integer,
    leaving_within interval, leaving_least integer,
    refused_within interval, refused_least integer)
RETURNS TABLE (rule text, who uuid, on_day date, times bigint, people bigint,
               first_at timestamptz, last_at timestamptz, subjects uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    -- An hour ends before the moment that begins the next one.
    short CONSTANT interval := '1 microsecond';
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'for managers' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
        WITH opening AS MATERIALIZED (
            SELECT e.actor, e.role, e.subject_id, e.at,
                   e.at AT TIME ZONE 'Pacific/Auckland' AS local
              FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.subject_id IS NOT NULL
               AND e.role IN ('worker', 'manager')
               AND e.action IN ('record.open', 'access-history.opened',
                                'access-history.printed')
               AND e.at >= from_at AND e.at < to_at
        ), refused AS MATERIALIZED (
            SELECT e.actor, e.at, e.at AT TIME ZONE 'Pacific/Auckland' AS local
              FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.action = 'access.refused'
               AND e.payload ->> 'target' <> ''
               AND e.at >= from_at AND e.at < to_at
        ), hours AS (
            -- What somebody opened within an hour from here on, and whether that is
            -- many; then, of each opening, whether it lies in such an hour.
            SELECT o.*, array_agg(o.subject_id) OVER (
                       PARTITION BY o.actor ORDER BY o.at RANGE BETWEEN CURRENT ROW
                       AND many_within - short FOLLOWING) AS whom
              FROM opening o
        ), bursts AS (
            SELECT h.actor, h.local, h.subject_id, h.at, bool_or(
                       (SELECT count(DISTINCT one) FROM unnest(h.whom) one)
                       >= many_least) OVER (
                       PARTITION BY h.actor ORDER BY h.at RANGE BETWEEN
                       many_within - short PRECEDING AND CURRENT ROW) AS is_many
              FROM hours h
        ), tries AS (
            SELECT r.*, count(*) OVER (
                       PARTITION BY r.actor ORDER BY r.at RANGE BETWEEN CURRENT ROW
                       AND refused_within - short FOLLOWING) AS times
              FROM refused r
        ), insistence AS (
            SELECT t.actor, t.local, t.at, bool_or(t.times >= refused_least) OVER (
                       PARTITION BY t.actor ORDER BY t.at RANGE BETWEEN
                       refused_within - short PRECEDING AND CURRENT ROW) AS is_many
              FROM tries t
        ), found AS (
            SELECT 'not-his' AS rule, o.actor, o.local::date AS local_day,
                   o.subject_id, o.at
              FROM opening o
             WHERE o.role = 'worker' AND NOT EXISTS (
                   SELECT FROM public.cases_assignment a
                     JOIN public.accounts_member m
                       ON m.organisation_id = a.organisation_id AND m.id = a.member_id
                    WHERE a.organisation_id = p[1]::uuid AND m.person_id = o.actor
                      AND a.subject_id = o.subject_id AND a.from_at <= o.at
                      AND (a.ended_at IS NULL OR a.ended_at > o.at))
               AND NOT EXISTS (
                   SELECT FROM public.workload_cover v
                     JOIN public.accounts_member m
                       ON m.organisation_id = v.organisation_id AND m.id = v.member_id
                    WHERE v.organisation_id = p[1]::uuid AND m.person_id = o.actor
                      AND v.subject_id = o.subject_id AND v.from_at <= o.at
                      AND least(v.until, v.ended_at) > o.at)
             UNION ALL
            SELECT 'night', o.actor, (o.local - make_interval(hours => night_to))::date,
                   o.subject_id, o.at
              FROM opening o
             WHERE extract(hour FROM o.local) >= night_from
                OR extract(hour FROM o.local) < night_to
             UNION ALL
            SELECT 'many', o.actor, o.local::date, o.subject_id, o.at
              FROM bursts o WHERE o.is_many
             UNION ALL
            SELECT 'leaving', o.actor,
                   (m.left_at AT TIME ZONE 'Pacific/Auckland')::date, o.subject_id, o.at
              FROM opening o
              JOIN public.accounts_member m
                ON m.organisation_id = p[1]::uuid AND m.person_id = o.actor
             WHERE o.at > m.left_at - leaving_within AND o.at <= m.left_at
             UNION ALL
            SELECT 'refused', r.actor, r.local::date, NULL, r.at
              FROM insistence r WHERE r.is_many
             UNION ALL
            -- Once is enough: no ordinary work comes to this.
            SELECT 'capped', e.actor,
                   (e.at AT TIME ZONE 'Pacific/Auckland')::date, NULL, e.at
              FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.action = 'access.refused'
               AND e.payload ->> 'reason' = 'too-many-keys'
               AND e.at >= from_at AND e.at < to_at
        )
        SELECT f.rule, f.actor, f.local_day, count(*), count(DISTINCT f.subject_id),
               min(f.at), max(f.at),
               coalesce(array_agg(DISTINCT f.subject_id)
                        FILTER (WHERE f.subject_id IS NOT NULL), '{}')
          FROM found f GROUP BY f.rule, f.actor, f.local_day
        HAVING (f.rule <> 'night' OR count(*) >= night_least)
           AND (f.rule <> 'leaving' OR count(DISTINCT f.subject_id) >= leaving_least)
         ORDER BY max(f.at) DESC, f.rule, f.actor;
END $$;
