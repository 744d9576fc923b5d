-- As in standing_in.sql, and the members of a group that was opened: what they are called
-- there stands on its pages, those who left among them (GRP-01).
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
            SELECT e.at, e.role, e.action, e.subject_id, e.payload
              FROM public.audit_event e
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
        ), in_groups AS (
            SELECT DISTINCT m.subject_id, d.at FROM did d
              JOIN public.gatherings_membership m
                ON m.organisation_id = p[1]::uuid
               AND m.group_id = (d.payload ->> 'group')::uuid
               AND m.invited_on <= (d.at AT TIME ZONE 'Pacific/Auckland')::date
             WHERE d.action = 'group.opened' AND NOT EXISTS (
                   SELECT FROM public.cases_blockedmember b
                    WHERE b.organisation_id = p[1]::uuid
                      AND b.subject_id = m.subject_id AND b.member_id = ANY (theirs)
                      AND b.made_at <= d.at
                      AND (b.ended_at IS NULL OR b.ended_at > d.at))
        ), reached AS (
            SELECT d.subject_id AS who, 1 AS opened, 0 AS listed, d.at FROM did d
             WHERE d.subject_id IS NOT NULL
             UNION ALL
            SELECT s.subject_id, 0, 1, s.at FROM shown s
             UNION ALL
            SELECT g.subject_id, 0, 1, g.at FROM in_groups g
        )
        SELECT r.who, sum(r.opened), sum(r.listed), min(r.at), max(r.at)
          FROM reached r GROUP BY r.who
         ORDER BY sum(r.opened) = 0, min(r.at), r.who;
END $$;
