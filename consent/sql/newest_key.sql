-- The key that an organisation's new data keys are wrapped with, held until the end of
-- the transaction: the version it names can't be destroyed before they are stored.
CREATE FUNCTION sec.newest_organisation_key(wanted uuid)
RETURNS TABLE (id uuid, wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    -- A version that is retired between the look and the lock is none any more; the
    -- next look sees the one that came in its place.
    FOR attempt IN 1..3 LOOP
        RETURN QUERY
            SELECT k.id, k.wrapped FROM public.consent_organisationkey k
             WHERE k.organisation_id = wanted AND k.organisation_id = p[1]::uuid
               AND k.retired_at IS NULL
             ORDER BY k.created_at DESC LIMIT 1
               FOR KEY SHARE OF k;
        EXIT WHEN FOUND;
    END LOOP;
END $$;

REVOKE ALL ON FUNCTION sec.newest_organisation_key(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.newest_organisation_key(uuid)
   TO msa_owner, msa_worker, msa_manager, msa_admin;
