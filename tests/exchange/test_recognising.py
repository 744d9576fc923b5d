from __future__ import annotations

import uuid
from datetime import date

import pytest

from cases.services.people import new_reference
from msa.exchange.enums import Source
from msa.exchange.reading import StagedPerson
from msa.exchange.services import translating
from msa.exchange.services.recognising import Marks
from msa.exchange.storing import people as storing
from msa.vault.keys import RootKeyMissing
from tests.exchange.worlds import TODAY, store_folder

HERE, THERE = uuid.uuid4(), uuid.uuid4()


def test_the_same_row_has_the_same_mark():
    first = Marks(HERE).of(Source.PERSON, "P1", {"name": "Tāne"})

    assert Marks(HERE).of(Source.PERSON, "P1", {"name": "Tāne"}) == first


def test_a_changed_row_is_the_same_one_with_another_fingerprint():
    first = Marks(HERE).of(Source.PERSON, "P1", {"name": "Tāne"})
    other = Marks(HERE).of(Source.PERSON, "P1", {"name": "Tane"})

    assert other.external == first.external
    assert other.fingerprint != first.fingerprint


def test_no_two_organisations_and_no_two_sources_share_a_mark():
    marks = {
        Marks(organisation).of(source, "1", {}).external
        for organisation in (HERE, THERE)
        for source in Source
    }

    assert len(marks) == 2 * len(Source)


def test_a_process_without_the_root_key_makes_no_marks(settings):
    settings.MSA_ROOT_KEY = b""

    with pytest.raises(RootKeyMissing):
        Marks(HERE)


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
