"""What there is to switch off, as the code and the database say: a closed world."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from tests.ablation.control import Connection, Control
from tests.ablation.controls import CONTROLS
from tests.ablation.controls.pages import SERVES
from tests.ablation.in_database import (
    ColumnGrants,
    Function,
    RowPolicies,
    Trigger,
    roles_that_read_in_part,
)

#: Functions that decide nothing, and why.
DECIDES_NOTHING = {
    "organisation": "a part of the context, which is checked",
    "person": "a part of the context, which is checked",
    "role": "a part of the context, which is checked",
    "register_keyed_table": "called by migrations alone",
    "published_figures": "released figures are published",
    "custody_trials": "when shares were tried, proved by the key they gave",
    "key_checks": "sealed known words, to tell the right key from another",
}
#: Functions that are off together with a trigger or another function that calls them.
PART_OF = {
    "demand_fit": "session_fits",
    "harm_is_told": "demand_clearable",
    "demand_was_in": "guard_attendance",
    "keep_attendance": "put_meeting_right",
    "was_in": "put_meeting_right",
    "clearances_for_his_copy": "wants_his_groups",
    "memberships_for_his_copy": "wants_his_groups",
    "acceptances_for_his_copy": "wants_his_groups",
    "attendances_for_his_copy": "wants_his_groups",
    "first_looked": "may_ask_about",
    "fold_releases": "demand_below_cap",
    "refuse_to_forget": "why_words_stay",
    "people_in_sight": "demand_below_cap",
    "shred_slip": "enquiry_ended",
    "holds_for_his_copy": "wants_a_copy",
    "keepings_for_his_copy": "wants_a_copy",
    "ratings_for_his_copy": "wants_his_answers",
    "who_looked": "may_ask_about",
    # A batch is undone through its trigger.
    "undo_import": "batch_undone",
    "worked_with_since": "batch_undone",
    "is_counted": "consent_in_force",
    "first_activity": "settle_session",
    "is_of_import": "worked_with_since",
    "is_own_member": "guard_narrative",
    "my_check_in_is_finished": "my_check_in",
    "remove_imported_parts": "undo_import",
    "remove_imported_people": "undo_import",
    "who_is_counted": "consent_in_force",
    "with_section": "undo_import",
}


def switched(kind: type[object]) -> list[object]:
    """Return the parts of one kind that the catalogue switches off."""
    return [
        part
        for control in CONTROLS.values()
        for part in control.off
        if isinstance(part, kind)
    ]


def tables_without(database: Connection) -> set[str]:
    """Return the tables with policies that no control opens, and the reverse."""
    there = _column(database, "SELECT DISTINCT tablename FROM pg_policies")
    listed = {
        part.table
        for part in switched(RowPolicies)
        if isinstance(part, RowPolicies) and part.table
    }
    return there ^ listed


def triggers_without(database: Connection) -> set[str]:
    """Return the triggers that no control drops, and the reverse."""
    there = _column(database, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    listed = {part.name for part in switched(Trigger) if isinstance(part, Trigger)}
    return there ^ listed


def functions_without(database: Connection) -> set[str]:
    """Return the functions of the schema ``sec`` that nothing switches off."""
    there = _column(
        database,
        "SELECT proname FROM pg_proc WHERE pronamespace = 'sec'::regnamespace",
    )
    changed = {part.name for part in switched(Function) if isinstance(part, Function)}
    behind_triggers = _column(
        database,
        "SELECT p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal",
    )
    reasons = {*DECIDES_NOTHING, *PART_OF}
    return there - changed - behind_triggers - reasons


def roles_without(database: Connection) -> set[str]:
    """Return the roles that read tables in part, but whose columns nothing opens."""
    listed = {
        part.role for part in switched(ColumnGrants) if isinstance(part, ColumnGrants)
    }
    return roles_that_read_in_part(database) ^ listed


def middleware_without() -> set[str]:
    """Return the middleware that no control takes out and no reason excuses."""
    listed = {
        name.removeprefix("middleware ")
        for name in CONTROLS
        if name.startswith("middleware ")
    }
    return set(settings.MIDDLEWARE) ^ (listed | set(SERVES))


def by_layer() -> Mapping[str, list[Control]]:
    """Return the controls with a layer behind them, and those without."""
    found: dict[str, list[Control]] = {"behind": [], "alone": []}
    for control in CONTROLS.values():
        found["behind" if control.behind else "alone"].append(control)
    return found


def _column(database: Connection, question: str) -> set[str]:
    return {str(name) for (name,) in database.execute(question.encode())}
