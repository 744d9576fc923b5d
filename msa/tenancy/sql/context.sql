-- The signed context, checked where no application role can reach the key.
-- HMAC-SHA256 without pgcrypto: two padded keys and the core function sha256().
GRANT USAGE ON SCHEMA sec
   TO msa_owner, msa_app, msa_worker, msa_manager, msa_admin, msa_survivor, msa_signin,
      msa_national, msa_reporting, msa_backup, msa_signer;

CREATE TABLE priv.context_key (
    key_id text PRIMARY KEY,
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);

-- Tables whose rows hang on a survivor's consent; filled by the Protect operation.
-- A withdrawal withholds the rows written under its key, or deletes those without one.
CREATE TABLE priv.keyed_table (
    table_name text PRIMARY KEY,
    purpose text NOT NULL,
    on_withdrawal text NOT NULL CHECK (on_withdrawal IN ('withhold', 'delete'))
);

-- organisation, person, role: or an error, never "nobody" and zero rows.
CREATE FUNCTION sec.context() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('app.context', true);
    part text[] := string_to_array(token, '|');
    mac text;
BEGIN
    IF coalesce(token, '') = '' THEN
        RAISE EXCEPTION 'no context' USING ERRCODE = '42501';
    END IF;
    IF array_length(part, 1) IS DISTINCT FROM 6 THEN
        RAISE EXCEPTION 'bad context' USING ERRCODE = '42501';
    END IF;
    SELECT encode(sha256(outer_pad || sha256(inner_pad
               || convert_to(left(token, -65), 'UTF8'))), 'hex')
      INTO mac FROM priv.context_key WHERE key_id = part[1];
    -- The role is part of the signature: SET ROLE with somebody's token gains nothing.
    IF mac IS DISTINCT FROM part[6]
       OR part[5]::bigint < extract(epoch FROM transaction_timestamp())
       OR 'msa_' || part[4]
          <> coalesce(nullif(current_setting('role'), 'none'), session_user) THEN
        RAISE EXCEPTION 'bad context' USING ERRCODE = '42501';
    END IF;
    RETURN part[2:4];
END $$;

-- The parts of the context. Plain SQL without a setting of its own, so that PostgreSQL
-- puts the expression straight into the policy that asks.
CREATE FUNCTION sec.organisation() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT (sec.context())[1]::uuid $$;

CREATE FUNCTION sec.person() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT (sec.context())[2]::uuid $$;

CREATE FUNCTION sec.role() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT (sec.context())[3] $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sec.context(), sec.organisation(), sec.person(), sec.role()
   TO msa_owner, msa_worker, msa_manager, msa_admin, msa_survivor, msa_national,
      msa_reporting;
