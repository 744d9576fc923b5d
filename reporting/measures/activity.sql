-- Sessions and minutes, and how they are spread over the people who had them.
-- A tally belongs to nobody: it adds to the amount, to no head-count, and for
-- dominance all tallies of an organisation count as if they were one person's.
WITH met AS (
    SELECT subject_id, organisation_id, kind,
           coalesce(nullif(mode, ''), 'NOT_STATED') AS mode,
           count(*) AS occasions, sum(minutes) AS minutes
      FROM cases_session
     WHERE held_on >= %(start)s::date AND held_on < %(after)s::date
     GROUP BY subject_id, organisation_id, kind, mode
    UNION ALL
    SELECT NULL, organisation_id, kind,
           coalesce(nullif(mode, ''), 'NOT_STATED') AS mode, count(*), sum(minutes)
      FROM cases_tally
     WHERE month >= %(start)s::date AND month < %(after)s::date
     GROUP BY organisation_id, kind, mode
),
each AS (
    SELECT met.*, coalesce(subject_id, organisation_id) AS contributor,
           subject_id IS NOT NULL AS is_person, kind <> 'DID_NOT_ATTEND' AS held
      FROM met
),
part AS MATERIALIZED (
    SELECT CASE WHEN NOT held THEN 'missed'
                WHEN grouping(organisation_id) = 0 THEN 'organisation'
                WHEN grouping(kind) = 0 THEN 'kind'
                WHEN grouping(mode) = 0 THEN 'mode'
                ELSE 'all' END AS dimension,
           coalesce(organisation_id::text, kind, mode, 'ALL') AS value,
           contributor, is_person,
           sum(occasions)::bigint AS occasions, sum(minutes)::bigint AS minutes
      FROM each
     GROUP BY GROUPING SETS ((contributor, is_person, held),
                             (contributor, is_person, held, organisation_id),
                             (contributor, is_person, held, kind),
                             (contributor, is_person, held, mode))
    -- Of what was missed, only the whole is reported.
    HAVING held OR (grouping(organisation_id) = 1 AND grouping(kind) = 1
                    AND grouping(mode) = 1)
),
whole AS MATERIALIZED (
    SELECT dimension, value,
           sum(occasions)::bigint AS occasions,
           sum(minutes)::bigint AS minutes,
           count(*) FILTER (WHERE is_person) AS contributors,
           mod(coalesce(sum(rounding_key), 0), 18446744073709551616)::numeric(20)
               AS people_key,
           max(occasions) AS largest_occasions,
           max(minutes) AS largest_minutes
      FROM part
      LEFT JOIN consent_subject AS subject
        ON subject.id = part.contributor AND part.is_person
     GROUP BY dimension, value
),
-- The second largest: as large as the largest if two are, or the largest below it.
-- Reading the parts twice costs a third of sorting them twice.
second AS (
    SELECT dimension, value,
           CASE WHEN count(*) FILTER (WHERE part.occasions = largest_occasions) > 1
                THEN max(part.occasions)
                ELSE coalesce(max(part.occasions) FILTER
                              (WHERE part.occasions < largest_occasions), 0)
           END AS occasions,
           CASE WHEN count(*) FILTER (WHERE part.minutes = largest_minutes) > 1
                THEN max(part.minutes)
                ELSE coalesce(max(part.minutes) FILTER
                              (WHERE part.minutes < largest_minutes), 0)
           END AS minutes
      FROM part JOIN whole USING (dimension, value)
     GROUP BY dimension, value
)
SELECT dimension, value, whole.occasions, whole.minutes, contributors, people_key,
       largest_occasions, largest_occasions + second.occasions AS two_largest_occasions,
       largest_minutes, largest_minutes + second.minutes AS two_largest_minutes
  FROM whole JOIN second USING (dimension, value)
