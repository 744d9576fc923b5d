-- A caseload moves on a day to come (UI-M3): the database's clock carries it out, and
-- looks again on that day.

-- A plan is for a day to come, not too far away; what has ended stays as it ended.
CREATE FUNCTION sec.guard_plan() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Pacific/Auckland')::date;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NOT NULL THEN
            RAISE EXCEPTION 'a plan ends once' USING ERRCODE = 'MS066';
        END IF;
    ELSIF NEW.due_on <= today OR NEW.due_on > today + 90 THEN
        RAISE EXCEPTION 'within the next 90 days' USING ERRCODE = 'MS067';
    END IF;
    RETURN NEW;
END $$;

-- Locked before it is believed: whoever ends the plan meanwhile waits, and then ends this.
CREATE FUNCTION sec.place_planned() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plan public.workload_plan;
BEGIN
    SELECT * INTO plan FROM public.workload_plan p
     WHERE p.organisation_id = NEW.organisation_id AND p.id = NEW.plan_id
       AND p.ended_at IS NULL
       FOR SHARE OF p;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'that plan has ended' USING ERRCODE = 'MS066';
    END IF;
    IF NEW.to_id = plan.member_id THEN
        RAISE EXCEPTION 'he works with him already' USING ERRCODE = 'MS068';
    END IF;
    NEW.due_on := plan.due_on;
    RETURN NEW;
END $$;

-- By the database, so that a manager ends it for those as well whom she may not see.
CREATE FUNCTION sec.call_off_planned() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE public.workload_planned SET outcome = 'CALLED_OFF'
     WHERE organisation_id = NEW.organisation_id AND plan_id = NEW.id AND outcome = '';
    RETURN NULL;
END $$;

