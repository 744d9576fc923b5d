-- No report is released while the attack on its figures found something (REP-03), and
-- none that was never attacked.
CREATE FUNCTION sec.demand_attack() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.attack -> 'passes' IS DISTINCT FROM 'true'::jsonb THEN
        RAISE EXCEPTION 'the attack on these figures does not pass'
            USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_attack() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_attack() TO msa_owner;
