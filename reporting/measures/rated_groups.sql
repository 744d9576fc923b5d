-- The answers to a group of statements at each organisation, one row for each answer,
-- and with it who gave any. A man is in a pool of quarters once, as in ratings.sql.
WITH pool AS (
    SELECT quarters, start
      FROM unnest(%(quarters)s::int[], %(starts)s::date[]) AS one (quarters, start)
),
statement AS (
    SELECT item, part
      FROM unnest(%(items)s::text[], %(parts)s::text[]) AS one (item, part)
),
latest AS (
    SELECT DISTINCT ON (quarters, organisation_id, subject_id, item)
           quarters, organisation_id, subject_id, part, value
      FROM assessments_rating
      JOIN statement USING (item)
      JOIN pool ON completed_on >= start
     WHERE completed_on < %(after)s::date
     ORDER BY quarters, organisation_id, subject_id, item,
              completed_on DESC, assessment_id DESC
),
each AS (
    SELECT quarters, organisation_id, part, subject_id, count(*) AS answers
      FROM latest WHERE value IS NOT NULL
     GROUP BY quarters, organisation_id, part, subject_id
),
people AS (
    SELECT quarters, each.organisation_id, part, count(*) AS people,
           max(answers) AS most_each, sum(rounding_key) AS key
      FROM each JOIN consent_subject AS subject ON subject.id = subject_id
     GROUP BY quarters, each.organisation_id, part
),
score AS (
    SELECT quarters, organisation_id, part,
           jsonb_object_agg(value, answers) AS answers
      FROM (SELECT quarters, organisation_id, part, value, count(*) AS answers
              FROM latest WHERE value IS NOT NULL
             GROUP BY quarters, organisation_id, part, value) AS one
     GROUP BY quarters, organisation_id, part
)
SELECT quarters, organisation_id, part, people, most_each, answers,
       mod(key, 18446744073709551616)::numeric(20) AS people_key
  FROM people JOIN score USING (quarters, organisation_id, part)
