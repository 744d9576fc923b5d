"""Migration operations that give a table its row policies, grants and keys.

A table's rules are data beside its model's migration; :class:`Protect` turns them into
forced row-level security, one policy and one grant per role and command, and composite
foreign keys, so that no row can point into another organisation (SEC-01, ADR 0002).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: Everything a row policy may say. ``{column}`` is the table's own subject column.
CONDITIONS = {
    "all": "true",
    "organisation": "organisation_id = (SELECT sec.organisation())",
    # The inner SELECT makes PostgreSQL ask once per query instead of once per row.
    "subject": (
        "organisation_id = (SELECT sec.organisation()) "
        "AND {column} = ANY ((SELECT sec.my_subjects())::uuid[])"
    ),
    "own-grant": (
        "organisation_id = (SELECT sec.organisation()) "
        "AND user_id = (SELECT sec.person()) "
        "AND (until IS NULL OR until > now())"
    ),
    "own-organisation": "id = (SELECT sec.organisation())",
    "not-kept-away": "{column} <> ALL ((SELECT sec.kept_from())::uuid[])",
}

#: ``{"worker": {"SELECT (id, kind)": "subject", "INSERT": ("organisation", "x = 1")}}``
Rule = str | tuple[str, str]
Rules = Mapping[str, Mapping[str, Rule]]


def policy_condition(rule: Rule, column: str) -> str:
    """Return the SQL condition that ``rule`` stands for.

    Raises:
        KeyError: no condition of that name.
    """
    name, extra = (rule, "") if isinstance(rule, str) else rule
    condition = CONDITIONS[name].format(column=column)
    return f"{condition} AND ({extra})" if extra else condition


class _SqlOperation(Operation):
    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        # The tables go with their models' own operations, and what hangs on them too.
        pass


class AsSec(_SqlOperation):
    """Run SQL files as ``msa_sec``, which owns the definer functions and no table."""

    def __init__(self, *paths: str) -> None:
        self.paths = paths

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, list(self.paths), {}

    def describe(self) -> str:
        return f"Definer functions of {', '.join(self.paths)}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        root = Path(__file__).resolve().parents[2]
        schema_editor.execute("SET LOCAL ROLE msa_sec")
        for path in self.paths:
            schema_editor.execute((root / path).read_text(), params=None)
        schema_editor.execute("RESET ROLE")


class Protect(_SqlOperation):
    """Police one table: forced row security, policies, grants, composite keys.

    ``key`` names the purpose whose consent key each row needs (CON-04): rows are
    refused without an active one and leave every reader's sight when it is sealed, or
    are deleted if ``on_withdrawal`` says so.
    ``consent`` names a purpose without a key: rows are refused without a consent in
    force and deleted when it is withdrawn.
    """

    def __init__(
        self,
        model: str,
        rules: Rules,
        *,
        key: str = "",
        consent: str = "",
        on_withdrawal: str = "withhold",
    ) -> None:
        self.model, self.rules, self.key, self.consent = model, rules, key, consent
        self.on_withdrawal = on_withdrawal

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {
            "key": self.key,
            "consent": self.consent,
            "on_withdrawal": self.on_withdrawal,
        }
        return self.__class__.__name__, [self.model, self.rules], options

    def describe(self) -> str:
        return f"Police the table of {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        for sql in self.statements(model):
            schema_editor.execute(sql, params=None)

    def statements(self, model: type[models.Model]) -> list[str]:
        """Return the SQL for ``model``, in order."""
        table = model._meta.db_table
        columns = {str(field.column) for field in model._meta.local_fields}
        sql = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"REVOKE ALL ON {table} FROM PUBLIC",
        ]
        if "organisation_id" in columns:
            sql += self._composite_keys(model)
        sql += self._policies(table, columns)
        if self.key:
            sql += self._gate(table, "demand_key", self.key, self.on_withdrawal)
        if self.consent:
            sql += self._gate(table, "demand_consent", self.consent, "delete")
        return sql

    @staticmethod
    def _composite_keys(model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        identity = model._meta.pk.column
        sql = []
        if identity != "organisation_id":
            sql.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant "
                f"UNIQUE (organisation_id, {identity})"
            )
        for field in model._meta.local_fields:
            target = field.related_model if field.is_relation else None
            if target is None or isinstance(target, str):
                continue
            if not any(
                f.column == "organisation_id" for f in target._meta.local_fields
            ):
                continue
            # Immediate: a foreign id and an absent id give the same error at once.
            sql.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_{field.column}_tenant "
                f"FOREIGN KEY (organisation_id, {field.column}) "
                f"REFERENCES {target._meta.db_table} (organisation_id, id)"
            )
            # Django's own says less and costs as much: every row written would be
            # checked twice, and every row deleted searched for without an index.
            sql.append(_without_single_key(table, str(field.column)))
        return sql

    def _policies(self, table: str, columns: set[str]) -> list[str]:
        column = _subject_column(columns)
        owner = "organisation" if "organisation_id" in columns else "all"
        sql = []
        rules: Rules = {"owner": {"ALL": owner}, **self.rules}
        for role, commands in rules.items():
            for command, rule in commands.items():
                verb, _, granted = command.partition(" ")
                condition = policy_condition(rule, column)
                if self.key and verb == "SELECT" and role not in {"owner", "sec"}:
                    condition += " AND NOT withheld"
                using = "" if verb == "INSERT" else f" USING ({condition})"
                checks = verb in {"INSERT", "UPDATE", "ALL"}
                check = f" WITH CHECK ({condition})" if checks else ""
                sql.append(
                    f"CREATE POLICY {role}_{verb.lower()} ON {table} "
                    f"FOR {verb} TO msa_{role}{using}{check}"
                )
                if role != "owner":
                    sql.append(f"GRANT {verb} {granted} ON {table} TO msa_{role}")
        return sql

    @staticmethod
    def _gate(table: str, demand: str, purpose: str, on_withdrawal: str) -> list[str]:
        return [
            f"CREATE TRIGGER {table}_{demand} BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION sec.{demand}('{purpose}')",
            "SELECT sec.register_keyed_table("
            f"'{table}', '{purpose}', '{on_withdrawal}')",
        ]


class Narrow(_SqlOperation):
    """Narrow what a role may do with a table by one more condition, for every command.

    A restrictive policy: whatever its other policies allow, this must hold as well.
    """

    def __init__(self, model: str, role: str, rule: Rule) -> None:
        self.model, self.role, self.rule = model, role, rule

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, self.role, self.rule], {}

    def describe(self) -> str:
        return f"Narrow what {self.role} may do with {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        columns = {str(field.column) for field in model._meta.local_fields}
        condition = policy_condition(self.rule, _subject_column(columns))
        schema_editor.execute(
            f"CREATE POLICY {self.role}_narrowed ON {model._meta.db_table} "
            f"AS RESTRICTIVE FOR ALL TO msa_{self.role} "
            f"USING ({condition}) WITH CHECK ({condition})",
            params=None,
        )


def _without_single_key(table: str, column: str) -> str:
    return f"""
        DO $$ DECLARE name text; BEGIN
            FOR name IN
                SELECT c.conname FROM pg_constraint c JOIN pg_attribute a
                    ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
                 WHERE c.conrelid = '{table}'::regclass AND c.contype = 'f'
                   AND a.attname = '{column}'
            LOOP
                EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', name);
            END LOOP;
        END $$"""  # noqa: S608  # names of our own tables and columns


def _subject_column(columns: set[str]) -> str:
    for column in ("subject_id", "content_object_id"):
        if column in columns:
            return column
    return "id"
