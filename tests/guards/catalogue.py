"""What must be true of the database's catalogue, whatever tables are added (S07)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
from django.apps import apps
from django.db.models import Model

Connection = psycopg.Connection[tuple[object, ...]]

_TENANT_TABLES = """
    SELECT c.oid, c.relname FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                    AND a.attname = 'organisation_id' AND NOT a.attisdropped)
"""
#: The audit holds ids without foreign keys and is found by its own index.
_NO_SUBJECT_INDEX = {"audit_link", "audit_head"}


def _rows(connection: Connection, question: str) -> Iterator[str]:
    for row in connection.execute(question.encode()).fetchall():
        yield " ".join(map(str, row))


def unforced_tables(connection: Connection) -> list[str]:
    """Tenant tables without row security, or whose owner passes it."""
    return list(
        _rows(
            connection,
            f"SELECT t.relname FROM ({_TENANT_TABLES}) t JOIN pg_class c USING (oid)"
            " WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)",
        )
    )


def doubled_policies(connection: Connection) -> list[str]:
    """Permissive policies for one role and command: PostgreSQL would add them up."""
    return list(
        _rows(
            connection,
            "SELECT p.polrelid::regclass, r.rolname, v.verb FROM pg_policy p"
            " CROSS JOIN unnest(p.polroles) AS role(oid)"
            " JOIN pg_roles r ON r.oid = role.oid"
            " CROSS JOIN unnest(CASE p.polcmd WHEN '*' THEN '{r,a,w,d}'::text[]"
            " ELSE ARRAY[p.polcmd::text] END) AS v(verb)"
            " WHERE p.polpermissive GROUP BY 1, 2, 3 HAVING count(*) > 1",
        )
    )


def policies_for_everybody(connection: Connection) -> list[str]:
    """Policies that hold for PUBLIC."""
    return list(
        _rows(
            connection,
            "SELECT polrelid::regclass, polname FROM pg_policy"
            " WHERE 0 = ANY (polroles)",
        )
    )


def grants_without_policy(connection: Connection) -> list[str]:
    """Rights on a policed table for a role no policy names: a rule was forgotten."""
    return list(
        _rows(
            connection,
            "SELECT DISTINCT c.relname, g.grantee::regrole FROM pg_class c"
            " CROSS JOIN aclexplode(c.relacl) g WHERE c.relrowsecurity"
            " AND g.grantee <> c.relowner AND c.relnamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid"
            " AND g.grantee = ANY (p.polroles))",
        )
    )


def missing_tenant_keys(connection: Connection) -> list[str]:
    """Relations between tenant tables that no composite foreign key holds together."""
    held = set(
        _rows(
            connection,
            "SELECT c.conrelid::regclass, a.attname, c.confrelid::regclass"
            " FROM pg_constraint c JOIN pg_attribute o ON o.attrelid = c.conrelid"
            " AND o.attnum = c.conkey[1] AND o.attname = 'organisation_id'"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]"
            " WHERE c.contype = 'f' AND cardinality(c.conkey) = 2"
            " AND NOT c.condeferrable AND c.convalidated",
        )
    )
    wanted = {
        f"{model._meta.db_table} {field.column} {field.related_model._meta.db_table}"
        for model in apps.get_models()
        if _is_tenant(model)
        for field in model._meta.local_fields
        if isinstance(field.related_model, type) and _is_tenant(field.related_model)
    }
    return sorted(wanted - held)


def _is_tenant(model: type[Model]) -> bool:
    return any(field.column == "organisation_id" for field in model._meta.local_fields)


def cascades(connection: Connection) -> list[str]:
    """Foreign keys that delete or change rows behind the policies' back."""
    return list(
        _rows(
            connection,
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'f'"
            " AND connamespace = 'public'::regnamespace"
            " AND (confdeltype NOT IN ('a', 'r') OR confupdtype NOT IN ('a', 'r'))",
        )
    )


def oracles(connection: Connection) -> list[str]:
    """Unique indexes that answer for all organisations at once."""
    return list(
        _rows(
            connection,
            f"WITH tenant AS ({_TENANT_TABLES})"
            " SELECT i.indexrelid::regclass FROM pg_index i"
            " JOIN tenant t ON t.oid = i.indrelid"
            " LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid"
            " AND a.attnum = i.indkey[0]"
            " WHERE i.indisunique AND NOT i.indisprimary"
            " AND a.attname IS DISTINCT FROM 'organisation_id'",
        )
    )


def missing_subject_indexes(connection: Connection) -> list[str]:
    """Tables about survivors without an index that begins (organisation, subject)."""
    found = _rows(
        connection,
        f"WITH tenant AS ({_TENANT_TABLES})"
        " SELECT t.relname FROM tenant t JOIN pg_attribute s ON s.attrelid = t.oid"
        " AND s.attname IN ('subject_id', 'content_object_id')"
        " WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid"
        " AND coalesce(pg_get_expr(i.indpred, t.oid), '(NOT withheld)')"
        " = '(NOT withheld)'"
        " AND (SELECT array_agg(a.attname::text ORDER BY k.place)"
        " FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, place)"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num"
        " WHERE k.place <= 3) && ARRAY[s.attname::text]"
        " AND (SELECT attname FROM pg_attribute WHERE attrelid = t.oid"
        " AND attnum = i.indkey[0]) IN ('organisation_id', 'user_id'))",
    )
    return [table for table in found if table not in _NO_SUBJECT_INDEX]


