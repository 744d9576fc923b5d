-- Whom a survivor does not want near his record is kept from it by the database (REC-08).

-- The survivors from whose records the person of this context is kept. Planned once for
-- a connection: it is asked in every statement of a manager.
CREATE FUNCTION sec.kept_from() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(b.subject_id)
           FROM public.accounts_member m
           JOIN public.cases_blockedmember b
             ON b.organisation_id = m.organisation_id AND b.member_id = m.id
          WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
            AND b.ended_at IS NULL),
        '{}');
END $$;

-- Who blocks and who lets in at the same moment wait for each other, whichever comes
-- first: the same lock as a hand-over takes, in the same order. Each looks only once it
-- has the lock. Asked once for a statement, however many people are handed over in it.
CREATE FUNCTION sec.grant_to_nobody_blocked() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(his.id::text, 0))
       FROM (SELECT DISTINCT g.content_object_id AS id FROM let_in g
              WHERE g.until IS NULL OR g.until > now() ORDER BY 1) his;
    PERFORM 1 FROM let_in g
      JOIN public.accounts_member m
        ON m.organisation_id = g.organisation_id AND m.person_id = g.user_id
      JOIN public.cases_blockedmember b
        ON b.organisation_id = g.organisation_id AND b.member_id = m.id
       AND b.subject_id = g.content_object_id AND b.ended_at IS NULL
      WHERE g.until IS NULL OR g.until > now();
    IF FOUND THEN
        RAISE EXCEPTION 'he does not want this member near his record'
              USING ERRCODE = 'MS020';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION sec.assign_to_nobody_blocked() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(his.id::text, 0))
       FROM (SELECT DISTINCT a.subject_id AS id FROM let_in a
              WHERE a.ended_at IS NULL ORDER BY 1) his;
    PERFORM 1 FROM let_in a
      JOIN public.cases_blockedmember b
        ON b.organisation_id = a.organisation_id AND b.member_id = a.member_id
       AND b.subject_id = a.subject_id AND b.ended_at IS NULL
      WHERE a.ended_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'he does not want this member near his record'
              USING ERRCODE = 'MS020';
    END IF;
    RETURN NULL;
END $$;

-- A block ends at once whatever let this member in.
CREATE FUNCTION sec.member_blocked() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));
    UPDATE public.consent_subjectuserobjectpermission g SET until = now()
      FROM public.accounts_member m
     WHERE m.organisation_id = NEW.organisation_id AND m.id = NEW.member_id
       AND g.organisation_id = NEW.organisation_id AND g.user_id = m.person_id
       AND g.content_object_id = NEW.subject_id
       AND (g.until IS NULL OR g.until > now());
    UPDATE public.cases_assignment
       SET ended_at = now(), ended_by_id = NEW.made_by_id
     WHERE organisation_id = NEW.organisation_id AND subject_id = NEW.subject_id
       AND member_id = NEW.member_id AND ended_at IS NULL;
    RETURN NULL;
END $$;

-- Whom he named in a consent and keeps away is kept away; a grant is ended above.
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
                                  AND b.subject_id = c.subject_id)) AS seen),
        '{}');
END $$;

REVOKE ALL ON FUNCTION sec.kept_from(), sec.grant_to_nobody_blocked(),
       sec.assign_to_nobody_blocked(), sec.member_blocked() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.kept_from() TO msa_owner, msa_manager;
GRANT EXECUTE ON FUNCTION sec.grant_to_nobody_blocked(),
      sec.assign_to_nobody_blocked(), sec.member_blocked() TO msa_owner;
