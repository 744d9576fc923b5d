-- What somebody agrees to who may be under 18 is written down by a member who has said
-- that he has read the child protection policy in force; without one, by nobody (CON-08).
-- How old he is nobody here knows: the day he was born is sealed. The row says what was
-- said, and this holds to it. An import says nothing: its consents are to be confirmed.
CREATE FUNCTION sec.demand_child_protection() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[];
    in_force uuid;
BEGIN
    IF NEW.of_age THEN
        RETURN NEW;
    END IF;
    p := sec.context();
    IF NEW.given = 'IMPORTED' AND p[3] = 'admin' THEN
        RETURN NEW;
    END IF;
    SELECT v.id INTO in_force FROM public.handbook_version v
      JOIN public.handbook_writtenpolicy w
        ON w.organisation_id = v.organisation_id AND w.id = v.policy_id
     WHERE v.organisation_id = NEW.organisation_id AND w.about = 'CHILD'
       AND v.withdrawn_at IS NULL
       AND v.in_force_from <= (now() AT TIME ZONE 'Pacific/Auckland')::date
     ORDER BY v.in_force_from DESC, v.number DESC LIMIT 1;
    PERFORM 1 FROM public.handbook_acknowledgement a
      JOIN public.accounts_member m
        ON m.organisation_id = a.organisation_id AND m.id = a.member_id
     WHERE a.organisation_id = NEW.organisation_id AND a.version_id = in_force
       AND m.id = NEW.recorded_by_id AND m.person_id = p[2]::uuid;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the child protection policy is to be read first'
              USING ERRCODE = 'MS005';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_child_protection() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_child_protection() TO msa_owner;
