-- The enquiries of one quarter: all, by how they came, and by what came of them. Each
-- has a rounding key of its own, as a person has.
SELECT CASE WHEN channel IS NOT NULL THEN 'enquiry_channel'
            WHEN state IS NOT NULL THEN 'enquiry_outcome'
            ELSE 'enquiry' END AS dimension,
       coalesce(channel, state, 'ALL') AS value, count(*) AS people,
       mod(coalesce(sum(rounding_key), 0), 18446744073709551616) AS people_key
  FROM enquiries_enquiry
 WHERE received_on >= %(start)s::date AND received_on < %(after)s::date
 GROUP BY GROUPING SETS ((), (channel), (state))
