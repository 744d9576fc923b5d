-- The audit: append-only, chained per organisation when the transaction commits.

-- Who and when come from the context and the clock, never from the writer.
CREATE FUNCTION sec.stamp_event() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF NEW.organisation_id <> p[1]::uuid OR NEW.actor <> p[2]::uuid THEN
        RAISE EXCEPTION 'an event names its own actor' USING ERRCODE = '42501';
    END IF;
    NEW.role := p[3];
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

-- Deferred to commit: chaining each event as it is written would make every request
-- of an organisation wait for the one before it.
CREATE FUNCTION sec.chain_event() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    head public.audit_head;
    link bytea;
BEGIN
    SELECT * INTO head FROM public.audit_head
     WHERE organisation_id = NEW.organisation_id FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO public.audit_head (organisation_id, seq, hash)
        VALUES (NEW.organisation_id, 0,
                sha256(convert_to(NEW.organisation_id::text, 'UTF8')))
        ON CONFLICT (organisation_id) DO NOTHING;
        SELECT * INTO head FROM public.audit_head
         WHERE organisation_id = NEW.organisation_id FOR UPDATE;
    END IF;
    link := sha256(head.hash || convert_to(concat_ws(E'\n',
        head.seq + 1, NEW.organisation_id, NEW.id,
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.actor, NEW.role, NEW.action, coalesce(NEW.subject_id::text, '-'),
        NEW.payload::text), 'UTF8'));
    INSERT INTO public.audit_link (id, organisation_id, seq, event_id, previous, hash)
    VALUES (gen_random_uuid(), NEW.organisation_id, head.seq + 1, NEW.id, head.hash, link);
    UPDATE public.audit_head SET seq = head.seq + 1, hash = link
     WHERE organisation_id = NEW.organisation_id;
    RETURN NULL;
END $$;

CREATE FUNCTION sec.refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append only' USING ERRCODE = '42501';
END $$;

REVOKE ALL ON FUNCTION sec.stamp_event(), sec.chain_event(), sec.refuse_change()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.stamp_event(), sec.chain_event(), sec.refuse_change()
   TO msa_owner;
