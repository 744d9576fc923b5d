"""Who was under 18 in an export: counted, and not asked there (CON-08)."""

from __future__ import annotations

import pytest

from consent.models import Consent
from msa.accounts.models import Role
from msa.exchange.models import ImportBatch
from msa.tenancy.context import use
from tests.msa.exchange.worlds import employ, store_folder


@pytest.fixture
def worker(cast):
    return employ(cast.kauri, "Ana  EXAMPLE", Role.WORKER)


@pytest.mark.req("CON-08")
def test_who_is_under_18_is_counted_and_his_consents_say_nothing_of_it(
    cast, worker, export
):
    export.person(PersonID="P2", FirstName="Kahu", DOB="01/03/2010")

    outcome = store_folder(cast.admin, export.write())

    assert outcome.under_18 == 1
    with use(cast.admin.context):
        assert ImportBatch.objects.get().counts["under_18"] == 1
    with use(cast.manager.context):
        assert set(Consent.objects.values_list("of_age", flat=True)) == {None}
