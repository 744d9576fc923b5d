-- The one way to become a member: an invitation that is open, used up as it is taken.
--
-- ``hashed`` is the new person's password; empty for somebody who signs in already and
-- has shown it. Returns nothing where nothing was done, whatever the reason.
CREATE FUNCTION sec.join_organisation(token bytea, who uuid, called text, hashed text)
RETURNS TABLE (organisation uuid, member uuid, roles text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    invitation public.members_invitation;
    joined uuid;
BEGIN
    SELECT * INTO invitation FROM public.members_invitation i
     WHERE i.digest = token AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL
       AND i.expires_at > now() FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    IF hashed = '' THEN
        -- Nobody raises himself by inviting himself.
        PERFORM 1 FROM public.accounts_person p
          WHERE p.id = who AND p.email = invitation.email AND p.is_active
            AND NOT EXISTS (SELECT FROM public.accounts_member m
                             WHERE m.id = invitation.made_by_id AND m.person_id = who);
        IF NOT FOUND THEN RETURN; END IF;
    ELSE
        INSERT INTO public.accounts_person (id, email, password, is_active, joined_at)
        VALUES (who, invitation.email, hashed, true, now())
        ON CONFLICT (email) DO NOTHING;
        IF NOT FOUND THEN RETURN; END IF;
    END IF;
    INSERT INTO public.accounts_member
           (id, organisation_id, person_id, name, roles, joined_at)
    VALUES (gen_random_uuid(), invitation.organisation_id, who, called,
            invitation.roles, now())
    ON CONFLICT (organisation_id, person_id) DO UPDATE
       SET name = excluded.name, roles = excluded.roles,
           joined_at = excluded.joined_at, left_at = NULL
    RETURNING id INTO joined;
    UPDATE public.members_invitation i SET accepted_at = now()
     WHERE i.id = invitation.id;
    RETURN QUERY SELECT invitation.organisation_id, joined, invitation.roles::text[];
END $$;

REVOKE ALL ON FUNCTION sec.join_organisation(bytea, uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.join_organisation(bytea, uuid, text, text) TO msa_signin;
