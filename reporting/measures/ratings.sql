-- What men answered in check-ins of the last quarters, one row for each answer of a
-- statement. A man is in a pool of quarters once, with his last check-in in it.
WITH pool AS (
    SELECT quarters, start
      FROM unnest(%(quarters)s::int[], %(starts)s::date[]) AS one (quarters, start)
),
rated AS (
    SELECT id, organisation_id, subject_id, assessment_id, item, value, completed_on
      FROM assessments_rating
     WHERE completed_on < %(after)s::date AND item = ANY (%(items)s)
),
-- What he had said before, first and last; what he would rather not say is no answer.
said AS (
    SELECT id,
           value - first_value(value) OVER his AS since_first,
           value - lag(value) OVER his AS since_previous,
           row_number() OVER his > 1 AS is_again
      FROM rated
     WHERE value IS NOT NULL
    WINDOW his AS (PARTITION BY organisation_id, subject_id, item
                   ORDER BY completed_on, assessment_id)
),
latest AS (
    SELECT DISTINCT ON (quarters, organisation_id, subject_id, item)
           quarters, organisation_id, subject_id, item, rated.id, value
      FROM rated JOIN pool ON completed_on >= start
     ORDER BY quarters, organisation_id, subject_id, item,
              completed_on DESC, assessment_id DESC
),
answer AS (
    SELECT latest.*, since_first, since_previous, is_again, rounding_key
      FROM latest
      JOIN consent_subject AS subject ON subject.id = latest.subject_id
      LEFT JOIN said ON said.id = latest.id
),
counted AS (
    SELECT quarters, item, 'score' AS what, value AS amount,
           count(*) AS people, sum(rounding_key) AS key
      FROM answer
     GROUP BY quarters, item, value
    UNION ALL
    SELECT quarters, item, 'since_first', since_first, count(*), sum(rounding_key)
      FROM answer WHERE is_again
     GROUP BY quarters, item, since_first
    UNION ALL
    SELECT quarters, item, 'since_previous', since_previous, count(*),
           sum(rounding_key)
      FROM answer WHERE is_again
     GROUP BY quarters, item, since_previous
)
SELECT quarters, item, what, amount, people,
       mod(key, 18446744073709551616)::numeric(20) AS people_key
  FROM counted
