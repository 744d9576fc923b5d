-- Openings worth asking about. The thresholds come from oversight.rules, which says in
-- words what each rule means; here is only how it is counted. A night belongs to the day
-- on which it began, in Pacific/Auckland.
CREATE FUNCTION sec.unusual_openings(
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

REVOKE ALL ON FUNCTION sec.unusual_openings(
    timestamptz, timestamptz, integer, integer, integer, interval, integer, interval,
    integer, interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.unusual_openings(
    timestamptz, timestamptz, integer, integer, integer, interval, integer, interval,
    integer, interval, integer) TO msa_manager;
