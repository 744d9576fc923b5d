"""What is told, and read in an emergency, without consent."""

from __future__ import annotations

from tests.ablation.control import Control, Edit, InDatabase
from tests.ablation.in_database import Constraint, Function, Policy, Trigger

EMERGENCIES = "tests/overrides/test_emergencies.py"
BY_SQL = "tests/overrides/test_register_by_sql.py"
LEFT = "tests/overrides/test_left_to_administrators.py"
PAGES = "tests/overrides/test_pages.py"
TELLING = "tests/overrides/test_telling.py"
LIVES = "tests/reference/test_lives.py"
REGISTER, READINGS = "overrides_disclosure", "overrides_emergencyreading"
OPENS = "what an emergency opens comes out of these functions alone"
TABLE = "the table is all there is: whoever may write it writes what it lets him"
MINE = "organisation_id = (SELECT sec.organisation())"


def _off(
    name: str,
    protects: str,
    off: InDatabase | Edit,
    *tests: str,
    alone: str = OPENS,
) -> Control:
    return Control(name, protects, (off,), tests, alone=alone)


CONTROLS = (
    _off(
        "emergency: of whoever began it",
        "a record from managers who gave no ground",
        Function("emergency_lasts", "m.person_id = p[2]::uuid AND", ""),
        EMERGENCIES,
    ),
    _off(
        "emergency: one survivor",
        "everybody else's record",
        Function("emergency_lasts", "AND r.subject_id = his", ""),
        EMERGENCIES,
    ),
    _off(
        "emergency: over by the clock",
        "a record after half an hour",
        Function("emergency_lasts", "AND r.until > now()", ""),
        EMERGENCIES,
    ),
    _off(
        "emergency: keys while one lasts",
        "keys that a withdrawal sealed",
        Function("keys_in_emergency", "OR NOT sec.emergency_lasts(subjects[1])", ""),
        EMERGENCIES,
    ),
    _off(
        "emergency: keys of one survivor at a time",
        "keys of others beside his",
        Function("keys_in_emergency", "OR cardinality(subjects) <> 1", ""),
        EMERGENCIES,
    ),
    _off(
        "emergency: no key of his answers",
        "what he answered to a check-in",
        Function("keys_in_emergency", "what NOT IN ('RECORD', 'SESSIONS')", "false"),
        EMERGENCIES,
    ),
    *(
        _off(
            f"emergency: {what} while one lasts",
            "what he told, sealed or not",
            Function(f"{what}_in_emergency", "sec.emergency_lasts(his)", "true"),
            EMERGENCIES,
        )
        for what in ("sections", "sessions", "notes")
    ),
    _off(
        "emergency: statements while one lasts",
        "statements on parts that a manager does not read",
        Function("words_in_emergency", "sec.emergency_lasts(his)", "true"),
        "tests/rights/test_beside.py",
    ),
    _off(
        "emergency: with an event",
        "a survivor's right to know who read",
        Function(
            "read_in_emergency",
            "INSERT INTO public.audit_event",
            "RETURN; INSERT INTO public.audit_event",
        ),
        EMERGENCIES,
    ),
    _off(
        "emergency: no longer than half an hour",
        "a record from a reading without an end",
        Constraint("overrides_emergencyreading", "reading_ends_by_itself"),
        EMERGENCIES,
        alone=TABLE,
    ),
    _off(
        "emergency: asks for the second factor",
        "a record from whoever finds a manager's screen",
        Edit(
            "cases/overrides/views/readings.py",
            "@asks_second_factor\ndef new",
            "def new",
        ),
        PAGES,
        alone="whoever sits at the screen is the manager for everything else",
    ),
    *(
        _off(
            f"without consent: {name}",
            "a survivor from being told of on no ground",
            Constraint(f"overrides_{table}", constraint),
            BY_SQL if table == "disclosure" else EMERGENCIES,
            alone=TABLE,
        )
        for name, table, constraint in (
            ("told on a ground", "disclosure", "disclosure_has_a_ground"),
            ("read on a ground", "emergencyreading", "reading_has_a_ground"),
            ("approved by another", "disclosure", "disclosure_takes_two"),
        )
    ),
    _off(
        "without consent: asked before it is told",
        "a survivor from what one person decides alone",
        Policy("overrides_disclosure", "worker_insert", MINE),
        BY_SQL,
        alone=TABLE,
    ),
    _off(
        "without consent: reviewed by another",
        "that somebody looks at what could not wait",
        Function("may_review", "signs <> doer", "true"),
        EMERGENCIES,
        alone=TABLE,
    ),
    _off(
        "without consent: the administrator where nobody else is",
        "that whoever reviews has read it, where somebody can",
        Function("may_review", "AND sec.no_manager_but(doer, his)", ""),
        EMERGENCIES,
        alone=TABLE,
    ),
    _off(
        "without consent: what falls to the administrator alone",
        "that whoever reviews has read it, where somebody can",
        Function(
            "reviews_left",
            "AND sec.no_manager_but(r.read_by_id, r.subject_id)",
            "",
        ),
        LEFT,
        alone=TABLE,
    ),
    _off(
        "without consent: somebody reviews it though he keeps managers away",
        "that nobody reads in an emergency and is never asked about it",
        Function("no_manager_but", "AND b.subject_id = his", "AND false"),
        LEFT,
        alone=TABLE,
    ),
    _off(
        "without consent: everybody else is told",
        "that nothing stays between two",
        Function("tell_managers", "m.id <> doer", "false"),
        EMERGENCIES,
        alone=TABLE,
    ),
    _off(
        "register: not for his worker once the record is sealed",
        "what he took back, in other words",
        Policy(
            "overrides_disclosure",
            "worker_select",
            f"{MINE} AND subject_id = ANY ((SELECT sec.my_subjects())::uuid[])",
        ),
        TELLING,
        alone=TABLE,
    ),
    *(
        _off(
            f"trigger {table}_{name}",
            protects,
            Trigger(table, f"{table}_{name}"),
            test,
            alone=TABLE,
        )
        for table, name, protects, test in (
            (REGISTER, "guard", "that each step is taken in one's own name", BY_SQL),
            (REGISTER, "moves", "that nothing is told before it is approved", LIVES),
            (REGISTER, "told", "that the managers know at once", TELLING),
            (READINGS, "guard", "that another reviews what was read", EMERGENCIES),
            (READINGS, "told", "that the managers know who reads", EMERGENCIES),
        )
    ),
)
