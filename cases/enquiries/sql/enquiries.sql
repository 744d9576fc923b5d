-- Enquiries hold nobody's name; the one slip that may is destroyed in time (CON-01).

-- The row and with it the only key that opens it, wherever its bytes may still lie.
CREATE FUNCTION sec.shred_slip(of_organisation uuid, of_enquiry uuid, why text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[];
BEGIN
    DELETE FROM public.enquiries_slip s
     WHERE s.organisation_id = of_organisation AND s.enquiry_id = of_enquiry;
    IF NOT FOUND THEN RETURN false; END IF;
    p := sec.context();
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, payload)
    VALUES (gen_random_uuid(), of_organisation, p[2]::uuid, p[3], 'slip.destroyed',
            jsonb_build_object('enquiry', of_enquiry, 'why', why));
    RETURN true;
END $$;

-- Whatever an enquiry comes to, its slip goes in the same transaction.
CREATE FUNCTION sec.enquiry_ended() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- With an older snapshot a slip that was written meanwhile would stay.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'end an enquiry in a read committed transaction'
              USING ERRCODE = '25001';
    END IF;
    PERFORM sec.shred_slip(NEW.organisation_id, NEW.id, NEW.state);
    RETURN NULL;
END $$;

-- Whose a slip is: of whoever took it, and of the managers.
CREATE FUNCTION sec.my_slip(wanted uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
BEGIN
    RETURN (SELECT s.id FROM public.enquiries_slip s
             WHERE s.organisation_id = p[1]::uuid AND s.enquiry_id = wanted
               AND s.expires_at > now()
               AND (p[3] = 'manager' OR p[3] = 'worker' AND EXISTS (
                    SELECT FROM public.accounts_member m
                     WHERE m.organisation_id = s.organisation_id
                       AND m.id = s.taken_by_id AND m.person_id = p[2]::uuid)));
END $$;

-- The only way to a slip, and the event of its being opened. One that has expired is
-- not handed out, whether or not it has been deleted yet.
CREATE FUNCTION sec.open_slip(wanted uuid)
RETURNS TABLE (slip uuid, key_id uuid, sealed bytea, wrapped bytea, ring_id uuid,
               ring_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
BEGIN
    RETURN QUERY
        SELECT s.id, s.key_id, s.sealed, s.wrapped, o.id, o.wrapped
          FROM public.enquiries_slip s
          JOIN public.consent_organisationkey o
            ON o.organisation_id = s.organisation_id AND o.id = s.organisation_key_id
         WHERE s.id = sec.my_slip(wanted);
    IF FOUND THEN
        INSERT INTO public.audit_event
               (id, organisation_id, actor, role, action, payload)
        VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'slip.opened',
                jsonb_build_object('enquiry', wanted));
    END IF;
END $$;

CREATE FUNCTION sec.destroy_slip(wanted uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.my_slip(wanted) IS NULL THEN RETURN false; END IF;
    RETURN sec.shred_slip(sec.organisation(), wanted, 'ASKED');
END $$;

-- For the clockwork, which reads no slip and learns only how many are gone.
CREATE FUNCTION sec.destroy_expired_slips() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    gone integer;
BEGIN
    WITH expired AS (
        DELETE FROM public.enquiries_slip s
         WHERE s.organisation_id = p[1]::uuid AND s.expires_at <= now()
        RETURNING s.enquiry_id)
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, payload)
    SELECT gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'slip.expired',
           jsonb_build_object('enquiry', e.enquiry_id)
      FROM expired e;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- A slip belongs to an enquiry that is open, and to the first 30 days of that.
CREATE FUNCTION sec.guard_new_slip() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    came date;
BEGIN
    -- Locked: whoever ends the enquiry meanwhile finds the slip, or this finds the end.
    SELECT e.received_on INTO came FROM public.enquiries_enquiry e
     WHERE e.organisation_id = NEW.organisation_id AND e.id = NEW.enquiry_id
       AND e.state = 'OPEN'
       FOR SHARE OF e;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no open enquiry' USING ERRCODE = '42501';
    END IF;
    IF NEW.expires_at <= now()
       OR NEW.expires_at > (came + 30)::timestamp AT TIME ZONE 'Pacific/Auckland' THEN
        RAISE EXCEPTION 'a slip ends within 30 days' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.guard_new_slip(), sec.shred_slip(uuid, uuid, text),
       sec.enquiry_ended(), sec.my_slip(uuid), sec.open_slip(uuid),
       sec.destroy_slip(uuid), sec.destroy_expired_slips() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_new_slip(), sec.enquiry_ended() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.open_slip(uuid), sec.destroy_slip(uuid)
   TO msa_worker, msa_manager;
GRANT EXECUTE ON FUNCTION sec.destroy_expired_slips() TO msa_reporting;
