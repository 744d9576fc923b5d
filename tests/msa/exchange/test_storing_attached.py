from __future__ import annotations

import pytest

from assessments.models import Answers, Assessment, Rating
from cases.models import Client
from cases.queries.people import person
from cases.sections import Hope, Hopes, Supporter, SupportPeople
from cases.services import sections
from consent.enums import Purpose
from consent.services import consents
from msa.accounts.models import Role
from msa.exchange.enums import Source
from msa.exchange.services.undoing import WorkedWithSince, undo
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import Cast
from tests.msa.exchange.worlds import AT, contents, employ, store_folder

AROHA = Supporter("Aroha Example", "Sister", "021 555 0109", may_contact=True)
KIDS = Hope("See my kids more", "2026-02-07", "UNDER_WAY")


@pytest.fixture
def worker(cast: Cast):
    return employ(cast.kauri, "Ana Example", Role.WORKER)


@pytest.fixture
def whole(export):
    export.supporter()
    export.hope()
    export.check_in()
    return export


def his_page(worker):
    with use(worker.context):
        subject = Client.objects.get().subject_id
        return person(worker, subject, at=AT)


def of_owner(cast, model):
    with use(Context(cast.kauri.id, FOUNDER, "owner")):
        return list(model.objects.all())


def test_the_worker_finds_support_people_and_hopes(cast, worker, whole):
    whole.supporter()

    store_folder(cast.admin, whole.write())

    page = his_page(worker)
    assert page.support == SupportPeople([AROHA])
    assert page.hopes == Hopes([KIDS])


def test_a_check_in_is_kept_sealed_and_counted(cast, worker, whole):
    store_folder(cast.admin, whole.write())

    (assessment,) = of_owner(cast, Assessment)
    assert assessment.instrument == "incumbent-1"
    assert not assessment.worker_may_see
    stored = contents(cast.admin)
    assert len(stored["assessments_answers"]) == 1
    assert "Easier to talk" not in str(stored)
    assert len(of_owner(cast, Rating)) == 12


def test_the_worker_does_not_see_what_was_answered(cast, worker, whole):
    store_folder(cast.admin, whole.write())

    with use(worker.context):
        assert Assessment.objects.count() == 1
        assert Answers.objects.count() == 0


def test_twice_changes_no_row(cast, worker, whole):
    store_folder(cast.admin, whole.write())
    before = contents(cast.admin)

    outcome = store_folder(cast.admin, whole.write())

    for source in (Source.SUPPORT, Source.HOPES, Source.CHECK_IN):
        assert outcome.tallies[source].already_here == 1
    assert contents(cast.admin) == before


def test_they_are_added_to_somebody_from_an_earlier_import(cast, worker, export):
    store_folder(cast.admin, export.write())
    export.supporter()
    export.check_in()

    outcome = store_folder(cast.admin, export.write())

    assert outcome.stored == 2
    assert his_page(worker).support == SupportPeople([AROHA])


def test_what_was_written_here_meanwhile_stays(cast, worker, export):
    store_folder(cast.admin, export.write())
    mine = SupportPeople([Supporter("Wiremu")])
    with use(worker.context):
        subject = Client.objects.get().subject_id
        sections.save(worker, subject, mine, after=0, at=AT)
    export.supporter()

    outcome = store_folder(cast.admin, export.write())

    assert outcome.tallies[Source.SUPPORT].changed_since == 1
    assert his_page(worker).support == mine


def test_without_his_yes_to_figures_a_check_in_is_not_counted(cast, worker, export):
    store_folder(cast.admin, export.write())
    with use(worker.context):
        subject = Client.objects.get().subject_id
        consents.withdraw(worker, subject, Purpose.STATISTICS, at=AT)
    export.check_in()

    store_folder(cast.admin, export.write())

    assert len(of_owner(cast, Assessment)) == 1
    assert of_owner(cast, Rating) == []


def test_without_his_yes_to_check_ins_none_is_stored(cast, worker, export):
    store_folder(cast.admin, export.write())
    with use(worker.context):
        subject = Client.objects.get().subject_id
        consents.withdraw(worker, subject, Purpose.ASSESSMENT, at=AT)
    export.check_in()

    outcome = store_folder(cast.admin, export.write())

    assert outcome.tallies[Source.CHECK_IN].no_longer_agreed == 1
    assert of_owner(cast, Assessment) == []


def test_undoing_takes_all_of_it_back(cast, worker, export):
    store_folder(cast.admin, export.write())
    before = contents(cast.admin)
    export.supporter()
    export.hope()
    export.check_in()
    batch = store_folder(cast.admin, export.write()).batch

    with use(cast.admin.context):
        undo(cast.admin, batch, at=AT)

    after = contents(cast.admin)
    for table in ("cases_section", "assessments_assessment", "assessments_rating"):
        assert after[table] == before[table]


def test_undoing_an_import_with_people_takes_everything_back(cast, worker, whole):
    before = contents(cast.admin)
    batch = store_folder(cast.admin, whole.write()).batch

    with use(cast.admin.context):
        undo(cast.admin, batch, at=AT)

    after = contents(cast.admin)
    for table in ("cases_section", "assessments_answers", "consent_subject"):
        assert after[table] == before[table]


def test_what_was_changed_here_since_keeps_an_import_whole(cast, worker, export):
    store_folder(cast.admin, export.write())
    export.supporter()
    batch = store_folder(cast.admin, export.write()).batch
    more = SupportPeople([AROHA, Supporter("Wiremu")])
    with use(worker.context):
        subject = Client.objects.get().subject_id
        sections.save(worker, subject, more, after=1, at=AT)

    with use(cast.admin.context), pytest.raises(WorkedWithSince):
        undo(cast.admin, batch, at=AT)

    assert his_page(worker).support == more
