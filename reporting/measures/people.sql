-- People, by what is said of them: one row for each dimension and value.
-- person: who was supported in the quarter, at one organisation.
WITH met AS (
    SELECT DISTINCT subject_id, organisation_id, kind,
           coalesce(nullif(mode, ''), 'NOT_STATED') AS mode
      FROM cases_session
     WHERE held_on >= %(start)s::date AND held_on < %(after)s::date
       AND kind <> 'DID_NOT_ATTEND'
),
person AS (
    SELECT met.subject_id, met.organisation_id, subject.rounding_key
      FROM (SELECT DISTINCT subject_id, organisation_id FROM met) AS met
      JOIN consent_subject AS subject ON subject.id = met.subject_id
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
    SELECT person.subject_id, person.organisation_id, person.rounding_key,
           CASE WHEN journey.first_on IS NULL THEN 'NOT_STARTED'
                WHEN journey.first_on >= %(start)s::date THEN 'NEW'
                WHEN journey.last_on >= %(start)s::date
                     AND journey.first_end <= journey.last_on THEN 'RETURNED'
                ELSE 'CONTINUING' END AS journey,
           coalesce(nullif(profile.age_band, ''), 'NOT_STATED') AS age,
           coalesce(nullif(profile.region, ''), 'NOT_STATED') AS region,
           coalesce(nullif(profile.ethnicities, '{}'), '{NOT_STATED}') AS ethnicities
      FROM person
      LEFT JOIN journey ON journey.subject_id = person.subject_id
      LEFT JOIN cases_statisticalprofile AS profile
        ON profile.organisation_id = person.organisation_id
       AND profile.subject_id = person.subject_id
),
-- Whoever has an episode under way is counted, also when he wants no notes kept.
under_way AS (
    SELECT DISTINCT subject_id FROM cases_episode
     WHERE activated_on < %(after)s::date
       AND (ended_on IS NULL OR ended_on >= %(start)s::date)
),
ended AS (
    SELECT DISTINCT subject_id FROM cases_episode
     WHERE ended_on >= %(start)s::date AND ended_on < %(after)s::date
),
counted AS (
    SELECT CASE WHEN grouping(organisation_id) = 0 THEN 'organisation'
                WHEN grouping(journey) = 0 THEN 'journey'
                WHEN grouping(age) = 0 THEN 'age'
                WHEN grouping(region) = 0 THEN 'region'
                ELSE 'all' END AS dimension,
           coalesce(organisation_id::text, journey, age, region, 'ALL') AS value,
           count(*) AS people, sum(rounding_key) AS key
      FROM described
     GROUP BY GROUPING SETS ((), (organisation_id), (journey), (age), (region))
    UNION ALL
    SELECT 'ethnicity', ethnicity, count(*), sum(rounding_key)
      FROM (SELECT DISTINCT subject_id, rounding_key, unnest(ethnicities) AS ethnicity
              FROM described) AS each
     GROUP BY ethnicity
    UNION ALL
    SELECT 'kind', kind, count(*), sum(rounding_key)
      FROM (SELECT DISTINCT subject_id, kind FROM met) AS each
      JOIN person USING (subject_id)
     GROUP BY kind
    UNION ALL
    SELECT 'mode', mode, count(*), sum(rounding_key)
      FROM (SELECT DISTINCT subject_id, mode FROM met) AS each
      JOIN person USING (subject_id)
     GROUP BY mode
    UNION ALL
    SELECT 'under_way', 'ALL', count(*), sum(rounding_key)
      FROM under_way JOIN consent_subject AS subject ON subject.id = subject_id
    UNION ALL
    SELECT 'ended', 'ALL', count(*), sum(rounding_key)
      FROM ended JOIN consent_subject AS subject ON subject.id = subject_id
)
SELECT dimension, value, people,
       mod(coalesce(key, 0), 18446744073709551616)::numeric(20) AS people_key
  FROM counted
