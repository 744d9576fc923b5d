-- Two records that may be of one person: found by keyed digests that nobody reads, told
-- to whoever saves as yes or no, and to the manager as a pair (REC-10).

-- How many digests somebody has had compared: see sec.keep_fingerprints.
CREATE TABLE priv.compared (
    organisation_id uuid NOT NULL,
    person uuid NOT NULL,
    at timestamptz NOT NULL,
    digests integer NOT NULL
);
CREATE INDEX ON priv.compared (person, organisation_id, at) INCLUDE (digests);

-- Whatever stores a fingerprint, the pairs are found in the same statement. What more
-- than six records share tells nobody apart: the number of a house where many stay.
CREATE FUNCTION sec.find_likenesses() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Of two who save the same number at one moment, the second waits and then sees the
    -- first. An import has too many for a lock each; who saves meanwhile is compared
    -- with what was there before it.
    IF (SELECT count(*) FROM fresh) <= 50 THEN
        PERFORM pg_advisory_xact_lock(
                    hashtextextended(one.kind || encode(one.digest, 'hex'), 36))
           FROM (SELECT DISTINCT f.kind, f.digest FROM fresh f
                  ORDER BY f.kind, f.digest) one;
    END IF;
    WITH shared AS (
        SELECT f.organisation_id, f.kind, f.digest
          FROM public.cases_fingerprint f
         WHERE (f.organisation_id, f.kind, f.digest)
               IN (SELECT n.organisation_id, n.kind, n.digest FROM fresh n)
         GROUP BY f.organisation_id, f.kind, f.digest
        HAVING count(DISTINCT f.subject_id) BETWEEN 2 AND 6)
    INSERT INTO public.cases_likeness AS l
           (id, organisation_id, subject_id, other_id, matched, found_at, state)
    SELECT gen_random_uuid(), n.organisation_id, least(n.subject_id, f.subject_id),
           greatest(n.subject_id, f.subject_id),
           array_agg(DISTINCT n.kind ORDER BY n.kind), clock_timestamp(), 'OPEN'
      FROM shared s
      JOIN fresh n USING (organisation_id, kind, digest)
      JOIN public.cases_fingerprint f USING (organisation_id, kind, digest)
     WHERE f.subject_id <> n.subject_id
     GROUP BY n.organisation_id, least(n.subject_id, f.subject_id),
              greatest(n.subject_id, f.subject_id)
        ON CONFLICT (organisation_id, subject_id, other_id) DO UPDATE
       SET matched = ARRAY(SELECT DISTINCT m FROM unnest(l.matched || excluded.matched) m
                            ORDER BY m)
     -- What a manager has answered is not asked again.
     WHERE l.state = 'OPEN';
    RETURN NULL;
END $$;

-- Replaces what is known of one survivor by, and says whether it is another's too. Never
-- whose: but for those whom a peer worker works with himself.
--
-- Each digest that was not there before counts. Beyond 40 in an hour or 150 in a day of
-- one member, all is stored and the manager told as before, but this says no: whoever
-- tries numbers out to learn who is known here learns nothing more.
CREATE FUNCTION sec.keep_fingerprints(
    his uuid, under uuid, asked text[], kinds text[], digests bytea[])
