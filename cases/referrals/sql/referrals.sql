-- Nothing goes out without a consent to exactly that, and each step has its day (REF-02).

-- Does this very consent of his to tell somebody hold now? Locked first and looked at
-- second: see sec.consent_in_force.
CREATE FUNCTION sec.may_be_told(org uuid, his uuid, agreed uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM public.consent_consent c
      WHERE c.organisation_id = org AND c.id = agreed
      FOR SHARE OF c;
    RETURN EXISTS (
        SELECT FROM public.consent_consent c
         WHERE c.organisation_id = org AND c.id = agreed AND c.subject_id = his
           AND c.purpose = 'SHARING' AND c.has_particulars
           AND (c.expires_at IS NULL OR c.expires_at > now())
           AND NOT EXISTS (SELECT FROM public.consent_withdrawal w
                            WHERE w.organisation_id = c.organisation_id
                              AND w.consent_id = c.id));
END $$;

-- A referral begins with his yes, and its letter is printed only while that holds.
CREATE FUNCTION sec.demand_his_yes() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.may_be_told(NEW.organisation_id, NEW.subject_id, NEW.consent_id) THEN
        RAISE EXCEPTION 'he has not agreed to it' USING ERRCODE = 'MS046';
    END IF;
    IF TG_OP = 'INSERT' AND (NEW.stage <> 'AGREED' OR NEW.letter_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a referral begins with what is agreed'
              USING ERRCODE = 'MS047';
    END IF;
    RETURN NEW;
END $$;

-- A step follows from where the referral stands, and moves it. Without his yes only its
-- end is noted.
CREATE FUNCTION sec.take_referral_step() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agreed uuid;
    before text;
    began date;
BEGIN
    SELECT r.consent_id, r.stage,
           (r.made_at AT TIME ZONE 'Pacific/Auckland')::date
      INTO agreed, before, began
      FROM public.referrals_referral r
     WHERE r.organisation_id = NEW.organisation_id AND r.id = NEW.referral_id
       AND r.subject_id = NEW.subject_id
       FOR UPDATE OF r;
    IF NOT FOUND OR before || '>' || NEW.stage <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION 'a referral does not go so' USING ERRCODE = 'MS047';
    END IF;
    IF NEW.happened_on < began
       OR NEW.happened_on > (now() AT TIME ZONE 'Pacific/Auckland')::date THEN
        RAISE EXCEPTION 'not on that day' USING ERRCODE = 'MS047';
    END IF;
    IF NEW.stage NOT IN ('DECLINED', 'ENDED')
       AND NOT sec.may_be_told(NEW.organisation_id, NEW.subject_id, agreed) THEN
        RAISE EXCEPTION 'he has not agreed to it' USING ERRCODE = 'MS046';
    END IF;
    UPDATE public.referrals_referral r
       SET stage = NEW.stage,
           next_contact_on = CASE WHEN NEW.stage IN ('DECLINED', 'ENDED')
                                  THEN NULL ELSE r.next_contact_on END
     WHERE r.organisation_id = NEW.organisation_id AND r.id = NEW.referral_id;
    RETURN NEW;
END $$;

-- What was noted of an arrival stands; those who sent him are told by his consent alone.
CREATE FUNCTION sec.guard_arrival() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Not now(): what is noted is noted after its transaction began.
        IF NEW.came_at > clock_timestamp() OR NEW.answered_at < NEW.came_at
           OR NEW.answered_at > clock_timestamp()
           OR NEW.told_by_id IS NOT NULL OR NEW.replied_on IS NOT NULL THEN
            RAISE EXCEPTION 'not so, or not now' USING ERRCODE = 'MS048';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
       OR NEW.answered_at < OLD.came_at OR NEW.answered_at > clock_timestamp()
       OR OLD.told_by_id IS NOT NULL
          AND (NEW.told_by_id, NEW.told_on, NEW.not_told)
              IS DISTINCT FROM (OLD.told_by_id, OLD.told_on, OLD.not_told)
       OR OLD.replied_on IS NOT NULL
          AND (NEW.replied_on, NEW.replied_by_id, NEW.replied_under_id)
              IS DISTINCT FROM
              (OLD.replied_on, OLD.replied_by_id, OLD.replied_under_id) THEN
        RAISE EXCEPTION 'not so, or not now' USING ERRCODE = 'MS048';
    END IF;
    IF OLD.replied_on IS NULL AND NEW.replied_on IS NOT NULL
       AND NOT sec.may_be_told(NEW.organisation_id, NEW.subject_id,
                               NEW.replied_under_id) THEN
        RAISE EXCEPTION 'he has not agreed to it' USING ERRCODE = 'MS046';
    END IF;
    RETURN NEW;
END $$;

-- A service comes into the directory and leaves it step by step, and is never erased.
CREATE FUNCTION sec.demand_listing() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.listing || '>' || NEW.listing <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION 'a service does not go so' USING ERRCODE = 'MS049';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION sec.demand_listing(), sec.may_be_told(uuid, uuid, uuid), sec.demand_his_yes(),
       sec.take_referral_step(), sec.guard_arrival() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.demand_his_yes(), sec.take_referral_step(),
      sec.guard_arrival(), sec.demand_listing() TO msa_owner;
