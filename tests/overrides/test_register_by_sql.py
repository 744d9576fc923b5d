"""Raw SQL does nothing to the register that a page can't, in any role (K10)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from cases.overrides.enums import State
from cases.overrides.models import Disclosure
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cast import Cast
from tests.overrides.world import approved, asked, run, sqlstate, urgent
from tests.security.stage import Survivor, survivor


def state_of(cast: Cast, pk: UUID) -> str:
    with use(cast.manager.context):
        return str(Disclosure.objects.get(pk=pk).state)


#: A copy of an entry with some columns changed, as nobody's form would send it.
_AGAIN = (
    "INSERT INTO overrides_disclosure (id, organisation_id, organisation_key_id,"
    " key_id, wrapped, subject_id, ground, sealed, review, is_urgent, state,"
    " asked_by_id, asked_at, decided_by_id, decided_at, told_by_id, told_on, told_at)"
    " SELECT gen_random_uuid(), organisation_id, organisation_key_id, key_id, wrapped,"
    " subject_id, {ground}, sealed, '', {is_urgent}, {state}, {asked_by}, asked_at,"
    " {decided_by}, {decided_at}, {told_by}, {told_on}, {told_at}"
    " FROM overrides_disclosure WHERE id = %s"
)
_ASKED = {
    "ground": "ground",
    "is_urgent": "false",
    "state": "'ASKED'",
    "asked_by": "asked_by_id",
    "decided_by": "NULL",
    "decided_at": "NULL",
    "told_by": "NULL",
    "told_on": "NULL",
    "told_at": "NULL",
}
_TOLD = {"told_by": "asked_by_id", "told_on": "current_date", "told_at": "now()"}
#: What nobody may store, and why.
FORGED: dict[str, dict[str, str]] = {
    "told without a second person": {"state": "'TOLD'", **_TOLD},
    "asked, and told all the same": _TOLD,
    "approved by nobody": {"state": "'APPROVED'"},
    "approved by himself": {
        "state": "'APPROVED'",
        "decided_by": "asked_by_id",
        "decided_at": "now()",
    },
    "no ground": {"ground": "''"},
    "a ground of his own": {"ground": "'OTHER'"},
    "urgent, and told by nobody": {"is_urgent": "true", "state": "'TOLD'"},
    "urgent, and only asked": {"is_urgent": "true"},
}


@pytest.mark.req("K10", "CON-06")
@pytest.mark.parametrize("who", ["worker", "manager"])
@pytest.mark.parametrize("forged", FORGED)
def test_raw_sql_stores_nothing_without_ground_or_second_person(
    cast: Cast, hemi: Survivor, who: str, forged: str
) -> None:
    actor = getattr(cast, who)
    row = asked(actor, hemi.subject)
    honest = _AGAIN.format(**_ASKED)
    changed = _AGAIN.format(**{**_ASKED, **FORGED[forged]})

    assert sqlstate(actor, changed, row.id) in {"42501", "23514"}
    assert run(actor, honest, row.id) == 1


@pytest.mark.req("K10", "CON-06")
def test_raw_sql_asks_in_nobody_elses_name(cast: Cast, hemi: Survivor) -> None:
    row = asked(cast.worker, hemi.subject)
    other = {**_ASKED, "asked_by": f"'{cast.colleague.member}'"}

    assert sqlstate(cast.worker, _AGAIN.format(**other), row.id) == "42501"


_SET = "UPDATE overrides_disclosure SET {} WHERE id = %s"
_TELLS = "state = 'TOLD', told_by_id = '{me}', told_on = current_date, told_at = now()"
_APPROVES = "state = 'APPROVED', decided_by_id = '{me}', decided_at = now()"


@pytest.mark.req("K10", "CON-06")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
@pytest.mark.parametrize("change", [_TELLS, _TELLS + ", is_urgent = true"])
def test_raw_sql_tells_nothing_that_waits_for_approval(
    cast: Cast, hemi: Survivor, who: str, change: str
) -> None:
    actor = getattr(cast, who)
    row = asked(cast.worker, hemi.subject)

    refused = sqlstate(actor, _SET.format(change.format(me=actor.member)), row.id)

    assert refused == "42501" or state_of(cast, row.id) == State.ASKED


@pytest.mark.req("K10", "CON-06")
def test_raw_sql_approves_in_ones_own_name_and_never_ones_own(
    cast: Cast, hemi: Survivor, deputy: Actor
) -> None:
    own = asked(cast.manager, hemi.subject)
    others = asked(cast.worker, hemi.subject)
    me, other = (_APPROVES.format(me=a.member) for a in (cast.manager, deputy))

    assert sqlstate(cast.manager, _SET.format(me), own.id) == "23514"
    assert sqlstate(cast.manager, _SET.format(other), own.id) == "42501"
    assert sqlstate(cast.worker, _SET.format(me), others.id) == "42501"
    assert run(cast.manager, _SET.format(me), others.id) == 1


@pytest.mark.req("K10", "CON-06")
@pytest.mark.parametrize(
    "change",
    [
        "sealed = '\\x00'",
        "ground = 'LEGAL'",
        "is_urgent = false",
        "asked_by_id = told_by_id",
        "subject_id = gen_random_uuid()",
        "told_on = current_date + 1",
        "told_by_id = NULL, told_on = NULL, told_at = NULL",
        "state = 'ASKED'",
        "reviewed_at = now()",
    ],
)
@pytest.mark.parametrize("who", ["worker", "manager"])
def test_raw_sql_changes_nothing_that_stands_in_the_register(
    cast: Cast, hemi: Survivor, who: str, change: str
) -> None:
    row = urgent(cast.worker, hemi.subject)

    assert sqlstate(getattr(cast, who), _SET.format(change), row.id) == "42501"


@pytest.mark.req("K10")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_raw_sql_takes_nothing_out_of_the_register(
    cast: Cast, hemi: Survivor, who: str
) -> None:
    urgent(cast.worker, hemi.subject)

    assert sqlstate(getattr(cast, who), "DELETE FROM overrides_disclosure") == "42501"


@pytest.mark.req("SEC-01", "CON-06")
def test_nobody_else_sees_it(cast: Cast, hemi: Survivor) -> None:
    urgent(cast.worker, hemi.subject)
    count = "SELECT id FROM overrides_disclosure"

    seen = {
        who: run(getattr(cast, who), count)
        for who in ("worker", "manager", "colleague", "outsider", "outside_manager")
    }

    assert seen == {
        "worker": 1,
        "manager": 1,
        "colleague": 0,
        "outsider": 0,
        "outside_manager": 0,
    }


@pytest.mark.req("CON-06", "SEC-01")
def test_the_administrator_reads_that_it_is_so_and_of_nobody(
    cast: Cast, hemi: Survivor
) -> None:
    urgent(cast.worker, hemi.subject)
    asked(cast.worker, hemi.subject)

    assert run(cast.admin, "SELECT id, ground FROM overrides_disclosure") == 1
    for column in ("subject_id", "sealed", "wrapped", "asked_by_id"):
        said = sqlstate(cast.admin, f"SELECT {column} FROM overrides_disclosure")
        assert said == "42501"


@pytest.mark.req("CON-06")
def test_a_worker_tells_in_a_connection_of_his_own(live_cast: Cast) -> None:
    """What another role was let do before in the same transaction proves nothing."""
    hemi = survivor(live_cast.worker, "Hemi")
    row = approved(live_cast.worker, live_cast.manager, hemi.subject)
    connection.close()

    tells = _SET.format(_TELLS.format(me=live_cast.worker.member))

    assert run(live_cast.worker, tells, row.id) == 1
