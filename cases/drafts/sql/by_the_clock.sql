-- The clockwork discards what is over, whether or not anybody begins another one.
GRANT EXECUTE ON FUNCTION sec.discard_drafts() TO msa_reporting;