def repeated_calls(connection: Connection) -> list[str]:
    """Policies that would ask for the caseload once per row."""
    return list(
        _rows(
            connection,
            "SELECT polrelid::regclass, polname FROM pg_policy CROSS JOIN LATERAL"
            " (SELECT concat(pg_get_expr(polqual, polrelid),"
            " pg_get_expr(polwithcheck, polrelid)) AS said) x"
            r" WHERE regexp_replace(said, '\( *SELECT sec\.my_subjects\(\)"
            r" AS my_subjects\)\)?::uuid\[\]', '', 'g') ~ 'my_subjects\('",
        )
    )


def unsafe_functions(connection: Connection) -> list[str]:
    """Definer functions without a search path, of another owner, or open to all."""
    return list(
        _rows(
            connection,
            "SELECT p.oid::regprocedure FROM pg_proc p"
            " WHERE p.pronamespace IN ('sec'::regnamespace, 'public'::regnamespace,"
            " 'priv'::regnamespace) AND p.prosecdef AND ("
            " NOT coalesce(p.proconfig::text"
            " ~ 'search_path=pg_catalog, pg_temp', false)"
            " OR p.proowner <> 'msa_sec'::regrole"
            " OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl,"
            " acldefault('f', p.proowner))) g WHERE g.grantee = 0))",
        )
    )


def passing_views(connection: Connection) -> list[str]:
    """Views that read with their owner's rights, and copies without policies."""
    return list(
        _rows(
            connection,
            "SELECT c.oid::regclass, c.relkind FROM pg_class c"
            " WHERE c.relnamespace IN ('public'::regnamespace, 'sec'::regnamespace,"
            " 'priv'::regnamespace) AND (c.relkind = 'm' OR c.relkind = 'f'"
            " OR (c.relkind = 'v' AND NOT coalesce("
            "c.reloptions::text ~ 'security_invoker=(true|on)', false)))",
        )
    )


def definer_tables(connection: Connection) -> list[str]:
    """Tables of the definer role in reach of anybody: it would pass their policies."""
    return list(
        _rows(
            connection,
            "SELECT oid::regclass FROM pg_class WHERE relkind = 'r'"
            " AND relowner = 'msa_sec'::regrole"
            " AND relnamespace <> 'priv'::regnamespace",
        )
    )


def open_schemas(connection: Connection) -> list[str]:
    """Rights of PUBLIC or of an application role to create or to look into priv."""
    return list(
        _rows(
            connection,
            "SELECT n.nspname, g.grantee, g.privilege_type FROM pg_namespace n"
            " CROSS JOIN aclexplode(n.nspacl) g"
            " WHERE n.nspname IN ('public', 'sec', 'priv') AND ("
            " g.grantee = 0"
            " OR (g.privilege_type = 'CREATE' AND g.grantee::regrole::text"
            " NOT IN ('msa_owner', 'msa_sec', 'postgres', 'pg_database_owner'))"
            " OR (n.nspname = 'priv' AND g.grantee::regrole::text"
            " NOT IN ('msa_owner', 'msa_sec')))",
        )
    )


def loose_roles(connection: Connection) -> list[str]:
    """Roles with an attribute or a membership they must not have."""
    return list(
        _rows(
            connection,
            "SELECT rolname, 'attributes' FROM pg_roles WHERE rolname ~ '^msa_'"
            " AND (rolsuper OR rolcreaterole OR rolreplication"
            " OR (rolbypassrls AND rolname <> 'msa_backup')"
            " OR (rolinherit AND rolname IN ('msa_owner', 'msa_app', 'msa_door',"
            " 'msa_national')))"
            " UNION ALL SELECT m.rolname, r.rolname FROM pg_auth_members x"
            " JOIN pg_roles m ON m.oid = x.member JOIN pg_roles r ON r.oid = x.roleid"
            " WHERE m.rolname ~ '^msa_' AND m.rolname <> 'msa_test'"
            " AND (m.rolname, r.rolname) NOT IN (('msa_owner', 'msa_sec'),"
            " ('msa_owner', 'msa_admin'), ('msa_owner', 'msa_reporting'),"
            " ('msa_app', 'msa_worker'), ('msa_app', 'msa_manager'),"
            " ('msa_app', 'msa_admin'), ('msa_app', 'msa_survivor'),"
            " ('msa_door', 'msa_signin'), ('msa_national', 'msa_funder'),"
            " ('msa_backup', 'pg_read_all_data'))",
        )
    )


def open_functions(connection: Connection) -> list[str]:
    """Built-in functions that would show other sessions or keep large objects."""
    return list(
        _rows(
            connection,
            "SELECT p.oid::regprocedure FROM pg_proc p"
            " WHERE p.pronamespace = 'pg_catalog'::regnamespace"
            " AND (p.proname ~ '^(pg_stat_get_|lo_)' OR p.proname IN"
            " ('loread', 'lowrite')) AND EXISTS (SELECT FROM aclexplode("
            "coalesce(p.proacl, acldefault('f', p.proowner))) g WHERE g.grantee = 0)",
        )
    )


def sleeping_triggers(connection: Connection) -> list[str]:
    """Triggers of the product that somebody has switched off."""
    return list(
        _rows(
            connection,
            "SELECT tgrelid::regclass, tgname FROM pg_trigger"
            " WHERE tgenabled <> 'O' AND NOT tgisinternal",
        )
    )


CHECKS: tuple[Callable[[Connection], list[str]], ...] = (
    unforced_tables,
    doubled_policies,
    policies_for_everybody,
    grants_without_policy,
    missing_tenant_keys,
    cascades,
    oracles,
    missing_subject_indexes,
    repeated_calls,
    unsafe_functions,
    passing_views,
    definer_tables,
    open_schemas,
    loose_roles,
    open_functions,
    sleeping_triggers,
)
