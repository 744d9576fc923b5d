-- How many keys one member may be given in an hour and a day (C12). Counted here, beside
-- the release, where no process of a site can set the count back.
--
-- `listed` are keys of the record that a list or a search asks for: each opening of a
-- list asks for everybody on it, so these may also grow with how many people somebody
-- works for. All others are `opened`.

CREATE TABLE priv.release_cap (
    listed boolean PRIMARY KEY,
    an_hour bigint NOT NULL,
    a_day bigint NOT NULL,
    each_an_hour bigint NOT NULL,
    each_a_day bigint NOT NULL
);
INSERT INTO priv.release_cap VALUES (false, 1200, 6000, 0, 0), (true, 3000, 15000, 60, 250);

-- One row for each release, and fewer for those of earlier: rows are only ever added, so
-- that two requests of the same person never wait for each other.
CREATE TABLE priv.released (
    organisation_id uuid NOT NULL,
    person uuid NOT NULL,
    listed boolean NOT NULL,
    at timestamptz NOT NULL,
    keys bigint NOT NULL
);
CREATE INDEX ON priv.released (person, organisation_id, listed, at) INCLUDE (keys);

-- Makes one row of all that somebody was given within a quarter of an hour, and forgets
-- what is older than a day. What another request is folding meanwhile is left to it.
CREATE FUNCTION sec.fold_releases(organisation uuid, who uuid, lists boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH theirs AS (
        SELECT r.ctid AS place FROM priv.released r
         WHERE r.person = who AND r.organisation_id = organisation
           AND r.listed = lists
           FOR UPDATE SKIP LOCKED
    ), taken AS (
        DELETE FROM priv.released r USING theirs t WHERE r.ctid = t.place
        RETURNING date_bin('15 minutes', r.at, 'epoch') AS began, r.keys
    )
    INSERT INTO priv.released
    SELECT organisation, who, lists, t.began + interval '15 minutes', sum(t.keys)
      FROM taken t
     WHERE t.began > now() - interval '1 day' GROUP BY t.began;
END $$;

-- For how many people somebody works: his own, or his organisation's.
CREATE FUNCTION sec.people_in_sight(p text[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p[3] = 'worker' THEN
        RETURN cardinality(sec.my_subjects());
    END IF;
    RETURN (SELECT count(*) FROM public.consent_subject s
             WHERE s.organisation_id = p[1]::uuid);
END $$;

-- Called by the release before it gives `number` keys out, with the context that it has
-- checked: to check it once more would take longer than this. An administrator is given
-- keys to write with and may read nothing that they open; a survivor has one key.
CREATE FUNCTION sec.demand_below_cap(p text[], number integer, what text, act text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    lists boolean := act IN ('list', 'search') AND what = 'RECORD';
    cap priv.release_cap;
    rows_there bigint;
    hour bigint;
    day bigint;
    sight bigint;
BEGIN
    IF number = 0 OR p[3] NOT IN ('worker', 'manager') THEN
        RETURN;
    END IF;
    SELECT count(*), coalesce(sum(r.keys), 0) + number,
           coalesce(sum(r.keys) FILTER (WHERE r.at > now() - interval '1 hour'), 0)
           + number
      INTO rows_there, day, hour FROM priv.released r
     WHERE r.person = p[2]::uuid AND r.organisation_id = p[1]::uuid
       AND r.listed = lists AND r.at > now() - interval '1 day';
    SELECT c.* INTO STRICT cap FROM priv.release_cap c WHERE c.listed = lists;
    IF hour > cap.an_hour OR day > cap.a_day THEN
        sight := CASE WHEN cap.each_a_day > 0 THEN sec.people_in_sight(p) ELSE 0 END;
        IF hour > greatest(cap.an_hour, sight * cap.each_an_hour)
           OR day > greatest(cap.a_day, sight * cap.each_a_day) THEN
            RAISE EXCEPTION 'too many keys' USING ERRCODE = 'MS003';
        END IF;
    END IF;
    INSERT INTO priv.released
    VALUES (p[1]::uuid, p[2]::uuid, lists, now(), number);
    IF rows_there >= 120 THEN
        PERFORM sec.fold_releases(p[1]::uuid, p[2]::uuid, lists);
    END IF;
END $$;

REVOKE ALL ON FUNCTION sec.fold_releases(uuid, uuid, boolean),
       sec.people_in_sight(text[]), sec.demand_below_cap(text[], integer, text, text)
  FROM PUBLIC;
