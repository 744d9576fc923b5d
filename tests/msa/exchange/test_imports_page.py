from __future__ import annotations

import uuid

from msa.exchange.models import ImportBatch
from msa.tenancy.context import use
from tests.cast import NOW, Cast
from tests.conftest import SignIn

COUNTS = {
    "files": [
        {
            "file": "people.csv",
            "read": 71,
            "stored": 53,
            "already_here": 2,
            "no_consent": 11,
            "doubled": 3,
            "rejected": 5,
        }
    ]
}


def _imported(cast: Cast) -> None:
    with use(cast.admin.context):
        ImportBatch(
            id=uuid.uuid4(),
            organisation=cast.kauri,
            made_by_id=cast.admin.member,
            made_at=NOW,
            mapping="incumbent",
            folder_digest=b"digest",
            counts=COUNTS,
        ).save(force_insert=True)


def test_administrator_reads_what_an_import_did(cast: Cast, sign_in: SignIn) -> None:
    _imported(cast)

    page = sign_in(cast.admin).get("/organisation/imports/").content.decode()

    assert "people.csv" in page
    assert all(f">{number}</td>" in page for number in (71, 53, 2, 11, 3, 5))
    assert "Made by Admin." in page


def test_without_imports_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.admin).get("/organisation/imports/").content.decode()

    assert "No imports" in page


def test_nobody_else_reads_imports(cast: Cast, sign_in: SignIn) -> None:
    _imported(cast)

    for actor in (cast.worker, cast.manager, cast.outside_manager, cast.compiler):
        assert sign_in(actor).get("/organisation/imports/").status_code == 404