RETURNS TABLE (somebody boolean, own uuid[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    org uuid := p[1]::uuid;
    me uuid := p[2]::uuid;
    mine uuid[] := '{}';
    began timestamptz := clock_timestamp();
    fresh integer;
    may_know boolean;
BEGIN
    IF p[3] = 'worker' THEN
        mine := sec.my_subjects();
    END IF;
    IF NOT (p[3] = 'worker' AND his = ANY (mine)
            OR p[3] = 'manager' AND his <> ALL (sec.kept_from())) THEN
        RAISE EXCEPTION 'not one of his people' USING ERRCODE = '42501';
    END IF;
    DELETE FROM public.cases_fingerprint f
     WHERE f.organisation_id = org AND f.subject_id = his AND f.key_id = under
       AND f.kind = ANY (asked)
       AND NOT EXISTS (SELECT FROM unnest(kinds, digests) AS n (kind, digest)
                        WHERE n.kind = f.kind AND n.digest = f.digest);
    INSERT INTO public.cases_fingerprint
           (id, organisation_id, subject_id, key_id, withheld, kind, digest)
    SELECT gen_random_uuid(), org, his, under, false, n.kind, n.digest
      FROM unnest(kinds, digests) AS n (kind, digest)
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS fresh = ROW_COUNT;
    IF fresh = 0 THEN
        RETURN QUERY SELECT false, '{}'::uuid[];
        RETURN;
    END IF;
    DELETE FROM priv.compared c
     WHERE c.person = me AND c.organisation_id = org
       AND c.at <= now() - interval '1 day';
    INSERT INTO priv.compared VALUES (org, me, now(), fresh);
    SELECT coalesce(sum(c.digests), 0) <= 150
           AND coalesce(sum(c.digests)
                        FILTER (WHERE c.at > now() - interval '1 hour'), 0) <= 40
      INTO may_know FROM priv.compared c
     WHERE c.person = me AND c.organisation_id = org;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), org, me, p[3], 'record.compared', his,
            jsonb_build_object('count', fresh, 'within', may_know));
    RETURN QUERY
        SELECT coalesce(bool_or(NOT is_own), false) AND may_know,
               coalesce(array_agg(who) FILTER (WHERE is_own), '{}')
          FROM (SELECT other.who, other.who = ANY (mine) AND EXISTS (
                           SELECT FROM public.cases_client c
                            WHERE c.organisation_id = org AND c.subject_id = other.who
                              AND NOT c.withheld) AS is_own
                  FROM (SELECT CASE WHEN l.subject_id = his THEN l.other_id
                                    ELSE l.subject_id END AS who
                          FROM public.cases_likeness l
                         WHERE l.organisation_id = org AND l.found_at >= began
                           AND his IN (l.subject_id, l.other_id)) other) told;
END $$;

-- Does a record hold no more than a name and ways to reach him? Only such a one is
-- closed for another. Any table that hangs on a consent counts, whichever comes later.
CREATE FUNCTION sec.has_only_begun(his uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    target text;
    found_more boolean;
BEGIN
    IF p[3] <> 'manager' OR his = ANY (sec.kept_from()) THEN
        RETURN false;
    END IF;
    FOR target IN SELECT k.table_name FROM priv.keyed_table k
                   WHERE k.table_name <> ALL (ARRAY[
                       'cases_client', 'cases_section', 'cases_episode',
                       'cases_episodeturn', 'cases_fingerprint',
                       'cases_statisticalprofile',
                       'consent_particulars']) LOOP
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM public.%I
                             WHERE organisation_id = $1 AND subject_id = $2)',
            target) INTO found_more USING p[1]::uuid, his;
        IF found_more THEN
            RETURN false;
        END IF;
    END LOOP;
    -- That his time with us began is its first turn.
    RETURN (SELECT count(*) FROM public.cases_episodeturn t
             WHERE t.organisation_id = p[1]::uuid AND t.subject_id = his) <= 1
       AND NOT EXISTS (
        SELECT FROM public.cases_section s
         WHERE s.organisation_id = p[1]::uuid AND s.subject_id = his
           AND s.kind NOT IN ('identity', 'contact'));
END $$;

REVOKE ALL ON FUNCTION sec.find_likenesses(), sec.has_only_begun(uuid),
       sec.keep_fingerprints(uuid, uuid, text[], text[], bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.find_likenesses() TO msa_owner;
GRANT EXECUTE ON FUNCTION
      sec.keep_fingerprints(uuid, uuid, text[], text[], bytea[])
   TO msa_worker, msa_manager;
GRANT EXECUTE ON FUNCTION sec.has_only_begun(uuid) TO msa_manager;
