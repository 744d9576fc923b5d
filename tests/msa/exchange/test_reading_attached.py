from __future__ import annotations

from datetime import date

import pytest

from msa.exchange.reading import Cause, StagedHope, StagedSupporter
from msa.exchange.reading.codes import Progress
from tests.msa.exchange.conftest import Export


def causes(export: Export, file: str) -> list[Cause]:
    return [found.cause for found in export.read().report(file).rejected]


def plain(row: object) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in type(row).__match_args__)


def test_a_support_person_belongs_to_the_person_of_the_engagement(
    export: Export,
) -> None:
    export.supporter(MayContact="")

    (supporter,) = export.read().supporters

    assert isinstance(supporter, StagedSupporter)
    assert plain(supporter) == ("P1", "Aroha Example", "Sister", "021 555 0109", None)


@pytest.mark.parametrize(("answer", "meant"), [("Y", True), ("no", False), ("", None)])
def test_whether_they_may_be_contacted(
    export: Export, answer: str, meant: bool | None
) -> None:
    export.supporter(MayContact=answer)

    (supporter,) = export.read().supporters

    assert supporter.may_contact is meant


def test_an_answer_that_is_neither_yes_nor_no_is_not_guessed(export: Export) -> None:
    export.supporter(MayContact="only at work")

    assert causes(export, "interested_parties.csv") == [Cause.UNKNOWN_VALUE]


def test_a_hope_is_read_with_how_far_he_is(export: Export) -> None:
    export.hope()
    export.hope(Progress="", Set="")

    first, second = export.read().hopes

    assert isinstance(first, StagedHope)
    told = ("P1", "See my kids more", date(2026, 2, 7), Progress.UNDER_WAY)
    assert plain(first) == told
    assert (second.named_on, second.progress) == (None, None)


def test_a_check_in_has_the_answers_that_were_given(export: Export) -> None:
    export.check_in(Q02="", Q03="5")

    (check_in,) = export.read().check_ins

    assert check_in.completed_on == date(2026, 5, 8)
    assert "q02" not in check_in.ratings
    assert check_in.ratings["q03"] == 5
    assert len(check_in.ratings) == 11


@pytest.mark.parametrize("answer", ["0", "6", "4.5", "four", "-1"])
def test_an_answer_off_the_scale_is_refused(export: Export, answer: str) -> None:
    export.check_in(Q07=answer)

    assert causes(export, "assessments.csv") == [Cause.RATING_OUT_OF_SCALE]


def test_the_same_check_in_twice_is_one(export: Export) -> None:
    export.check_in()
    export.check_in(Q01="1")

    staged = export.read()

    assert len(staged.check_ins) == 1
    (doubled,) = staged.report("assessments.csv").doubled
    assert doubled.row == 3


def test_nothing_is_taken_of_somebody_who_did_not_say_yes(
    empty_export: Export,
) -> None:
    empty_export.person(ConsentToRecord="No")
    empty_export.engagement()
    empty_export.supporter()
    empty_export.hope()
    empty_export.check_in()

    staged = empty_export.read()

    assert (staged.supporters, staged.hopes, staged.check_ins) == ((), (), ())
    for file in ("interested_parties.csv", "goals.csv", "assessments.csv"):
        assert staged.report(file).withheld == 1


def test_an_engagement_that_is_not_there_is_said(export: Export) -> None:
    export.hope(ClientID="9999")

    assert causes(export, "goals.csv") == [Cause.UNKNOWN_CLIENT]


def test_an_export_may_do_without_these_files(export: Export) -> None:
    staged = export.read()

    files = [report.file for report in staged.reports]
    assert files == ["people.csv", "engagements.csv", "contacts.csv"]
