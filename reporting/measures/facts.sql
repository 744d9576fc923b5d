-- The true figures of one quarter: a row for each dimension and value.
-- met: what took place with whom. A tally belongs to nobody: it adds to the amount, to
-- no head-count, and for dominance all tallies of an organisation count as if they were
-- one person's. It has no rounding key; whoever is a person has one.
WITH met AS MATERIALIZED (
    SELECT contributor, each.organisation_id, kind,
           coalesce(nullif(mode, ''), 'NOT_STATED') AS mode, occasions, minutes,
           rounding_key, kind <> 'DID_NOT_ATTEND' AS held
      FROM (SELECT subject_id AS contributor, organisation_id, kind, mode,
                   1 AS occasions, minutes::int AS minutes
              FROM cases_session
             WHERE held_on >= %(start)s::date AND held_on < %(after)s::date
            UNION ALL
            SELECT organisation_id, organisation_id, kind, mode,
                   count(*)::int, sum(minutes)::int
              FROM cases_tally
             WHERE month >= %(start)s::date AND month < %(after)s::date
             GROUP BY organisation_id, kind, mode) AS each
      LEFT JOIN consent_subject AS subject ON subject.id = contributor
),
-- A survivor is somebody at one organisation: one row for what he came to, one for
-- what he did not.
person AS MATERIALIZED (
    SELECT contributor, organisation_id, held, sum(occasions) AS occasions,
           sum(minutes) AS minutes, max(rounding_key) AS rounding_key
      FROM met
     GROUP BY contributor, organisation_id, held
),
-- Of what was missed, only the whole is reported.
part AS (
    SELECT CASE WHEN held THEN 'all' ELSE 'missed' END AS dimension, 'ALL' AS value,
           occasions, minutes, rounding_key
      FROM person
    UNION ALL
    SELECT 'organisation', organisation_id::text, occasions, minutes, rounding_key
      FROM person WHERE held
    UNION ALL
    SELECT 'kind', kind, sum(occasions), sum(minutes), max(rounding_key)
      FROM met WHERE held GROUP BY contributor, kind
    UNION ALL
    SELECT 'mode', mode, sum(occasions), sum(minutes), max(rounding_key)
      FROM met WHERE held GROUP BY contributor, mode
),
-- The two largest are found in an array at once; a second look at every part would
-- cost a third of the whole.
activity AS (
    SELECT dimension, value, count(rounding_key) AS people, sum(rounding_key) AS key,
           sum(occasions)::bigint AS occasions, array_agg(occasions) AS each_occasions,
           sum(minutes)::bigint AS minutes, array_agg(minutes) AS each_minutes
      FROM part
     GROUP BY dimension, value
),
journey AS (
    SELECT subject_id,
           min(activated_on) AS first_on,
           max(activated_on) AS last_on,
           min(ended_on) AS first_end
      FROM cases_episode
     WHERE activated_on < %(after)s::date
     GROUP BY subject_id
),
described AS (
    SELECT person.rounding_key,
           CASE WHEN journey.first_on IS NULL THEN 'NOT_STARTED'
                WHEN journey.first_on >= %(start)s::date THEN 'NEW'
                WHEN journey.last_on >= %(start)s::date
                     AND journey.first_end <= journey.last_on THEN 'RETURNED'
                ELSE 'CONTINUING' END AS journey,
           coalesce(nullif(profile.age_band, ''), 'NOT_STATED') AS age,
           coalesce(nullif(profile.region, ''), 'NOT_STATED') AS region,
           coalesce(nullif(profile.ethnicities, '{}'), '{NOT_STATED}') AS ethnicities
      FROM person
      LEFT JOIN journey ON journey.subject_id = person.contributor
      LEFT JOIN cases_statisticalprofile AS profile
        ON profile.organisation_id = person.organisation_id
       AND profile.subject_id = person.contributor
     WHERE held AND rounding_key IS NOT NULL
),
said AS MATERIALIZED (
    SELECT journey, age, region, ethnicities,
           count(*) AS people, sum(rounding_key) AS key
      FROM described
     GROUP BY GROUPING SETS ((journey), (age), (region), (ethnicities))
),
counted AS (
    SELECT CASE WHEN journey IS NOT NULL THEN 'journey'
                WHEN age IS NOT NULL THEN 'age'
                ELSE 'region' END AS dimension,
           coalesce(journey, age, region) AS value, people, key
      FROM said WHERE ethnicities IS NULL
    UNION ALL
    -- Whoever belongs to several groups is counted in each, once.
    SELECT 'ethnicity', ethnicity, sum(people)::bigint, sum(key)
      FROM said, LATERAL (SELECT DISTINCT unnest(ethnicities) AS ethnicity) AS group_
     WHERE ethnicities IS NOT NULL
     GROUP BY ethnicity
    UNION ALL
    -- Whoever has an episode under way is counted, also when he wants no notes kept.
    SELECT 'under_way', 'ALL', count(*), sum(rounding_key)
      FROM consent_subject
     WHERE id IN (SELECT subject_id FROM cases_episode
                   WHERE activated_on < %(after)s::date
                     AND (ended_on IS NULL OR ended_on >= %(start)s::date))
    UNION ALL
    SELECT 'ended', 'ALL', count(*), sum(rounding_key)
      FROM consent_subject
     WHERE id IN (SELECT subject_id FROM cases_episode
                   WHERE ended_on >= %(start)s::date AND ended_on < %(after)s::date)
)
SELECT dimension, value, people, mod(people_key, 18446744073709551616) AS people_key,
       occasions, largest_occasions, minutes, largest_minutes
  FROM (SELECT dimension, value, people, coalesce(key, 0) AS people_key,
               NULL::bigint AS occasions, NULL::bigint[] AS largest_occasions,
               NULL::bigint AS minutes, NULL::bigint[] AS largest_minutes
          FROM counted
         UNION ALL
        SELECT dimension, value, people, coalesce(key, 0),
               occasions, ARRAY(SELECT one FROM unnest(each_occasions) AS one
                                 ORDER BY one DESC LIMIT 2),
               minutes, ARRAY(SELECT one FROM unnest(each_minutes) AS one
                               ORDER BY one DESC LIMIT 2)
          FROM activity) AS figures
