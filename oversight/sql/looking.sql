-- Reading the audit. No role may select from it: each question has one function, which
-- answers it for the asker's own organisation and no further.

-- Whose peer worker or manager asks; anybody else's question finds nothing.
CREATE FUNCTION sec.may_ask_about(subject uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] = 'worker' THEN
        RETURN subject = ANY (sec.my_subjects());
    END IF;
    RETURN p[3] = 'manager' AND EXISTS (
        SELECT FROM public.consent_subject s
         WHERE s.organisation_id = p[1]::uuid AND s.id = subject);
END $$;

-- Who opened what of one survivor (RGT-03), one row for the same person doing the same
-- thing on the same day; `times` adds up to the number of events. The asking is an event
-- itself and will stand in the next answer. `newest` days are given, before `before`.
CREATE FUNCTION sec.who_looked(
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
                                     WHEN 'person.assigned' THEN h.payload ->> 'to' END,
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

-- When the first event about him was, so that a page knows which quarters to offer.
CREATE FUNCTION sec.first_looked(subject uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF NOT sec.may_ask_about(subject) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT min(e.at) FROM public.audit_event e
             WHERE e.organisation_id = p[1]::uuid AND e.subject_id = subject);
END $$;

-- Whom somebody's access reached in a period (SEC-08): of whom something of his own was
-- opened or written, and who could be among the names that a list or search showed. A
-- peer worker's lists show those he works with, a manager's everybody; at that moment,
-- and with a record that was in force then.
CREATE FUNCTION sec.reached(account uuid, from_at timestamptz, to_at timestamptz)
RETURNS TABLE (subject uuid, opened bigint, listed bigint,
               first_at timestamptz, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] <> 'manager' THEN
        RAISE EXCEPTION 'for managers' USING ERRCODE = '42501';
    END IF;
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
        ), shown AS (
            SELECT c.subject_id, l.at FROM lists l
              JOIN public.consent_consent c
                ON c.organisation_id = p[1]::uuid AND c.purpose = 'RECORD'
               AND c.recorded_at <= l.at
               AND (c.expires_at IS NULL OR c.expires_at > l.at)
             WHERE NOT EXISTS (
                   SELECT FROM public.consent_withdrawal w
                    WHERE w.organisation_id = c.organisation_id
                      AND w.consent_id = c.id AND w.recorded_at <= l.at)
               AND (l.role = 'manager' OR l.role = 'worker' AND EXISTS (
                   SELECT FROM public.cases_assignment a
                     JOIN public.accounts_member m
                       ON m.organisation_id = a.organisation_id AND m.id = a.member_id
                    WHERE a.organisation_id = c.organisation_id
                      AND m.person_id = account AND a.subject_id = c.subject_id
                      AND a.from_at <= l.at
                      AND (a.ended_at IS NULL OR a.ended_at > l.at)))
             GROUP BY c.subject_id, l.at
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

REVOKE ALL ON FUNCTION sec.may_ask_about(uuid), sec.first_looked(uuid),
       sec.who_looked(uuid, timestamptz, timestamptz, date, integer, text),
       sec.reached(uuid, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.first_looked(uuid),
      sec.who_looked(uuid, timestamptz, timestamptz, date, integer, text)
   TO msa_worker, msa_manager;
GRANT EXECUTE ON FUNCTION sec.reached(uuid, timestamptz, timestamptz) TO msa_manager;
