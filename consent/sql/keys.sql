-- Consent is the key: what may be written and read about a survivor (CON-04).

-- The survivors whose grants the person of this context holds now. Planned once for a
-- connection: planning takes longer than reading the grants.
CREATE FUNCTION sec.my_subjects() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE p text[] := sec.context();
BEGIN
    RETURN coalesce(
        (SELECT array_agg(g.content_object_id)
           FROM public.consent_subjectuserobjectpermission g
          WHERE g.organisation_id = p[1]::uuid AND g.user_id = p[2]::uuid
            AND (g.until IS NULL OR g.until > now())),
        '{}');
END $$;

-- Is a consent for this purpose in force? Locked first and looked at second: a
-- withdrawal that is under way finishes before the second statement takes its snapshot.
-- In one statement the lock would be waited for and the old snapshot believed.
CREATE FUNCTION sec.consent_in_force(organisation uuid, subject uuid, what text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.consent_consent c
      WHERE c.organisation_id = organisation AND c.subject_id = subject
        AND c.purpose = what
      FOR SHARE OF c;
    RETURN EXISTS (
        SELECT 1 FROM public.consent_consent c
         WHERE c.organisation_id = organisation AND c.subject_id = subject
           AND c.purpose = what AND (c.expires_at IS NULL OR c.expires_at > now())
           AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                            WHERE w.organisation_id = c.organisation_id
                              AND w.consent_id = c.id));
END $$;

CREATE FUNCTION sec.demand_consent() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.consent_in_force(NEW.organisation_id, NEW.subject_id, TG_ARGV[0]) THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    RETURN NEW;
END $$;

-- A row about a survivor needs the active key of its own purpose and person.
CREATE FUNCTION sec.demand_key() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.consent_subjectkey k
      JOIN public.consent_consent c
        ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
      WHERE k.organisation_id = NEW.organisation_id AND k.id = NEW.key_id
        AND k.subject_id = NEW.subject_id AND k.purpose = TG_ARGV[0]
        AND k.state = 'ACTIVE'
        AND (c.expires_at IS NULL OR c.expires_at > now())
      FOR SHARE OF k;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    IF NEW.withheld THEN
        RAISE EXCEPTION 'a new row is not withheld' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

-- A key is made for the consent in force that it names, and for nothing else.
CREATE FUNCTION sec.demand_own_consent() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Locked first, looked at second: see sec.consent_in_force.
    PERFORM 1 FROM public.consent_consent c
      WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.consent_id
      FOR SHARE OF c;
    PERFORM 1 FROM public.consent_consent c
      WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.consent_id
        AND c.subject_id = NEW.subject_id AND c.purpose = NEW.purpose
        AND (c.expires_at IS NULL OR c.expires_at > now())
        AND NOT EXISTS (SELECT 1 FROM public.consent_withdrawal w
                         WHERE w.organisation_id = c.organisation_id
                           AND w.consent_id = c.id);
    IF NOT FOUND OR NEW.state <> 'ACTIVE' THEN
        RAISE EXCEPTION 'no consent in force' USING ERRCODE = 'MS001';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION sec.register_keyed_table(what text, needs text, then_do text)
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO priv.keyed_table VALUES (what, needs, then_do)
$$;

-- A withdrawal seals the key and withholds every row written under it, at once.
CREATE FUNCTION sec.seal_key() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text;
    sealed uuid[];
    target text;
