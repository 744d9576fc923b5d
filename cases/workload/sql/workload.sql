-- Who takes over and who stands in: what he said to it beforehand holds in the database
-- (CAS-04).

-- May this member work with him, as he wishes it? Where he named people and this is none
-- of them, or wants to be rung first, he was asked since, within the last 30 days.
CREATE FUNCTION sec.lets_take_over(tenant uuid, his uuid, who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM public.workload_wish w
         WHERE w.organisation_id = tenant AND w.subject_id = his
           AND w.ended_at IS NULL AND w.choice <> 'ANYONE'
           AND who <> ALL (w.colleagues)
           AND NOT EXISTS (
               SELECT FROM public.workload_agreed a
                WHERE a.organisation_id = tenant AND a.subject_id = his
                  AND a.member_id = who AND a.written_at >= w.written_at
                  AND a.asked_on >
                      (now() AT TIME ZONE 'Pacific/Auckland')::date - 30))
$$;

-- Asked once for a statement. Whoever writes down what he wishes at the same moment
-- waits, or is waited for: the same lock as a hand-over takes, in the same order.
CREATE FUNCTION sec.work_as_he_wishes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(his.id::text, 0))
       FROM (SELECT DISTINCT n.subject_id AS id FROM let_in n
              WHERE n.ended_at IS NULL ORDER BY 1) his;
    PERFORM 1 FROM let_in n
      WHERE n.ended_at IS NULL
        AND NOT sec.lets_take_over(n.organisation_id, n.subject_id, n.member_id);
    IF FOUND THEN
        RAISE EXCEPTION 'he wants to be asked first' USING ERRCODE = 'MS050';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sec.grant_as_he_wishes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(his.id::text, 0))
       FROM (SELECT DISTINCT g.content_object_id AS id FROM let_in g
              WHERE g.until IS NULL OR g.until > now() ORDER BY 1) his;
    PERFORM 1 FROM let_in g
      JOIN public.accounts_member m
        ON m.organisation_id = g.organisation_id AND m.person_id = g.user_id
      WHERE (g.until IS NULL OR g.until > now())
        AND NOT sec.lets_take_over(g.organisation_id, g.content_object_id, m.id);
    IF FOUND THEN
        RAISE EXCEPTION 'he wants to be asked first' USING ERRCODE = 'MS050';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sec.place_wish() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    RETURN NEW;
END $$;

-- A stand-in is a peer worker here at that moment. The row of the member is locked before
-- it is believed, as for a grant: whoever ends his work meanwhile waits, and then ends
-- this too.
CREATE FUNCTION sec.place_cover() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN RETURN NEW; END IF;
    PERFORM 1 FROM public.accounts_member m
      WHERE m.organisation_id = NEW.organisation_id AND m.id = NEW.member_id
        AND (m.left_at IS NULL OR m.left_at > now()) AND 'worker' = ANY (m.roles)
      FOR SHARE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no peer worker here' USING ERRCODE = 'MS002';
    END IF;
    RETURN NEW;
END $$;

-- Standing in is over when whoever does leaves, when he keeps them away, and when he is
-- given to somebody.
CREATE FUNCTION sec.end_covers() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'accounts_member' THEN
        IF NEW.left_at IS NULL AND 'worker' = ANY (NEW.roles) THEN RETURN NULL; END IF;
        UPDATE public.workload_cover SET ended_at = now()
         WHERE organisation_id = NEW.organisation_id AND member_id = NEW.id
           AND ended_at IS NULL;
    ELSIF TG_TABLE_NAME = 'cases_blockedmember' THEN
        UPDATE public.workload_cover SET ended_at = now()
         WHERE organisation_id = NEW.organisation_id AND member_id = NEW.member_id
           AND subject_id = NEW.subject_id AND ended_at IS NULL;
    ELSE
        UPDATE public.workload_cover SET ended_at = now()
         WHERE organisation_id = NEW.organisation_id
           AND subject_id = NEW.subject_id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END $$;

-- A manager undoes what was moved within seven days, once.
CREATE FUNCTION sec.guard_handover() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.undone_at IS NOT NULL OR now() > OLD.made_at + interval '7 days' THEN
        RAISE EXCEPTION 'undone once, within seven days' USING ERRCODE = 'MS051';
    END IF;
    RETURN NEW;
END $$;

-- Who stands in sees him from then until then, by the database's clock, and whom he
-- keeps away does not.
CREATE OR REPLACE FUNCTION sec.my_subjects() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(his) FROM (
            SELECT g.content_object_id AS his
              FROM public.consent_subjectuserobjectpermission g
             WHERE g.organisation_id = p[1]::uuid AND g.user_id = p[2]::uuid
               AND (g.until IS NULL OR g.until > now())
             UNION ALL
            SELECT c.subject_id FROM public.accounts_member m
              JOIN public.consent_consent c
                ON c.organisation_id = m.organisation_id
               AND c.purpose = 'COLLEAGUES' AND c.colleagues @> ARRAY[m.id]
             WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
               AND m.left_at IS NULL AND 'worker' = ANY (m.roles)
               AND (c.expires_at IS NULL OR c.expires_at > now())
               AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                                WHERE w.organisation_id = c.organisation_id
                                  AND w.consent_id = c.id)
               AND NOT EXISTS (SELECT 1 FROM public.cases_blockedmember b
                                WHERE b.organisation_id = m.organisation_id
                                  AND b.member_id = m.id AND b.ended_at IS NULL
                                  AND b.subject_id = c.subject_id)
             UNION ALL
            SELECT v.subject_id FROM public.accounts_member m
              JOIN public.workload_cover v
                ON v.organisation_id = m.organisation_id AND v.member_id = m.id
             WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
               AND m.left_at IS NULL AND 'worker' = ANY (m.roles)
               AND v.from_at <= now() AND v.until > now()
               AND v.ended_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM public.cases_blockedmember x
                                WHERE x.organisation_id = m.organisation_id
                                  AND x.member_id = m.id AND x.ended_at IS NULL
                                  AND x.subject_id = v.subject_id)) AS seen),
        '{}');
END $$;

REVOKE ALL ON FUNCTION sec.lets_take_over(uuid, uuid, uuid), sec.work_as_he_wishes(),
       sec.grant_as_he_wishes(), sec.place_wish(), sec.place_cover(), sec.end_covers(),
       sec.guard_handover() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.work_as_he_wishes(), sec.grant_as_he_wishes(),
      sec.place_wish(), sec.place_cover(), sec.end_covers(), sec.guard_handover()
   TO msa_owner;
