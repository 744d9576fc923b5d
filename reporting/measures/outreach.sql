-- The workshops and outreach of one quarter, and how many came who are not survivors.
-- Events, not people: nothing here is rounded.
SELECT coalesce(kind, 'ALL') AS value, count(*) AS held,
       coalesce(sum(supporters + professionals + public), 0) AS reached
  FROM outreach_activity
 WHERE taken_back_at IS NULL
   AND held_on >= %(start)s::date AND held_on < %(after)s::date
 GROUP BY ROLLUP (kind)
