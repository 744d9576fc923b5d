"""The pages on which an organisation changes its forms (UI-S9)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.form_settings.enums import Act, Why
from cases.form_settings.locks import FORMS
from cases.form_settings.wording import avoided
from tests.cast import Cast
from tests.conftest import SignIn
from tests.form_settings.world import changed, stands

HERE = reverse("manager:form", args=["identity"], urlconf="msa.urls.casework")


def press(browser: Client, act: str, field: str, version: int = 0) -> Any:
    sent = {"act": act, "field": field, "version": version}
    return browser.post(HERE, sent)


def rename(browser: Client, label: str, version: object = 0) -> Any:
    page = reverse("manager:form-rename", args=["identity", "iwi"])
    return browser.post(page, {"label": label, "version": version})


@pytest.mark.req("UI-S9")
def test_every_form_shows_its_settings_and_itself(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.admin)

    codes = {
        code: browser.get(reverse("admin:form", args=[code])).status_code
        for code in FORMS
    }

    assert set(codes.values()) == {200}


@pytest.mark.req("UI-S9")
def test_a_press_changes_the_form_and_the_preview(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.manager)
    assert 'id="preview_orientation"' in browser.get(HERE).content.decode()

    answer = press(browser, "hide", "orientation")

    assert answer.url == f"{HERE}#field-orientation"
    page = browser.get(HERE).content.decode()
    assert 'id="preview_orientation"' not in page
    assert "Show again" in page
    assert "Last changed by Manager" in page


@pytest.mark.req("UI-S9")
def test_the_page_says_why_a_field_stays(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.manager)
    assert str(Why.NAMED.label) in browser.get(HERE).content.decode()

    answer = press(browser, "hide", "name")

    assert answer.status_code == 409
    assert str(Why.NAMED.label) in answer.context["refused"]
    assert stands(cast.manager, "identity").version == 0


@pytest.mark.req("UI-S9")
def test_the_second_of_two_is_told_that_the_form_has_changed(
    cast: Cast, sign_in: SignIn
) -> None:
    changed(cast.admin, "identity", Act.HIDE, "orientation")

    answer = press(sign_in(cast.manager), "hide", "gender", version=0)

    assert answer.status_code == 409
    assert "Somebody else changed this form" in answer.content.decode()
    assert stands(cast.manager, "identity").hidden == {"orientation"}


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "hide", "field": "shoe_size", "version": 0},
        {"act": "paint", "field": "iwi", "version": 0},
        {"act": "hide", "field": "iwi", "version": "soon"},
        {"act": "rename", "field": "iwi", "version": 0},
        {},
    ],
)
def test_what_no_button_sends_is_answered_as_nothing(
    cast: Cast, sign_in: SignIn, sent: dict[str, Any]
) -> None:
    assert sign_in(cast.manager).post(HERE, sent).status_code == 404
    assert stands(cast.manager, "identity").version == 0


@pytest.mark.req("UI-S9")
def test_a_name_that_is_too_long_comes_back_whole(cast: Cast, sign_in: SignIn) -> None:
    answer = rename(sign_in(cast.manager), "a" * 10_000)

    page = answer.content.decode()
    assert "This is 10000 letters long, and there is room for 60" in page
    assert "a" * 10_000 in page


@pytest.mark.req("UI-S9")
def test_a_word_that_pages_avoid_is_kept_and_talked_about(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.manager)

    rename(browser, "Iwi of the client")

    assert "“client” is a word" in browser.get(HERE).content.decode()
    assert stands(cast.manager, "identity").labels == {"iwi": "Iwi of the client"}


@pytest.mark.parametrize("label", ["His whānau", "Suitcases", "Because"])
def test_other_words_are_nobodys_business(label: str) -> None:
    assert avoided(label) == ""


def test_a_name_for_an_older_form_is_not_kept(cast: Cast, sign_in: SignIn) -> None:
    changed(cast.admin, "identity", Act.HIDE, "orientation")

    answer = rename(sign_in(cast.manager), "Hapū", version=0)

    assert stands(cast.manager, "identity").labels == {}
    page = answer.content.decode()
    assert "Save once more to keep it" in page
    assert 'value="Hapū"' in page
    assert answer.context["version"] == 1


@pytest.mark.req("UI-S9")
def test_all_is_put_back_at_once(cast: Cast, sign_in: SignIn) -> None:
    changed(cast.admin, "identity", Act.HIDE, "orientation")
    changed(cast.admin, "identity", Act.RENAME, "iwi", "Hapū")

    answer = press(sign_in(cast.manager), "reset-all", "", version=2)
    assert answer.url == HERE

    stood = stands(cast.manager, "identity")
    assert (stood.hidden, stood.labels, stood.version) == (frozenset(), {}, 3)


def test_the_list_says_what_is_changed(cast: Cast, sign_in: SignIn) -> None:
    changed(cast.admin, "identity", Act.HIDE, "orientation")

    page = sign_in(cast.admin).get(reverse("admin:forms")).content.decode()

    assert page.count("1 field hidden") == 1
