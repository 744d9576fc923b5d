-- True figures of one quarter, of one organisation or of all, to hold an import against.
WITH session AS (
    SELECT subject_id, kind, minutes FROM cases_session
     WHERE held_on >= %(start)s::date AND held_on < %(after)s::date
       AND (%(organisation)s::uuid IS NULL OR organisation_id = %(organisation)s::uuid)
),
entry AS (
    SELECT kind, minutes FROM session
    UNION ALL
    SELECT kind, minutes FROM cases_tally
     WHERE month >= %(start)s::date AND month < %(after)s::date
       AND (%(organisation)s::uuid IS NULL OR organisation_id = %(organisation)s::uuid)
),
episode AS (
    SELECT subject_id, started_on, activated_on, ended_on FROM cases_episode
     WHERE %(organisation)s::uuid IS NULL OR organisation_id = %(organisation)s::uuid
),
-- The one opened first decides, even if only a later one got under way.
first_opened AS (
    SELECT DISTINCT ON (subject_id) activated_on
      FROM episode ORDER BY subject_id, started_on, activated_on
),
first_activated AS (
    SELECT min(activated_on) AS activated_on FROM episode GROUP BY subject_id
),
by_kind AS (
    SELECT kind, count(*) AS entries FROM entry GROUP BY kind
)
SELECT (SELECT count(*) FROM entry) AS contacts,
       (SELECT count(*) FROM entry WHERE kind <> 'DID_NOT_ATTEND') AS sessions,
       (SELECT coalesce(sum(minutes), 0)::bigint FROM entry) AS minutes,
       (SELECT count(DISTINCT subject_id) FROM session
         WHERE kind <> 'DID_NOT_ATTEND') AS people,
       (SELECT count(*) FROM first_opened
         WHERE activated_on >= %(start)s::date
           AND activated_on < %(after)s::date) AS new,
       (SELECT count(*) FROM first_activated
         WHERE activated_on >= %(start)s::date
           AND activated_on < %(after)s::date) AS newly_active,
       (SELECT count(*) FROM episode
         WHERE ended_on >= %(start)s::date AND ended_on < %(after)s::date) AS ended,
       (SELECT coalesce(jsonb_object_agg(kind, entries), '{}')
          FROM by_kind) AS by_kind
