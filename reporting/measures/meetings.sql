-- The meetings of peer groups of one quarter, and how many men came to them who have no
-- record. Meetings are events. Those men are survivors of whom nothing else is kept: who
-- came twice is counted twice, and each time is rounded as a person is.
SELECT count(*) AS held, coalesce(sum(guests), 0)::bigint AS people,
       mod(coalesce(sum(rounding_key::numeric * guests), 0),
           18446744073709551616) AS people_key
  FROM gatherings_meeting
 WHERE taken_back_at IS NULL
   AND held_on >= %(start)s::date AND held_on < %(after)s::date
