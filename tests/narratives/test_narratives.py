from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import use
from reporting.narratives.enums import Reason, State
from reporting.narratives.queries import narratives as queries
from reporting.narratives.services import contributions, inclusion
from reporting.narratives.services import narratives as services
from reporting.narratives.services.narratives import (
    NarrativeChanged,
    NotApprovable,
    Obstacle,
)
from tests.cast import NOW
from tests.narratives.conftest import (
    CLEAN,
    QUARTER,
    approved,
    known_person,
    written,
)

NAMED = {"worked": "The walking group helped Hemi a great deal."}


def raw(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def obstacle(actor, row):
    with use(actor.context):
        checked = queries.checked(actor, queries.narrative(actor, row.id))
        with pytest.raises(NotApprovable) as refused:
            services.check_approval(actor, row, checked, at=NOW)
    with use(actor.context), pytest.raises(NotApprovable) as again:
        services.approve(actor, row.id, revision=row.revision, at=NOW)
    assert again.value.obstacle is refused.value.obstacle
    return refused.value.obstacle


def explained(actor, row, reason=Reason.OTHER_PERSON):
    with use(actor.context):
        checked = queries.checked(actor, queries.narrative(actor, row.id))
        services.explain(
            actor, row.id, {one.digest: reason for one in checked.findings}, at=NOW
        )
    return checked


@pytest.mark.req("REP-05")
def test_a_draft_lies_sealed(cast):
    row = written(cast.manager, NAMED)

    with use(cast.manager.context):
        ((stored,),) = raw("SELECT n::text FROM narratives_narrative n")
        assert queries.texts(queries.narrative(cast.manager, row.id)) == NAMED
    assert "Hemi" not in stored
    assert b"Hemi".hex() not in stored


@pytest.mark.req("REP-05")
def test_a_name_stops_the_approval(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)

    assert obstacle(deputy, row) is Obstacle.HITS


@pytest.mark.req("REP-05")
@pytest.mark.parametrize(
    "words",
    [
        "Ngaire came along.",
        "We rang 06 368 0000.",
        "Men from Levin.",
        "Hēmi’s whānau.",
        "hemi tawhai",
        "Colleague said so.",
    ],
)
def test_everybody_known_is_found(cast, words):
    known_person(cast.worker)
    row = written(cast.manager, {"worked": words})

    with use(cast.manager.context):
        checked = queries.checked(cast.manager, row)
    assert checked.open == 1


@pytest.mark.req("REP-05")
def test_a_former_name_is_found(cast):
    from cases.sections import Identity
    from cases.services import sections

    subject = known_person(cast.worker)
    with use(cast.worker.context):
        sections.save(cast.worker, subject, Identity(name="Wiremu"), after=1, at=NOW)
    row = written(cast.manager, {"worked": "Hemi and Wiremu."})

    with use(cast.manager.context):
        assert queries.checked(cast.manager, row).open == 2


def test_another_organisations_people_are_not_known(cast):
    known_person(cast.outsider)
    row = written(cast.manager, NAMED)

    with use(cast.manager.context):
        assert queries.checked(cast.manager, row).findings == []


@pytest.mark.req("REP-06")
def test_another_manager_approves_a_clean_narrative(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))

    assert (row.state, row.approved_by_id) == (State.SUBMITTED, deputy.member)
    with use(cast.compiler.context):
        assert queries.approved_texts(row.id) == CLEAN


@pytest.mark.req("REP-06")
def test_the_draft_is_gone_with_the_approval(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))

    with use(cast.manager.context):
        assert raw("SELECT sealed, wrapped, key_id FROM narratives_narrative") == [
            (None, None, None)
        ]
        assert queries.texts(queries.narrative(cast.manager, row.id)) == CLEAN


@pytest.mark.req("REP-06", "D16")
def test_nobody_approves_his_own_words_while_somebody_else_can(cast, deputy):
    row = written(cast.manager, CLEAN)

    assert obstacle(cast.manager, row) is Obstacle.OWN_WORDS


@pytest.mark.req("REP-06")
def test_a_sole_manager_approves_a_clean_narrative(cast):
    row = approved(cast.manager, written(cast.manager, CLEAN))

    assert row.state == State.SUBMITTED


