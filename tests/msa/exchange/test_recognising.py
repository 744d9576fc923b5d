from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from cases.services.people import new_reference
from consent.keeping import Keeper
from consent.models import FingerprintKey
from consent.services.settling import settle
from msa.exchange.enums import Source
from msa.exchange.reading import StagedPerson
from msa.exchange.services import translating
from msa.exchange.services.recognising import Marks
from msa.exchange.storing import people as storing
from msa.tenancy.context import use
from msa.vault.root import KeyUnavailable, RootKeyMissing
from tests.cast import NOW
from tests.msa.exchange.worlds import TODAY, store_folder


@pytest.fixture
def marks(cast):
    """Make the marks of one organisation's imports."""

    def of(organisation):
        with use(Keeper(organisation.id).context):
            return Marks(organisation.id)

    return of


def test_the_same_row_has_the_same_mark(cast, marks):
    first = marks(cast.kauri).of(Source.PERSON, "P1", {"name": "Tāne"})

    assert marks(cast.kauri).of(Source.PERSON, "P1", {"name": "Tāne"}) == first


def test_a_changed_row_is_the_same_one_with_another_fingerprint(cast, marks):
    first = marks(cast.kauri).of(Source.PERSON, "P1", {"name": "Tāne"})
    other = marks(cast.kauri).of(Source.PERSON, "P1", {"name": "Tane"})

    assert other.external == first.external
    assert other.fingerprint != first.fingerprint


def test_no_two_organisations_and_no_two_sources_share_a_mark(cast, marks):
    made = {
        marks(organisation).of(source, "1", {}).external
        for organisation in (cast.kauri, cast.rimu)
        for source in Source
    }

    assert len(made) == 2 * len(Source)


def test_a_process_without_the_root_key_makes_no_marks(cast, marks, settings):
    settings.MSA_ROOT_KEY = b""

    with pytest.raises(RootKeyMissing):
        marks(cast.kauri)


def test_an_organisation_without_a_key_for_them_makes_no_marks(cast, marks):
    with use(Keeper(cast.kauri.id).context):
        FingerprintKey.objects.all().delete()

    with pytest.raises(KeyUnavailable):
        marks(cast.kauri)


@pytest.mark.req("SEC-07", "IMP-01")
def test_marks_stay_when_other_keys_are_replaced(cast, marks, settings):
    first = marks(cast.kauri).of(Source.PERSON, "P1", {})
    old = settings.MSA_ROOT_KEY
    settings.MSA_ROOT_KEY, settings.MSA_OTHER_ROOT_KEYS = bytes(32), (old,)
    settle(at=NOW)
    call_command("rotate_organisation_key", "kauri", verbosity=0)
    settings.MSA_OTHER_ROOT_KEYS = ()

    assert marks(cast.kauri).of(Source.PERSON, "P1", {}) == first


@pytest.mark.parametrize(
    ("born", "band", "published"),
    [
        (date(2001, 11, 23), "", "UNDER_25"),
        (date(2001, 11, 22), "", "FROM_25"),
        (None, "35-44", "FROM_35"),
        (None, "65+", "FROM_65"),
        (None, "18-24", "UNDER_25"),
        (None, "30-39", ""),
        (None, "", ""),
    ],
)
def test_an_age_is_published_only_where_it_fits_one_band(born, band, published):
    assert (
        translating.published_age_band(somebody(born, band), today=TODAY) == published
    )


def test_two_people_never_share_a_reference_number(cast, export, monkeypatch):
    export.person(PersonID="P2", FirstName="Rua", Mobile="021 555 0102")
    drawn = iter(["AAA-AAAA", "AAA-AAAA"])
    monkeypatch.setattr(
        storing, "new_reference", lambda: next(drawn, None) or new_reference()
    )

    outcome = store_folder(cast.admin, export.write())

    assert outcome.tallies[Source.PERSON].stored == 2


def somebody(born, band):
    return StagedPerson(
        external_id="P1",
        first_name="Tāne",
        last_name="Example",
        preferred_name="",
        birth_date=born,
        age_band=band,
        ethnicities=(),
        ethnic_groups=(),
        ethnicity_text="",
        iwi=(),
        gender="",
        mobile="",
        email="",
        town="",
        region="",
        consent=True,
        consent_date=None,
        ok_to_leave_message=None,
    )
