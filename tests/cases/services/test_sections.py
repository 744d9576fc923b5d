from __future__ import annotations

import threading
import uuid
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import (
    DatabaseError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)

from cases.enums import AgeBand
from cases.models import Section, StatisticalProfile
from cases.queries import people as queries
from cases.sections import Identity
from cases.services import sections
from cases.services.sections import SectionChanged, age_band
from consent.documents import Sealer
from consent.enums import Purpose
from consent.services import consents
from msa.access.refusals import AccessDenied
from msa.tenancy.context import use
from tests.cases.world import begun, person
from tests.cast import NOW, Cast

JAMES = Identity(name="James")


def test_a_save_is_a_revision_and_the_one_before_stays(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, JAMES, after=1, at=NOW)

        rows = Section.objects.filter(subject=hemi, kind="identity")
        assert set(rows.values_list("revision", "superseded")) == {
            (1, True),
            (2, False),
        }


def test_the_newest_revision_is_read(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, JAMES, after=1, at=NOW)

        page = queries.person(cast.worker, hemi, at=NOW)
        assert (page.identity, page.identity_revision) == (JAMES, 2)


def test_saving_over_a_newer_revision_is_refused(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, JAMES, after=1, at=NOW)

        with pytest.raises(SectionChanged):
            sections.save(cast.worker, hemi, Identity(name="Jim"), after=1, at=NOW)

        assert queries.person(cast.worker, hemi, at=NOW).identity == JAMES


@pytest.mark.req("UI-W5")
@pytest.mark.parametrize("after", [1, 2])
def test_saved_again_in_the_same_words_it_is_one_revision(
    cast: Cast, hemi: UUID, after: int
) -> None:
    """Pressed twice, or gone back and saved again."""
    mine = Identity(name="Mine", ethnicities=["MAORI"])
    with use(cast.worker.context):
        first = sections.save(cast.worker, hemi, mine, after=1, at=NOW)
        again = sections.save(cast.worker, hemi, mine, after=after, at=NOW)

        assert again.id == first.id
        assert Section.objects.filter(subject=hemi, kind="identity").count() == 2


@pytest.mark.req("UI-W5", "UI-W8")
@pytest.mark.parametrize(("other", "ends"), [("Mine", 0), ("Theirs", 1)])
def test_saved_twice_at_the_same_moment_nothing_is_doubled_or_lost(
    live_cast: Cast, other: str, ends: int
) -> None:
    worker = live_cast.worker
    subject = person(worker)
    both, clashes = threading.Barrier(2), []

    def press(name: str) -> None:
        both.wait()
        try:
            with use(worker.context):
                sections.save(worker, subject, Identity(name=name), after=1, at=NOW)
        except SectionChanged:
            clashes.append(name)
        connections.close_all()

    presses = [threading.Thread(target=press, args=[name]) for name in ("Mine", other)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert len(clashes) == ends
    with use(worker.context), transaction.atomic():
        assert Section.objects.filter(subject=subject, kind="identity").count() == 2


def test_nothing_is_saved_after_he_withdrew(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

        with pytest.raises(AccessDenied):
            sections.save(cast.worker, hemi, JAMES, after=1, at=NOW)


def test_a_key_released_before_he_withdrew_stores_nothing(
    cast: Cast, hemi: UUID
) -> None:
    with use(cast.worker.context):
        sealer = Sealer.for_writing(cast.worker, hemi, Purpose.RECORD)
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

        with pytest.raises(AccessDenied):
            sections.save(cast.worker, hemi, JAMES, after=1, at=NOW, sealer=sealer)


def test_the_database_itself_refuses_a_section_without_an_active_key(
    cast: Cast, hemi: UUID
) -> None:
    with use(cast.worker.context):
        row = Section.objects.get(subject=hemi, kind="identity")
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)
        row.id, row.revision = uuid.uuid4(), 2

        with pytest.raises(DatabaseError, match="no consent in force"):
            row.save(force_insert=True)


def test_raw_sql_reads_no_section_after_he_withdrew(cast: Cast, hemi: UUID) -> None:
    with use(cast.worker.context), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_section")
        assert cursor.fetchone() == (2,)
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

        cursor.execute("SELECT count(*) FROM cases_section")
        assert cursor.fetchone() == (0,)


def test_saving_is_undone_when_the_audit_fails(
    cast: Cast, hemi: UUID, broken_audit: None
) -> None:
    with use(cast.worker.context):
        with pytest.raises(ProgrammingError):
            sections.save(cast.worker, hemi, JAMES, after=1, at=NOW)

        assert queries.person(cast.worker, hemi, at=NOW).identity_revision == 1


def test_figures_hold_codes_only_while_he_agrees_to_them(cast: Cast) -> None:
    identity = Identity(name="Hēmi", age_band="FROM_35", ethnicities=["MAORI"])
    person(cast.worker, purposes=[Purpose.RECORD], identity=identity)

    with use(cast.worker.context):
        assert not StatisticalProfile.objects.exists()


def test_an_age_band_without_a_birth_date_is_counted(cast: Cast) -> None:
    subject = begun(cast.worker)
    with use(cast.worker.context):
        identity = Identity(name="Hēmi", age_band="FROM_55")
        sections.save(cast.worker, subject, identity, after=0, at=NOW)

        assert StatisticalProfile.objects.get(subject=subject).age_band == "FROM_55"


def test_age_is_counted_by_the_day_in_new_zealand(cast: Cast) -> None:
    # It is his 25th birthday in Auckland, and the day before in Greenwich.
    at = datetime(2026, 8, 3, 13, 0, tzinfo=UTC)
    subject = begun(cast.worker)
    with use(cast.worker.context):
        identity = Identity(name="Hēmi", birth_date="2001-08-04")
        sections.save(cast.worker, subject, identity, after=0, at=at)

        assert StatisticalProfile.objects.get(subject=subject).age_band == "FROM_25"


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2001, 8, 4), AgeBand.UNDER_25),
        (date(2001, 8, 3), AgeBand.FROM_25),
        (date(1991, 8, 4), AgeBand.FROM_25),
        (date(1991, 8, 3), AgeBand.FROM_35),
        (date(1961, 8, 3), AgeBand.FROM_65),
    ],
)
def test_age_bands_change_on_the_birthday(born: date, band: AgeBand) -> None:
    assert age_band(born, on=date(2026, 8, 3)) == band
