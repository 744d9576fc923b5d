from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msa.tenancy.context import sign
from msa.vault.envelope import seal
from tests.databases import as_login
from tests.security.fuzzing import _mixed
from tests.security.parsers import KEY, PLACE, SEEDS, TARGETS, genuine, seeds
from tests.security.stage import Stage

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
ROOT = Path(__file__).resolve().parents[2]
#: Ten minutes together.
SECONDS = 600
EXAMPLES = {"imported file": 30, "narrative": 60}


def bytes_for(name: str) -> st.SearchStrategy[bytes]:
    """Return bytes of every kind, and what the parser knows with a few changes."""
    kinds = [st.binary(max_size=300), st.text(max_size=80).map(str.encode)]
    if known := seeds(name):
        kinds.append(
            st.builds(_mixed, st.sampled_from(known), st.binary(min_size=2, max_size=8))
        )
        kinds.append(
            st.builds(
                lambda one, at, more: one[:at] + more + one[at:],
                st.sampled_from(known),
                st.integers(0, 80),
                st.binary(max_size=8),
            )
        )
    return st.one_of(kinds)


@pytest.mark.req("C13")
@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_break_a_parser_or_are_taken_for_ours(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=EXAMPLES.get(name, 150), deadline=None, database=None)
    @given(data=bytes_for(name))
    def holds(data: bytes) -> None:
        target(data)

    holds()


@pytest.mark.req("C13")
def test_an_envelope_that_opens_wrongly_would_be_noticed() -> None:
    other = seal(KEY, PLACE, b"something else")

    with pytest.raises(AssertionError):
        TARGETS["envelope"](other)
    TARGETS["envelope"](genuine())
    assert SEEDS.keys() == TARGETS.keys()


@pytest.mark.req("C13")
@pytest.mark.skipif(not EXHAUSTIVE, reason="ten minutes")
def test_ten_minutes_of_fuzzing_break_nothing() -> None:
    made = 0
    for name in TARGETS:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.security.fuzzing", name,
             str(SECONDS // len(TARGETS))],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )  # fmt: skip
        assert ran.returncode == 0, f"{name}:\n{ran.stdout[-500:]}{ran.stderr[-1500:]}"
        counted = re.search(r"Done (\d+) runs|(\d+) inputs", ran.stderr + ran.stdout)
        assert counted, f"{name} did not say how much it tried"
        made += int(counted[1] or counted[2])
    print(f"{made} inputs in {SECONDS} seconds")


def tokens_like(token: str) -> st.SearchStrategy[str]:
    """Return texts of every kind, and a token with one of its characters changed."""
    letters = st.characters(exclude_characters="\0", codec="utf-8")
    return st.one_of(
        st.text(letters, max_size=99),
        st.builds(
            lambda at, new: token[:at] + new + token[at + 1 :],
            st.integers(0, len(token) - 1),
            letters,
        ),
    ).filter(lambda told: told != token)


@pytest.mark.req("C13", "S12")
def test_no_text_is_a_context(stage: Stage) -> None:
    # Good for an hour: nothing of this is refused for its age.
    token = sign(stage.cast.worker.context, at=time.time() + 3600)
    with as_login("msa_app", stage.database) as app:

        def people(told: str) -> int:
            with app.transaction(force_rollback=True):
                app.execute("SELECT set_config('app.context', %s, true)", [told])
                app.execute("SET LOCAL ROLE msa_worker")
                return app.execute("SELECT FROM cases_client").rowcount

        @settings(max_examples=5_000 if EXHAUSTIVE else 150, deadline=None)
        @given(told=tokens_like(token))
        def refused(told: str) -> None:
            with pytest.raises(psycopg.Error):
                people(told)
            assert not app.closed

        refused()
        assert people(token) == 1