BEGIN
    -- With an older snapshot a row that was written meanwhile would stay readable.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'withdraw in a read committed transaction'
              USING ERRCODE = '25001';
    END IF;
    -- Updated, not only locked: a writer with an older snapshot fails to serialise
    -- instead of believing it.
    UPDATE public.consent_consent c SET expires_at = c.expires_at
     WHERE c.organisation_id = NEW.organisation_id AND c.id = NEW.consent_id
       AND c.subject_id = NEW.subject_id
    RETURNING c.purpose INTO what;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such consent' USING ERRCODE = '42501';
    END IF;
    WITH now_sealed AS (
        UPDATE public.consent_subjectkey SET state = 'SEALED'
         WHERE organisation_id = NEW.organisation_id AND consent_id = NEW.consent_id
           AND state = 'ACTIVE' RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO sealed FROM now_sealed;
    FOR target IN SELECT table_name FROM priv.keyed_table
                   WHERE purpose = what AND on_withdrawal = 'delete' LOOP
        EXECUTE format(
            'DELETE FROM public.%I WHERE organisation_id = $1 AND subject_id = $2',
            target) USING NEW.organisation_id, NEW.subject_id;
    END LOOP;
    FOR target IN SELECT table_name FROM priv.keyed_table
                   WHERE purpose = what AND on_withdrawal = 'withhold' LOOP
        EXECUTE format(
            'UPDATE public.%I SET withheld = true
              WHERE organisation_id = $1 AND subject_id = $2 AND key_id = ANY ($3)',
            target) USING NEW.organisation_id, NEW.subject_id, sealed;
    END LOOP;
    RETURN NEW;
END $$;

-- The maker of a survivor's row works with him: the policy needs the grant, the grant
-- needs the survivor, so neither could come first.
CREATE FUNCTION sec.grant_to_maker() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE p text[] := sec.context();
BEGIN
    IF p[3] = 'worker' THEN
        INSERT INTO public.consent_subjectuserobjectpermission
               (organisation_id, user_id, permission_id, content_object_id)
        SELECT NEW.organisation_id, p[2]::uuid, perm.id, NEW.id
          FROM public.auth_permission perm
          JOIN public.django_content_type t ON t.id = perm.content_type_id
         WHERE t.app_label = 'consent' AND perm.codename = 'work_with_subject';
    END IF;
    RETURN NEW;
END $$;

-- The only way to a wrapped key. It writes the read's audit row itself, so no key
-- leaves without a trace, and returns fewer rows rather than an error: a key that is
-- missing from the answer is sealed, or not the asker's.
CREATE FUNCTION sec.wrapped_keys(subjects uuid[], what text, act text)
RETURNS TABLE (subject_id uuid, key_id uuid, wrapped bytea,
               organisation_key_id uuid, organisation_wrapped bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    p text[] := sec.context();
    mine uuid[];
BEGIN
    IF act NOT IN ('open', 'list', 'search', 'write') THEN
        RAISE EXCEPTION 'unknown act' USING ERRCODE = '22023';
    END IF;
    IF p[3] = 'worker' THEN
        mine := ARRAY(SELECT unnest(subjects)
                      INTERSECT SELECT unnest(sec.my_subjects()));
    ELSIF p[3] = 'manager' AND what = 'RECORD' THEN
        -- His policy shows him identity and safe contact, and no other section.
        mine := subjects;
    ELSIF p[3] = 'admin' AND act = 'write' THEN
        -- An import seals what it writes. The administrator's role has no right to
        -- select any sealed row, so a key without its ciphertext opens nothing.
        mine := subjects;
    ELSIF p[3] = 'manager' THEN
        SELECT coalesce(array_agg(s), '{}') INTO mine FROM unnest(subjects) s
         WHERE sec.consent_in_force(p[1]::uuid, s, 'SUPERVISION');
    ELSE
        mine := '{}';
    END IF;
    RETURN QUERY
        SELECT k.subject_id, k.id, w.wrapped, o.id, o.wrapped
          FROM unnest(mine) AS his
          JOIN public.consent_subjectkey k
            ON k.organisation_id = p[1]::uuid AND k.subject_id = his
          JOIN public.consent_wrappedkey w
            ON w.organisation_id = k.organisation_id AND w.key_id = k.id
          JOIN public.consent_organisationkey o
            ON o.organisation_id = k.organisation_id AND o.id = w.organisation_key_id
          JOIN public.consent_consent c
            ON c.organisation_id = k.organisation_id AND c.id = k.consent_id
         WHERE k.purpose = what AND k.state = 'ACTIVE'
           AND (c.expires_at IS NULL OR c.expires_at > now());
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'record.' || act,
            CASE WHEN act IN ('open', 'write') AND cardinality(subjects) = 1
                 THEN subjects[1] END,
            jsonb_build_object('purpose', what, 'count', cardinality(subjects)));
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.register_keyed_table(text, text, text), sec.demand_key(),
      sec.demand_consent(), sec.demand_own_consent(), sec.seal_key(), sec.grant_to_maker() TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.my_subjects() TO msa_owner, msa_worker;
GRANT EXECUTE ON FUNCTION sec.wrapped_keys(uuid[], text, text)
   TO msa_worker, msa_manager, msa_admin;
