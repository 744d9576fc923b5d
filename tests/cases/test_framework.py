"""The national body keeps the list of pou as data (REC-05)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.queries.framework import pillars
from cases.sections import Pillar
from cases.services import framework
from msa.access.refusals import NotVisible
from msa.tenancy.context import use
from tests.cases.world import events
from tests.cast import NOW, Cast
from tests.conftest import SignIn


@pytest.fixture
def national(settings: Any) -> None:
    settings.ROOT_URLCONF = "msa.urls.national"


@pytest.mark.req("REC-05")
def test_nothing_is_invented(cast: Cast) -> None:
    with use(cast.worker.context):
        assert pillars() == []


@pytest.mark.req("REC-05")
@pytest.mark.usefixtures("national")
def test_msa_adds_a_pou_and_takes_it_off(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.compiler)
    browser.post("/pou/", {"te_reo": "He tauira", "english": "An example"})
    browser.post("/pou/", {"te_reo": "Tētahi atu", "english": "Another"})

    page = browser.get("/pou/")

    assert '<span lang="mi">He tauira</span>' in page.content.decode()
    first, _second = page.context["pou"]
    browser.post(f"/pou/{first.id}/take-off/")
    with use(cast.worker.context):
        assert pillars() == [Pillar("Tētahi atu", "Another")]
    assert [e.payload["act"] for e in events(cast.national.id, "pou.changed")] == [
        *("added", "added", "retired")
    ]


@pytest.mark.req("REC-05")
@pytest.mark.usefixtures("national")
def test_both_labels_are_asked_for(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.compiler).post("/pou/", {"te_reo": "He tauira"})

    assert "Fill in “In English”" in page.content.decode()
    assert "He tauira" in page.content.decode()


@pytest.mark.req("REC-05")
def test_what_is_off_the_list_is_not_taken_off_again(cast: Cast) -> None:
    with use(cast.compiler.context), pytest.raises(NotVisible):
        framework.retire_pou(cast.compiler, uuid4(), at=NOW)


@pytest.mark.req("REC-05")
@pytest.mark.parametrize("who", ["worker", "manager", "compiler"])
def test_nobody_changes_a_label_even_by_sql(cast: Cast, who: str) -> None:
    with use(cast.compiler.context):
        framework.add_pou(cast.compiler, te_reo="A", english="B", at=NOW)

    with (
        use(getattr(cast, who).context),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE cases_pou SET english = 'C'")