-- Does somebody who worked with him last, and is gone, leave him waiting?
CREATE FUNCTION sec.waits_since_gone(tenant uuid, his uuid, who uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((
        SELECT a.ended_at IS NOT NULL AND a.member_id = who
               -- The clocks of the application and the database differ.
               AND (a.ended_at >= m.left_at - interval '1 minute'
                    OR 'worker' <> ALL (m.roles))
          FROM public.cases_assignment a
          JOIN public.accounts_member m
            ON m.organisation_id = a.organisation_id AND m.id = a.member_id
         WHERE a.organisation_id = tenant AND a.subject_id = his
         ORDER BY a.ended_at DESC NULLS FIRST, a.from_at DESC LIMIT 1), false)
       AND EXISTS (SELECT FROM public.cases_episode e
                    WHERE e.organisation_id = tenant AND e.subject_id = his
                      AND e.ended_on IS NULL)
$$;

-- What becomes of one of a plan on its day. Who asks holds the lock of a hand-over.
CREATE FUNCTION sec.outcome_of(tenant uuid, his uuid, whose uuid, next uuid)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    works_with uuid;
BEGIN
    IF NOT EXISTS (SELECT FROM public.cases_client c
                    WHERE c.organisation_id = tenant AND c.subject_id = his
                      AND NOT c.withheld) THEN
        RETURN 'SEALED';
    END IF;
    SELECT a.member_id INTO works_with FROM public.cases_assignment a
     WHERE a.organisation_id = tenant AND a.subject_id = his AND a.ended_at IS NULL;
    IF works_with <> whose THEN RETURN 'GIVEN_ON'; END IF;
    IF works_with IS NULL AND NOT sec.waits_since_gone(tenant, his, whose) THEN
        RETURN 'FINISHED';
    END IF;
    IF NOT EXISTS (SELECT FROM public.accounts_member m
                    WHERE m.organisation_id = tenant AND m.id = next
                      AND m.left_at IS NULL AND 'worker' = ANY (m.roles)) THEN
        RETURN 'LEFT';
    END IF;
    IF EXISTS (SELECT FROM public.cases_blockedmember b
                WHERE b.organisation_id = tenant AND b.subject_id = his
                  AND b.member_id = next AND b.ended_at IS NULL) THEN
        RETURN 'KEPT_AWAY';
    END IF;
    IF NOT sec.lets_take_over(tenant, his, next) THEN RETURN 'ASK_FIRST'; END IF;
    RETURN 'MOVED';
END $$;

-- Give those of a plan who can be moved to whom they are to come, as one hand-over in
-- the name of whoever planned it. For sec.move_planned_caseloads alone.
CREATE FUNCTION sec.hand_over_planned(plan public.workload_plan) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := plan.organisation_id;
    people uuid[];
    waiting uuid[];
    made uuid := gen_random_uuid();
BEGIN
    SELECT array_agg(d.subject_id) INTO people FROM public.workload_planned d
     WHERE d.organisation_id = tenant AND d.plan_id = plan.id AND d.outcome = 'MOVED';
    IF people IS NULL THEN RETURN NULL; END IF;
    SELECT coalesce(array_agg(his), '{}') INTO waiting FROM unnest(people) his
     WHERE NOT EXISTS (SELECT FROM public.cases_assignment a
                        WHERE a.organisation_id = tenant AND a.subject_id = his
                          AND a.ended_at IS NULL);
    UPDATE public.consent_subjectuserobjectpermission SET until = now()
     WHERE organisation_id = tenant AND content_object_id = ANY (people)
       AND (until IS NULL OR until > now());
    UPDATE public.cases_assignment SET ended_at = now(), ended_by_id = plan.made_by_id
     WHERE organisation_id = tenant AND subject_id = ANY (people) AND ended_at IS NULL;
    INSERT INTO public.workload_handover
           (id, organisation_id, member_id, made_by_id, made_at)
    VALUES (made, tenant, plan.member_id, plan.made_by_id, now());
    WITH begun AS (
        INSERT INTO public.cases_assignment
               (id, organisation_id, subject_id, member_id, from_at, made_by_id)
        SELECT gen_random_uuid(), tenant, d.subject_id, d.to_id, now(), plan.made_by_id
          FROM public.workload_planned d
         WHERE d.organisation_id = tenant AND d.plan_id = plan.id
           AND d.outcome = 'MOVED'
        RETURNING id, subject_id)
    INSERT INTO public.workload_moved
           (id, organisation_id, handover_id, subject_id, assignment_id, was_waiting,
            went_back)
    SELECT gen_random_uuid(), tenant, made, b.subject_id, b.id,
           b.subject_id = ANY (waiting), false
      FROM begun b;
    INSERT INTO public.consent_subjectuserobjectpermission
           (organisation_id, user_id, permission_id, content_object_id)
    SELECT tenant, m.person_id, perm.id, d.subject_id
      FROM public.workload_planned d
      JOIN public.accounts_member m
        ON m.organisation_id = d.organisation_id AND m.id = d.to_id
     CROSS JOIN public.auth_permission perm
      JOIN public.django_content_type t ON t.id = perm.content_type_id
     WHERE d.organisation_id = tenant AND d.plan_id = plan.id AND d.outcome = 'MOVED'
       AND t.app_label = 'consent' AND perm.codename = 'work_with_subject'
        ON CONFLICT (organisation_id, user_id, permission_id, content_object_id)
        DO UPDATE SET until = NULL;
    INSERT INTO public.audit_event
           (id, organisation_id, actor, action, subject_id, payload)
    SELECT gen_random_uuid(), tenant, (sec.context())[2]::uuid, 'person.assigned',
           d.subject_id, jsonb_build_object('to', d.to_id, 'plan', plan.id)
      FROM public.workload_planned d
     WHERE d.organisation_id = tenant AND d.plan_id = plan.id AND d.outcome = 'MOVED';
    RETURN made;
END $$;

-- For the clockwork, which learns how many moved and nothing else. All that is due in an
-- organisation, or none of it: whoever is killed in between has done nothing.
CREATE FUNCTION sec.move_planned_caseloads() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    tenant uuid := sec.organisation();
    due uuid[];
    plan public.workload_plan;
    made uuid;
    moved bigint := 0;
BEGIN
    -- With an older snapshot it would not see what those it waits for have decided.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'move people in a read committed transaction'
              USING ERRCODE = '25001';
    END IF;
    -- A second scheduler waits here, and then finds that nothing is due any more.
    SELECT array_agg(id) INTO due FROM (
        SELECT p.id FROM public.workload_plan p
         WHERE p.organisation_id = tenant AND p.ended_at IS NULL
           AND p.due_on <= (now() AT TIME ZONE 'Pacific/Auckland')::date
         ORDER BY p.id FOR UPDATE OF p) p;
    IF due IS NULL THEN RETURN 0; END IF;
    -- Locked in the order of a hand-over: the people, then the members.
    PERFORM pg_advisory_xact_lock(hashtextextended(his.id::text, 0))
       FROM (SELECT d.subject_id AS id FROM public.workload_planned d
              WHERE d.organisation_id = tenant AND d.plan_id = ANY (due)
                AND d.outcome = '' ORDER BY 1) his;
    PERFORM 1 FROM public.accounts_member m
      WHERE m.organisation_id = tenant
        AND (m.id IN (SELECT p.member_id FROM public.workload_plan p
                       WHERE p.organisation_id = tenant AND p.id = ANY (due))
             OR m.id IN (SELECT d.to_id FROM public.workload_planned d
                          WHERE d.organisation_id = tenant AND d.plan_id = ANY (due)))
      ORDER BY m.id FOR SHARE OF m;
    FOR plan IN SELECT p.* FROM public.workload_plan p
                 WHERE p.organisation_id = tenant AND p.id = ANY (due)
                 ORDER BY p.due_on, p.made_at, p.id LOOP
        UPDATE public.workload_planned d
           SET outcome = sec.outcome_of(tenant, d.subject_id, plan.member_id, d.to_id)
         WHERE d.organisation_id = tenant AND d.plan_id = plan.id AND d.outcome = '';
        made := sec.hand_over_planned(plan);
        UPDATE public.workload_plan p SET ended_at = now(), handover_id = made
         WHERE p.organisation_id = tenant AND p.id = plan.id;
        INSERT INTO public.audit_event (id, organisation_id, actor, action, payload)
        SELECT gen_random_uuid(), tenant, (sec.context())[2]::uuid,
               'caseload.moved-as-planned',
               jsonb_build_object('plan', plan.id, 'member', plan.member_id,
                   'handover', made, 'count', count(*) FILTER (WHERE d.outcome = 'MOVED'),
                   'stay', count(*) FILTER (WHERE d.outcome <> 'MOVED'))
          FROM public.workload_planned d
         WHERE d.organisation_id = tenant AND d.plan_id = plan.id;
        moved := moved + (SELECT count(*) FROM public.workload_planned d
                           WHERE d.organisation_id = tenant AND d.plan_id = plan.id
                             AND d.outcome = 'MOVED');
    END LOOP;
    RETURN moved;
END $$;

REVOKE ALL ON FUNCTION sec.guard_plan(), sec.place_planned(), sec.call_off_planned(),
       sec.waits_since_gone(uuid, uuid, uuid), sec.outcome_of(uuid, uuid, uuid, uuid),
       sec.hand_over_planned(public.workload_plan), sec.move_planned_caseloads()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.guard_plan(), sec.place_planned(), sec.call_off_planned()
   TO msa_owner;
GRANT EXECUTE ON FUNCTION sec.move_planned_caseloads() TO msa_reporting;
