"""Which rows each database role reads and writes: the database's own catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.guards.catalogue import Connection
from tests.reference.writing import table

_POLICIES = """
    SELECT c.relname, r.rolname, v.verb, pg_get_expr(p.polqual, p.polrelid),
           pg_get_expr(p.polwithcheck, p.polrelid)
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      CROSS JOIN unnest(p.polroles) AS role(oid) JOIN pg_roles r ON r.oid = role.oid
      JOIN (VALUES ('r', 'SELECT', 1), ('a', 'INSERT', 2), ('w', 'UPDATE', 3),
                   ('d', 'DELETE', 4)) AS v(code, verb, place)
        ON p.polcmd::text IN (v.code, '*')
     WHERE p.polpermissive AND r.rolname <> 'msa_owner'
       AND (has_table_privilege(r.oid, c.oid, v.verb)
            OR v.verb <> 'DELETE' AND has_any_column_privilege(r.oid, c.oid, v.verb))
     ORDER BY c.relname, r.rolname, v.place
"""
_NARROWED = """
    SELECT c.relname, r.rolname, pg_get_expr(p.polqual, p.polrelid)
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      CROSS JOIN unnest(p.polroles) AS role(oid) JOIN pg_roles r ON r.oid = role.oid
     WHERE NOT p.polpermissive ORDER BY c.relname, r.rolname, p.polname
"""
_COLUMNS = """
    SELECT string_agg(a.attname, ', ' ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
       AND has_column_privilege(%s, a.attrelid, a.attnum, 'UPDATE')
       AND NOT has_table_privilege(%s, a.attrelid, 'UPDATE')
"""
_UNPOLICED = """
    SELECT c.relname, r.rolname, string_agg(v.does, ', ' ORDER BY v.place)
      FROM pg_class c CROSS JOIN pg_roles r
      JOIN (VALUES ('SELECT', 'reads', 1), ('INSERT', 'adds', 2),
                   ('UPDATE', 'changes', 3), ('DELETE', 'deletes', 4))
           AS v(verb, does, place)
        ON has_table_privilege(r.oid, c.oid, v.verb)
           OR v.verb <> 'DELETE' AND has_any_column_privilege(r.oid, c.oid, v.verb)
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND NOT c.relrowsecurity AND r.rolname ~ '^msa_'
       AND r.rolname NOT IN ('msa_owner', 'msa_test')
     GROUP BY c.relname, r.rolname ORDER BY c.relname, r.rolname
"""
_VERBS = {
    "SELECT": "reads",
    "INSERT": "adds",
    "UPDATE": "changes",
    "DELETE": "deletes",
}
#: Conditions that stand in many policies.
_KNOWN = {
    "organisation_id = sec.organisation()": "its own organisation's",
    "subject_id = ANY (sec.my_subjects())": "of survivors he works with",
    "id = ANY (sec.my_subjects())": "survivors he works with",
    "NOT withheld": "not withheld",
    "subject_id <> ALL (sec.no_longer_counted())": "of survivors still counted",
    "subject_id <> ALL (sec.kept_from())": "only of survivors who do not keep him away",
    "other_id <> ALL (sec.kept_from())": "both of them",
    "content_object_id <> ALL (sec.kept_from())": (
        "only of survivors who do not keep him away"
    ),
    "id <> ALL (sec.kept_from())": "only survivors who do not keep him away",
    "id = sec.organisation()": "its own",
    "true": "all",
}


def row_rules(database: Connection) -> Iterator[str]:
    """Yield the part about tables: for each, what each role does with which rows."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, role, verb, using, check in database.execute(_POLICIES).fetchall():
        does = _VERBS[str(verb)]
        if verb == "UPDATE":
            does += _only(database, str(name), str(role))
        condition = using if using is not None else check
        line = (f"`{role}`", does, in_words(str(condition)))
        found.setdefault(str(name), []).append(line)
    for name, role, condition in database.execute(_NARROWED).fetchall():
        line = (f"`{role}`", "in all of these", in_words(str(condition)))
        found.setdefault(str(name), []).append(line)
    for name, lines in found.items():
        yield f"### {name}"
        yield table(("role", "may", "rows"), lines)


def unpoliced(database: Connection) -> Iterator[str]:
    """Yield the part about tables whose every row is the same to every role."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, role, does in database.execute(_UNPOLICED).fetchall():
        found.setdefault((str(name), str(does)), []).append(f"`{role}`")
    yield table(
        ("table", "may", "roles"),
        ((name, does, ", ".join(roles)) for (name, does), roles in found.items()),
    )


def _only(database: Connection, name: str, role: str) -> str:
    (columns,) = database.execute(_COLUMNS, [name, role, role]).fetchone() or ("",)
    return f" ({columns})" if columns else ""


def in_words(condition: str) -> str:
    """Return a policy's condition: in words what is known, in SQL what is not."""
    parts = [_plainer(part) for part in conjuncts(" ".join(condition.split()))]
    said = [_KNOWN[part] for part in parts if part in _KNOWN]
    return "; ".join([*said, *(f"`{part}`" for part in parts if part not in _KNOWN)])


def _plainer(condition: str) -> str:
    """Return it without the casts, names and brackets that PostgreSQL adds."""
    without = re.sub(r"\((\w+(?:\.\w+)?)\)::text", r"\1", condition)
    without = re.sub(r"::(text|uuid)(\[\])?", "", without)
    without = without.replace("'::character varying", "'")
    call = r"sec\.\w+\(\)|\(sec\.\w+\(\)\)\[\d\]"
    without = re.sub(rf"\( SELECT ({call})(?: AS \w+)?\)", r"\1", without)
    return _inside(re.sub(r"(ANY|ALL) \(\((sec\.\w+\(\))\)\)", r"\1 (\2)", without))


def conjuncts(condition: str) -> Iterator[str]:
    """Yield what a condition joins by AND, however deep in brackets."""
    inner = _inside(condition)
    parts = list(_split(inner))
    if len(parts) == 1:
        yield condition
    else:
        for part in parts:
            yield from conjuncts(part)


def _inside(text: str) -> str:
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]


def _split(text: str) -> Iterator[str]:
    depth = start = 0
    for found in re.finditer(r"[()]| AND ", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0 and found[0] == " AND ":
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]
