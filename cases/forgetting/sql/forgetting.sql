-- Earlier words of a record are let go by two people, and by nothing else (ADR 52).

-- Why words of his have to stay, though somebody has this ground; empty: they may go.
-- Only what he wants himself gives way to a duty to keep: danger and others' words don't.
-- Days as in consent/retention/rules.py.
CREATE FUNCTION sec.why_words_stay(his uuid, why text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    rule record;
    years integer;
    counted date;
    due date;
BEGIN
    IF NOT (p[3] = 'worker' AND his = ANY (sec.my_subjects())
            OR p[3] = 'manager' AND his <> ALL (sec.kept_from())) THEN
        RAISE EXCEPTION 'none of his people' USING ERRCODE = '42501';
    END IF;
    IF EXISTS (SELECT FROM public.retention_hold h
                WHERE h.organisation_id = p[1]::uuid AND h.subject_id = his
                  AND h.lifted_at IS NULL) THEN
        RETURN 'HOLD';
    END IF;
    IF why <> 'HE_WANTS' THEN
        RETURN '';
    END IF;
    SELECT r.basis, r.contract_years INTO rule FROM public.retention_signedrule r
     WHERE r.organisation_id = p[1]::uuid ORDER BY r.signed_at DESC LIMIT 1;
    IF NOT FOUND THEN
        RETURN 'NO_RULE';
    END IF;
    IF rule.basis = 'NONE' THEN
        RETURN '';
    END IF;
    years := greatest(rule.contract_years,
                      CASE rule.basis WHEN 'HEALTH_10Y' THEN 10 ELSE 0 END);
    SELECT 1 + greatest(
           (SELECT max(s.held_on) FROM public.cases_session s
             WHERE s.organisation_id = p[1]::uuid AND s.subject_id = his),
           (SELECT greatest(max(e.started_on), max(e.ended_on))
              FROM public.cases_episode e
             WHERE e.organisation_id = p[1]::uuid AND e.subject_id = his),
           (SELECT max(c.given_on) FROM public.consent_consent c
             WHERE c.organisation_id = p[1]::uuid AND c.subject_id = his
               AND c.given <> 'IMPORTED'),
           (SELECT max((w.recorded_at AT TIME ZONE 'Pacific/Auckland')::date)
              FROM public.consent_withdrawal w
             WHERE w.organisation_id = p[1]::uuid AND w.subject_id = his))
      INTO counted;
    due := counted + make_interval(years => years);
    -- What begins on 29 February goes on 1 March where a year has none.
    due := due + (extract(day FROM counted) - extract(day FROM due))::integer;
    RETURN CASE WHEN due <= (now() AT TIME ZONE 'Pacific/Auckland')::date THEN ''
                ELSE 'DUTY' END;
END $$;

CREATE FUNCTION sec.refuse_to_forget(why text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the words stay' USING ERRCODE = 'MS070', DETAIL = why;
END $$;

-- His own peer worker asks: who works with him, not who may only read. What it covers
-- is what was superseded by now, under the key in force; it is counted here.
CREATE FUNCTION sec.ask_to_forget(
    one uuid, his uuid, part text, its_session uuid, why text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
    stays text;
    words record;
BEGIN
    SELECT m.id INTO me FROM public.accounts_member m
      JOIN public.consent_subjectuserobjectpermission g
        ON g.organisation_id = m.organisation_id AND g.user_id = m.person_id
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
       AND (m.left_at IS NULL OR m.left_at > now())
       AND g.content_object_id = his AND (g.until IS NULL OR g.until > now());
    IF p[3] <> 'worker' OR me IS NULL THEN
        RAISE EXCEPTION 'his own peer worker asks' USING ERRCODE = '42501';
    END IF;
    stays := sec.why_words_stay(his, why);
    IF stays <> '' THEN
        PERFORM sec.refuse_to_forget(stays);
    END IF;
    SELECT v.key_id, max(v.revision) AS upto, count(*) AS versions,
           min(v.written_at) AS oldest_at, max(v.written_at) AS newest_at,
           array_agg(DISTINCT v.written_by_id) AS writers INTO words
      FROM (SELECT s.organisation_id, s.key_id, s.revision, s.written_at,
                   s.written_by_id
              FROM public.cases_section s
             WHERE its_session IS NULL AND s.organisation_id = p[1]::uuid
               AND s.subject_id = his AND s.kind = part
               AND s.superseded AND s.let_go IS NULL
             UNION ALL
            SELECT n.organisation_id, n.key_id, n.revision, n.written_at,
                   n.written_by_id
              FROM public.cases_sessionnote n
             WHERE n.organisation_id = p[1]::uuid AND n.subject_id = his
               AND n.session_id = its_session
               AND n.superseded AND n.let_go IS NULL) v
      JOIN public.consent_subjectkey k
        ON k.organisation_id = v.organisation_id AND k.id = v.key_id
       AND k.state = 'ACTIVE'
     GROUP BY v.key_id;
    IF NOT FOUND THEN
        PERFORM sec.refuse_to_forget('NOTHING');
    END IF;
    INSERT INTO public.forgetting_forgetting
           (id, organisation_id, subject_id, key_id, kind, session_id, upto, versions,
            oldest_at, newest_at, writers, ground, asked_by_id, asked_at, outcome)
    VALUES (one, p[1]::uuid, his, words.key_id,
            CASE WHEN its_session IS NULL THEN part ELSE '' END, its_session,
            words.upto, words.versions, words.oldest_at, words.newest_at,
            words.writers, why, me, now(), '')
    ON CONFLICT (organisation_id, subject_id, kind, session_id)
          WHERE decided_at IS NULL DO NOTHING;
    IF NOT FOUND THEN
        PERFORM sec.refuse_to_forget('ASKED');
    END IF;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3], 'forgetting.asked', his,
            jsonb_build_object('forgetting', one, 'ground', why,
                'kind', CASE WHEN its_session IS NULL THEN part ELSE 'session' END));
END $$;

-- The second of the two: a manager, and not whoever asked. The words go here, or stay.
CREATE FUNCTION sec.decide_forgetting(one uuid, what text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p text[] := sec.context();
    me uuid;
    asked record;
    stays text;
BEGIN
    SELECT m.id INTO me FROM public.accounts_member m
     WHERE m.organisation_id = p[1]::uuid AND m.person_id = p[2]::uuid
       AND 'manager' = ANY (m.roles) AND (m.left_at IS NULL OR m.left_at > now());
    SELECT f.* INTO asked FROM public.forgetting_forgetting f
     WHERE f.organisation_id = p[1]::uuid AND f.id = one AND f.outcome = ''
       FOR UPDATE;
    IF NOT FOUND OR me IS NULL OR p[3] <> 'manager'
       OR asked.asked_by_id = me OR asked.subject_id = ANY (sec.kept_from()) THEN
        RAISE EXCEPTION 'another manager decides' USING ERRCODE = '42501';
    END IF;
    IF what = 'LET_GO' THEN
        stays := sec.why_words_stay(asked.subject_id, asked.ground);
        IF stays = '' AND NOT EXISTS (
               SELECT FROM public.consent_subjectkey k
                WHERE k.organisation_id = p[1]::uuid AND k.id = asked.key_id
                  AND k.state = 'ACTIVE') THEN
            stays := 'SEALED';
        END IF;
        IF stays <> '' THEN
            PERFORM sec.refuse_to_forget(stays);
        END IF;
    END IF;
    UPDATE public.forgetting_forgetting
       SET outcome = what, decided_by_id = me, decided_at = now()
     WHERE organisation_id = p[1]::uuid AND id = one;
    IF what = 'LET_GO' THEN
        UPDATE public.cases_section SET sealed = '', let_go = one
         WHERE organisation_id = p[1]::uuid AND subject_id = asked.subject_id
           AND kind = asked.kind AND key_id = asked.key_id
           AND superseded AND let_go IS NULL AND revision <= asked.upto;
        UPDATE public.cases_sessionnote SET sealed = '', let_go = one
         WHERE organisation_id = p[1]::uuid AND subject_id = asked.subject_id
           AND session_id = asked.session_id AND key_id = asked.key_id
           AND superseded AND let_go IS NULL AND revision <= asked.upto;
    END IF;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, role, action, subject_id, payload)
    VALUES (gen_random_uuid(), p[1]::uuid, p[2]::uuid, p[3],
            CASE what WHEN 'LET_GO' THEN 'forgetting.approved'
                      ELSE 'forgetting.refused' END,
            asked.subject_id,
            jsonb_build_object('forgetting', one, 'ground', asked.ground,
                'kind', CASE WHEN asked.session_id IS NULL THEN asked.kind
                             ELSE 'session' END));
END $$;

-- A row is emptied by a decision that covers it, whoever does it; none begins empty.
CREATE FUNCTION sec.guard_words_let_go() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE its jsonb := to_jsonb(NEW);
BEGIN
    PERFORM FROM public.forgetting_forgetting f
      WHERE f.organisation_id = NEW.organisation_id AND f.id = NEW.let_go
        AND f.outcome = 'LET_GO' AND f.subject_id = NEW.subject_id
        AND f.key_id = NEW.key_id AND NEW.revision <= f.upto
        AND (f.kind = its ->> 'kind' OR f.session_id = (its ->> 'session_id')::uuid);
    IF NOT FOUND OR TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'nobody let these words go' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.why_words_stay(uuid, text), sec.refuse_to_forget(text),
       sec.ask_to_forget(uuid, uuid, text, uuid, text),
       sec.decide_forgetting(uuid, text), sec.guard_words_let_go() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.why_words_stay(uuid, text) TO msa_worker, msa_manager;
GRANT EXECUTE ON FUNCTION sec.ask_to_forget(uuid, uuid, text, uuid, text)
   TO msa_worker;
GRANT EXECUTE ON FUNCTION sec.decide_forgetting(uuid, text) TO msa_manager;
GRANT EXECUTE ON FUNCTION sec.guard_words_let_go() TO msa_owner;
