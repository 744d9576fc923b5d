from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest

from msa.tenancy.context import Context, sign
from tests.databases import as_login
from tests.security.stage import Connection, Stage

Mutation = Callable[[str, random.Random, Stage], str]


def put(token: str, position: int, part: str) -> str:
    parts = token.split("|")
    parts[position] = part
    return "|".join(parts)


def flip(token: str, chance: random.Random) -> str:
    at = chance.randrange(len(token))
    return (
        token[:at] + chr(ord(token[at]) ^ (1 << chance.randrange(7))) + token[at + 1 :]
    )


MUTATIONS: dict[str, Mutation] = {
    "other organisation": lambda t, c, s: put(t, 1, str(s.cast.rimu.id)),
    "other person": lambda t, c, s: put(t, 2, str(s.cast.colleague.person)),
    "other role": lambda t, c, s: put(
        t, 3, c.choice(["manager", "admin", "owner", "reporting", "sec"])
    ),
    "longer life": lambda t, c, s: put(t, 4, str(int(time.time()) + c.randrange(9**9))),
    "other key": lambda t, c, s: put(t, 0, c.choice(["k0", "k2", "", "K1"])),
    "cut": lambda t, c, s: t[: c.randrange(1, len(t))],
    "cut in front": lambda t, c, s: t[c.randrange(1, len(t)) :],
    "grown": lambda t, c, s: t + c.choice(["0", "|", "|0", " ", "\n"]),
    "flipped": lambda t, c, s: flip(t, c),
    "guessed signature": lambda t, c, s: put(t, 5, f"{c.getrandbits(256):064x}"),
    "no signature": lambda t, c, s: put(t, 5, ""),
    "signature of another": lambda t, c, s: put(
        t, 5, sign(s.cast.outsider.context).split("|")[5]
    ),
    "parts swapped": lambda t, c, s: "|".join(c.sample(t.split("|"), 6)),
    "upper case": lambda t, c, s: t.upper(),
    "doubled": lambda t, c, s: f"{t}|{t}",
}


@pytest.fixture
def app(stage: Stage) -> Iterator[Connection]:
    with as_login("msa_app", stage.database) as connection:
        yield connection


def seen(app: Connection, token: str, role: str = "worker") -> set[UUID] | str:
    """Return whose records a context shows, or the code of the refusal."""
    try:
        with app.transaction(force_rollback=True):
            app.execute(
                "SELECT set_config('app.context', %s, true),"
                " set_config('role', %s, true)",
                [token, f"msa_{role}"],
            )
            rows = app.execute("SELECT subject_id FROM cases_client").fetchall()
    except psycopg.Error as refusal:
        return str(refusal.sqlstate)
    return {row[0] for row in rows}  # type: ignore[misc]


@pytest.mark.req("S12")
def test_a_signed_context_shows_its_own_people(stage: Stage, app: Connection) -> None:
    assert seen(app, sign(stage.cast.worker.context)) == {stage.own.subject}


@pytest.mark.req("S12", "SEC-01")
def test_mutated_contexts_show_nothing(
    stage: Stage, app: Connection, attempts: Callable[[int, int], int]
) -> None:
    chance = random.Random(12)
    kinds = list(MUTATIONS)
    shown = []

    for number in range(attempts(2_000, 50_000)):
        kind = kinds[number % len(kinds)]
        token = sign(stage.cast.worker.context)
        mutated = MUTATIONS[kind](token, chance, stage)
        role = mutated.split("|")[3] if mutated.count("|") == 5 else "worker"
        role = role if role in {"manager", "admin"} else "worker"
        answer = seen(app, mutated, role)
        if mutated != token and not isinstance(answer, str):
            shown.append((kind, mutated, answer))

    assert shown == []


@pytest.mark.req("S12")
@pytest.mark.parametrize("role", ["manager", "admin"])
def test_a_workers_context_is_no_use_in_another_role(
    stage: Stage, app: Connection, role: str
) -> None:
    assert seen(app, sign(stage.cast.worker.context), role) == "42501"


@pytest.mark.req("S12")
@pytest.mark.parametrize("age", [61, 62, 3_600, 10**9])
def test_a_replayed_context_has_expired(
    stage: Stage, app: Connection, age: int
) -> None:
    token = sign(stage.cast.worker.context, at=time.time() - age)

    assert seen(app, token) == "42501"


@pytest.mark.req("S12")
def test_a_context_holds_until_its_minute_is_over(
    stage: Stage, app: Connection
) -> None:
    token = sign(stage.cast.worker.context, at=time.time() - 50)

    assert seen(app, token) == {stage.own.subject}


@pytest.mark.req("S12")
def test_another_organisations_context_shows_that_organisation_only(
    stage: Stage, app: Connection
) -> None:
    there = stage.cast.rimu.id
    made_up = Context(there, stage.cast.worker.person, "worker")

    # Signed by us, for somebody without a single grant there.
    assert seen(app, sign(made_up)) == set()