@pytest.mark.req("REP-06", "D16")
def test_a_sole_manager_does_not_approve_what_he_explained(cast):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)
    explained(cast.manager, row)

    assert obstacle(cast.manager, row) is Obstacle.OWN_WORDS


@pytest.mark.req("REP-05", "REP-06")
def test_an_explained_hit_is_approved_by_a_second_manager(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)
    explained(cast.manager, row)

    assert approved(deputy, row).explained == 1


@pytest.mark.req("D15", "D16")
def test_a_number_is_not_explained_away(cast, deputy):
    row = written(cast.manager, {"worked": "We met 45 men."})
    explained(cast.manager, row, Reason.EVENT)

    assert obstacle(deputy, row) is Obstacle.HITS


@pytest.mark.req("D16")
def test_whoever_explained_does_not_approve(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)
    explained(deputy, row)

    assert obstacle(deputy, row) is Obstacle.OWN_EXPLANATION


@pytest.mark.req("D16")
def test_an_explanation_does_not_outlive_its_sentence(cast, deputy):
    known_person(cast.worker)
    row = written(cast.manager, NAMED)
    explained(cast.manager, row)
    edited = {"worked": "The walking group helped Hemi and his brother."}
    with use(cast.manager.context):
        row = services.save(cast.manager, row.id, edited, after=1, at=NOW)

    assert obstacle(deputy, row) is Obstacle.HITS


@pytest.mark.req("REP-05")
def test_an_explanation_does_not_outlive_what_stands_before_an_abbreviation(
    cast, deputy
):
    known_person(cast.worker)
    row = written(cast.manager, {"worked": "Hemi Rd. Hemi is a street."})
    explained(cast.manager, row)
    edited = {"worked": "Meet Mr. Hemi is a street."}
    with use(cast.manager.context):
        row = services.save(cast.manager, row.id, edited, after=1, at=NOW)

    assert obstacle(deputy, row) is Obstacle.HITS


@pytest.mark.req("D16")
def test_an_approval_is_of_the_revision_that_was_read(cast, deputy):
    row = written(cast.manager, CLEAN)
    with use(cast.manager.context):
        services.save(cast.manager, row.id, NAMED, after=1, at=NOW)

    with use(deputy.context), pytest.raises(NarrativeChanged):
        services.approve(deputy, row.id, revision=1, at=NOW)


@pytest.mark.req("D16")
def test_an_author_approves_only_after_all_managers_wrote(cast, deputy):
    row = written(cast.manager, CLEAN)
    with use(deputy.context):
        more = {**CLEAN, "ideas": "A men's shed."}
        row = services.save(deputy, row.id, more, after=1, at=NOW)

    assert obstacle(deputy, row) is Obstacle.OWN_WORDS
    assert approved(cast.manager, row).state == State.SUBMITTED


@pytest.mark.req("REP-05")
def test_weak_hits_have_to_be_looked_at(cast, deputy):
    from cases.sections import Identity

    known_person(cast.worker, Identity(name="Will"))
    row = written(cast.manager, {"ideas": "We will go on."})

    assert obstacle(deputy, row) is Obstacle.NOT_LOOKED
    with use(cast.manager.context):
        checked = queries.checked(cast.manager, row)
        services.explain(
            cast.manager, row.id, {checked.looked_digest: Reason.LOOKED}, at=NOW
        )
    assert approved(deputy, row).explained == 0


def test_a_quarter_that_runs_is_not_submitted(cast, deputy):
    with use(cast.manager.context):
        row = services.begin(cast.manager, QUARTER.next(), at=NOW)
        row = services.save(cast.manager, row.id, CLEAN, after=0, at=NOW)

    assert obstacle(deputy, row) is Obstacle.NOT_OVER


def test_nothing_is_not_submitted(cast, deputy):
    assert obstacle(deputy, written(cast.manager, {})) is Obstacle.EMPTY


def test_a_quarter_has_one_narrative(cast, deputy):
    first = written(cast.manager, CLEAN)

    with use(deputy.context):
        assert services.begin(deputy, QUARTER, at=NOW).id == first.id


