-- The chain of a transaction's events made in one go: moving the head on for each event
-- leaves one dead head after the other, and reading past them took longer with each.

-- Chains what the open transaction wrote for an organisation. Whatever others have
-- committed is chained already, so what has no link yet is its own.
CREATE FUNCTION sec.chain_pending(tenant uuid, since timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    head public.audit_head;
    event public.audit_event;
    chained uuid[] := '{}';
    links bytea[];
BEGIN
    SELECT * INTO head FROM public.audit_head
     WHERE organisation_id = tenant FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO public.audit_head (organisation_id, seq, hash)
        VALUES (tenant, 0, sha256(convert_to(tenant::text, 'UTF8')))
        ON CONFLICT (organisation_id) DO NOTHING;
        SELECT * INTO head FROM public.audit_head
         WHERE organisation_id = tenant FOR UPDATE;
    END IF;
    links := ARRAY[head.hash];
    FOR event IN SELECT * FROM public.audit_event e
                  WHERE e.organisation_id = tenant AND e.at >= since ORDER BY e.at LOOP
        CONTINUE WHEN EXISTS (SELECT FROM public.audit_link l WHERE l.id = event.id);
        head.seq := head.seq + 1;
        head.hash := sha256(head.hash || convert_to(concat_ws(E'\n',
            head.seq, tenant, event.id,
            to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            event.actor, event.role, event.action,
            coalesce(event.subject_id::text, '-'), event.payload::text), 'UTF8'));
        chained := chained || event.id;
        links := links || head.hash;
    END LOOP;
    INSERT INTO public.audit_link (id, organisation_id, seq, event_id, previous, hash)
    SELECT chained[n], tenant, head.seq - cardinality(chained) + n, chained[n],
           links[n], links[n + 1]
      FROM generate_subscripts(chained, 1) n;
    UPDATE public.audit_head SET seq = head.seq, hash = head.hash
     WHERE organisation_id = tenant;
END $$;

-- A link bears its event's id: that tells at once whether an event has one. An event
-- older than its transaction is one that was written while the clock was put back.
CREATE OR REPLACE FUNCTION sec.chain_event() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.audit_link l WHERE l.id = NEW.id) THEN
        PERFORM sec.chain_pending(
            NEW.organisation_id, least(NEW.at, transaction_timestamp()));
    END IF;
    RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION sec.chain_pending(uuid, timestamptz) FROM PUBLIC;
