-- Check-ins finished in a quarter, how they are spread over the men who did them, and
-- the men of whom answers are counted: everywhere and at each organisation.
WITH done AS (
    SELECT organisation_id, subject_id, count(*) AS occasions
      FROM assessments_assessment
     WHERE state = 'FINISHED' AND instrument = ANY (%(instruments)s)
       AND completed_on >= %(start)s::date AND completed_on < %(after)s::date
     GROUP BY organisation_id, subject_id
),
asked AS (
    SELECT DISTINCT organisation_id, subject_id
      FROM assessments_rating
     WHERE item = ANY (%(items)s)
       AND completed_on >= %(start)s::date AND completed_on < %(after)s::date
),
each AS (
    SELECT organisation_id, coalesce(occasions, 0) AS occasions,
           done.subject_id IS NOT NULL AS did, asked.subject_id IS NOT NULL AS is_asked,
           rounding_key
      FROM done FULL JOIN asked USING (organisation_id, subject_id)
      JOIN (SELECT id AS subject_id, organisation_id, rounding_key
              FROM consent_subject) AS subject
     USING (organisation_id, subject_id)
),
counted AS (
    SELECT coalesce(organisation_id::text, 'ALL') AS value,
           coalesce(sum(occasions), 0)::bigint AS occasions,
           count(*) FILTER (WHERE did) AS contributors,
           sum(rounding_key) FILTER (WHERE did) AS contributors_key,
           count(*) FILTER (WHERE is_asked) AS asked,
           sum(rounding_key) FILTER (WHERE is_asked) AS asked_key,
           coalesce((array_agg(occasions ORDER BY occasions DESC))[1:2], ARRAY[0])
               AS largest
      FROM each
     GROUP BY GROUPING SETS ((), (organisation_id))
)
SELECT value, occasions, contributors, asked, largest,
       mod(coalesce(contributors_key, 0), 18446744073709551616)::numeric(20)
           AS contributors_key,
       mod(coalesce(asked_key, 0), 18446744073709551616)::numeric(20) AS asked_key
  FROM counted
