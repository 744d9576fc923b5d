-- The clockwork discards what nobody fetched, whether or not anybody asks again.
GRANT EXECUTE ON FUNCTION sec.discard_copies() TO msa_reporting;
