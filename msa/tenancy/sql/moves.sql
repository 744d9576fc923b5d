-- A row with a state goes on by the moves that its trigger names, as 'OPEN>ENDED', and
-- by no other, whoever asks.
CREATE FUNCTION sec.demand_move() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    step text := OLD.state || '>' || NEW.state;
BEGIN
    IF step <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION '% does not go %', TG_TABLE_NAME, step USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_move() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_move() TO msa_owner;
