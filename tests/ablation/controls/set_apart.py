"""What is set apart from a record, what waits for a manager, who comes to groups."""

from __future__ import annotations

from tests.ablation.control import Control, Edit, InDatabase
from tests.ablation.in_database import Function, Policy, Trigger

APART = "tests/cases/test_set_apart.py"
WAITS = "tests/cases/test_support_waits.py"
GROUPS = "tests/cases/test_groups.py"
COPIES = "tests/rights/test_copies.py"
UNDOING = "tests/msa/exchange/test_undoing.py"
BACK = "tests/retention/test_carrying_on.py"
EMERGENCIES = "tests/overrides/test_emergency_apart.py"
MINE = (
    "organisation_id = (SELECT sec.organisation())"
    " AND subject_id = ANY ((SELECT sec.my_subjects())::uuid[])"
)
ONLY = "the database alone knows: nobody may read what it goes by"
ASKS_AS_WELL = "the service asks for the same by itself"


def _off(
    name: str,
    protects: str,
    off: InDatabase | Edit,
    test: str,
    *,
    behind: str = "",
    alone: str = "",
) -> Control:
    return Control(name, protects, (off,), (test,), behind=behind, alone=alone)


def _trigger(table: str, name: str, protects: str, test: str) -> Control:
    off = Trigger(f"cases_{table}", f"cases_{table}_{name}")
    return _off(f"trigger cases_{table}_{name}", protects, off, test, alone=ONLY)


CONTROLS = (
    _off(
        "set apart: in the policy, for whom he told",
        "what he told one, from colleagues and the next peer worker",
        Policy("cases_harmtold", "worker_select", f"{MINE} AND NOT withheld"),
        APART,
        behind=ASKS_AS_WELL,
    ),
    _off(
        "set apart: in the service, for whom he told",
        "what he told one, should the policy let it slip",
        Edit(
            "cases/queries/apart.py",
            "return actor.role == Role.MANAGER or row.written_by_id == actor.member",
            "return True",
        ),
        APART,
        behind="the row policy shows nobody else a row",
    ),
    _off(
        "set apart: no page for colleagues",
        "that there is such a page for him, from colleagues whom he named",
        Edit("cases/queries/apart.py", "works_with(subject)\n", "True\n"),
        APART,
        behind="the row policy shows a colleague no row",
    ),
    _off(
        "set apart: written in one's own name by his peer worker",
        "a survivor from words that nobody stands for",
        Policy("cases_harmtold", "worker_insert", MINE),
        APART,
        alone="raw SQL meets no service",
    ),
    _off(
        "set apart: each opening is an event",
        "a survivor's right to know who read it",
        Edit(
            "cases/queries/apart.py",
            'record(actor, "set-apart.opened", subject=subject)',
            "pass",
        ),
        APART,
        alone="the release of the key leaves an event that says less",
    ),
    _trigger(
        "harmtold", "policy", "survivors where nobody has agreed how to do it", APART
    ),
    _trigger("harmtold", "supersede", "what he said last from what he said", APART),
    _trigger("harmtold", "told", "other survivors until it is assessed", GROUPS),
    _trigger("harmtold", "back", "the same, when he comes back to his record", BACK),
    _trigger("supportdecision", "decided", "support from waiting for ever", WAITS),
    _trigger("groupclearance", "clearable", "other survivors of a group", GROUPS),
    _trigger("session", "fits", "what waits from being passed by", WAITS),
    _off(
        "set apart: asked anew once the lock is held",
        "other survivors of a group, when both happen at once",
        Function(
            "demand_clearable",
            "PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id::text, 0));",
            "",
        ),
        GROUPS,
        alone=ONLY,
    ),
    _off(
        "support waits: where nothing leads to him as well",
        "what waits from being passed by without notes",
        Function(
            "demand_countable",
            "PERFORM sec.demand_fit(p[1]::uuid, subject, what, day);",
            "RETURN;",
        ),
        WAITS,
        alone=ONLY,
    ),
    _off(
        "groups: cleared by managers in their own name",
        "that nobody finds out by trying who may not come",
        Policy("cases_groupclearance", "manager_insert"),
        GROUPS,
        alone="raw SQL meets no service",
    ),
    _off(
        "groups: an answered talk is the managers'",
        "that a no is told from never having been asked",
        Policy("cases_screening", "worker_select", MINE),
        GROUPS,
        alone="what these rows say stands in clear",
    ),
    _off(
        "support decided: for whom works with him",
        "decisions from colleagues whom he named",
        Policy("cases_supportdecision", "worker_select", f"{MINE} AND NOT withheld"),
        WAITS,
        alone="a colleague whom he named has the key of his record",
    ),
    _off(
        "his copy: what is set apart, while he asks for one",
        "what he told one, from every peer worker of his",
        Function("harm_told_for_his_copy", "NOT sec.wants_a_copy(his) OR", ""),
        COPIES,
        alone="the function is the only way for whoever he did not tell",
    ),
    _off(
        "his copy: what is set apart, not for colleagues",
        "what he told one, from colleagues whom he named",
        Function("harm_told_for_his_copy", "AND g.user_id = p[2]::uuid", ""),
        COPIES,
        alone="the function is the only way for whoever he did not tell",
    ),
    _off(
        "his copy: talks about groups while he asks for one",
        "that a no is told from never having been asked",
        Function("screenings_for_his_copy", "sec.wants_a_copy(his)", "true"),
        COPIES,
        alone="what these rows say stands in clear",
    ),
    _off(
        "emergency: what is set apart while one lasts",
        "what he told, sealed or not",
        Function("harm_told_in_emergency", "sec.emergency_lasts(his)", "true"),
        EMERGENCIES,
        alone="what an emergency opens comes out of these functions alone",
    ),
)
