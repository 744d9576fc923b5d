"""Who came with an import is known again, as whoever is welcomed here (REC-10)."""

from __future__ import annotations

import pytest

from cases.models import Fingerprint, Likeness
from cases.queries import likeness
from cases.sections import Contact, Identity
from cases.services import sections
from consent.keeping import Keeper
from msa.exchange.services.undoing import undo
from msa.tenancy.context import use
from tests.cases.world import begun, person
from tests.cast import NOW
from tests.msa.exchange.worlds import AT, store_folder

WAYS = Contact(phone="+64 21 555 0101", phone_safe=True)
WHO = Identity(name="Tane Example", birth_date="1951-02-27")


@pytest.mark.req("REC-10")
def test_who_is_here_already_makes_a_pair_with_who_is_imported(cast, export):
    here = person(cast.worker, contact=WAYS)

    store_folder(cast.admin, export.write())

    with use(cast.manager.context):
        (pair,) = likeness.waiting()
    assert here in {side.subject for side in pair.sides}


@pytest.mark.req("REC-10")
@pytest.mark.parametrize("content", [WHO, WAYS, Contact(email="TANE@example.org")])
def test_who_was_imported_is_known_again(cast, export, content):
    store_folder(cast.admin, export.write())
    newcomer = begun(cast.worker)

    with use(cast.worker.context):
        saved = sections.save_compared(cast.worker, newcomer, content, after=0, at=NOW)

    assert saved.alike.somebody


def test_an_undone_import_leaves_nothing_to_know_anybody_by(cast, export):
    person(cast.worker, contact=WAYS)
    batch = store_folder(cast.admin, export.write()).batch
    with use(Keeper(cast.kauri.id).context):
        assert Likeness.objects.exists()
        before = Fingerprint.objects.count()

    with use(cast.admin.context):
        undo(cast.admin, batch, at=AT)

    with use(Keeper(cast.kauri.id).context):
        assert not Likeness.objects.exists()
        assert 0 < Fingerprint.objects.count() < before
