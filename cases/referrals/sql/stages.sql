-- A referral stands as its steps say, and whatever moves it, it moves no other way.
CREATE FUNCTION sec.demand_stage() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.stage || '>' || NEW.stage <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION 'a referral does not go so' USING ERRCODE = 'MS065';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_stage() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_stage() TO msa_owner;