def test_saving_over_somebody_elses_words_is_refused(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(deputy.context), pytest.raises(NarrativeChanged):
        services.save(deputy, row.id, NAMED, after=0, at=NOW)


def test_unchanged_words_make_no_revision(cast, deputy):
    row = written(cast.manager, CLEAN)

    with use(deputy.context):
        again = services.save(deputy, row.id, CLEAN, after=1, at=NOW)
    assert (again.revision, again.authors) == (1, [cast.manager.member])


@pytest.mark.req("SEC-01")
def test_another_organisations_narrative_is_not_there(cast):
    row = written(cast.manager, CLEAN)

    with use(cast.outside_manager.context), pytest.raises(NotVisible):
        queries.narrative(cast.outside_manager, row.id)


@pytest.mark.req("REP-05")
def test_national_staff_never_see_a_draft(cast):
    row = written(cast.manager, CLEAN)

    with use(cast.compiler.context):
        lines = queries.organisation_lines(cast.compiler, QUARTER)
        assert {one.organisation.code for one in lines} == {"kauri", "rimu"}
        assert [one.narrative for one in lines] == [None, None]
        with pytest.raises(NotVisible):
            queries.submitted(cast.compiler, row.id)


@pytest.mark.req("REP-05", "S09")
def test_national_staff_have_no_right_to_the_sealed_words(cast):
    written(cast.manager, CLEAN)

    with use(cast.compiler.context), pytest.raises(DatabaseError), transaction.atomic():
        raw("SELECT sealed FROM narratives_narrative")


@pytest.mark.req("REP-06")
def test_what_is_taken_back_goes_on_as_a_draft(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))
    with use(cast.manager.context):
        fresh = services.take_back(cast.manager, row.id, at=NOW)
        assert (fresh.edition, fresh.state) == (2, State.DRAFT)
        assert queries.texts(fresh) == CLEAN

    with use(cast.compiler.context), pytest.raises(NotVisible):
        queries.submitted(cast.compiler, row.id)
    with use(cast.compiler.context):
        assert queries.approved_texts(row.id) == {}


def test_what_is_included_is_not_taken_back(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))
    with use(cast.compiler.context):
        inclusion.include(cast.compiler, row.id, at=NOW)

    with use(cast.manager.context), pytest.raises(AccessDenied):
        services.take_back(cast.manager, row.id, at=NOW)


def test_what_is_left_out_can_be_taken_back(cast, deputy):
    row = approved(deputy, written(cast.manager, CLEAN))
    with use(cast.compiler.context):
        inclusion.include(cast.compiler, row.id, at=NOW)
        inclusion.leave_out(cast.compiler, row.id)

    with use(cast.manager.context):
        assert services.take_back(cast.manager, row.id, at=NOW).edition == 2


def test_a_workers_words_are_taken_up(cast):
    with use(cast.worker.context):
        contributions.contribute(
            cast.worker, QUARTER, {"workers": "More supervision helps."}, at=NOW
        )
    row = written(cast.manager, CLEAN)

    with use(cast.manager.context):
        (offered,) = queries.contributions(cast.manager, QUARTER)
        for _ in range(2):
            row = services.take_up(cast.manager, row.id, offered.id, at=NOW)
        texts = queries.texts(row)
    assert texts == {**CLEAN, "workers": "More supervision helps."}
    assert set(row.authors) == {cast.manager.member, cast.worker.member}


def test_what_a_worker_offers_is_his_managers_and_his_own(cast):
    with use(cast.worker.context):
        contributions.contribute(cast.worker, QUARTER, CLEAN, at=NOW)

    with use(cast.colleague.context):
        assert queries.my_contribution(cast.worker, QUARTER) is None
    with use(cast.outside_manager.context):
        assert queries.contributions(cast.outside_manager, QUARTER) == []


@pytest.mark.req("REP-05")
def test_what_was_offered_is_gone_with_the_approval(cast, deputy):
    with use(cast.worker.context):
        contributions.contribute(cast.worker, QUARTER, NAMED, at=NOW)
    approved(deputy, written(cast.manager, CLEAN))

    with use(cast.worker.context):
        assert queries.my_contribution(cast.worker, QUARTER) is None


def test_nothing_is_offered_for_what_is_submitted(cast, deputy):
    approved(deputy, written(cast.manager, CLEAN))

    with use(cast.worker.context), pytest.raises(AccessDenied):
        contributions.contribute(cast.worker, QUARTER, CLEAN, at=NOW)
