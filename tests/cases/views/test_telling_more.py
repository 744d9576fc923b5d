"""What may be told of a session besides a note (SES-00, SES-02)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from cases.principles import PRINCIPLES
from cases.queries import sessions as queries
from cases.sections import Note
from msa.tenancy.context import use
from tests.cases.session_form import form, log, stored
from tests.cases.world import WORDS
from tests.cast import Cast
from tests.conftest import SignIn

MORE = {
    "next_steps": "He rings the landlord; I find the form",
    "start": "2:30 pm",
    "present": "his sister",
    "practice": ["POWER", "EXPERIENCE"],
}


@pytest.mark.req("SES-02")
def test_more_can_be_told_and_is_read_again(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(**MORE)
    log(browser, hemi, data)

    session = cast.worker.own(UUID(data["id"]))
    shown = browser.get(reverse("worker:session", args=[hemi, session]))

    words = ("rings the landlord", "14:30", "his sister", "Attention to power")
    html = shown.content.decode()
    assert [one for one in words if one not in html] == []
    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, session)
    assert page.note == Note(**MORE | {"start": "14:30"})


@pytest.mark.req("SES-02")
@pytest.mark.parametrize("typed", ["14:30", "14.30", "2:30 pm", "2.30PM"])
def test_a_time_is_understood_as_people_type_it(
    cast: Cast, sign_in: SignIn, hemi: UUID, typed: str
) -> None:
    browser, data = sign_in(cast.worker), form(start=typed)
    log(browser, hemi, data)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, cast.worker.own(UUID(data["id"])))
    assert page.note == Note(start="14:30")


def test_a_time_that_is_none_is_asked_again_with_all_he_typed(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    answer = log(sign_in(cast.worker), hemi, form(body=WORDS, start="half past"))

    html = answer.content.decode()
    assert "Enter a time of day, like 2:30 pm or 14:30" in html
    assert WORDS in html
    assert "half past" in html
    assert stored(cast) == (0, 0, 0)


@pytest.mark.req("SES-00")
def test_the_six_principles_stand_in_both_languages(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    page = sign_in(cast.worker).get(reverse("worker:session-new", args=[hemi]))

    html = page.content.decode()
    assert len(PRINCIPLES) == 6
    for one in PRINCIPLES:
        assert f'<span lang="mi">{one.te_reo}</span> · {one.english}' in html
