"""The settings list what the forms ask, no more and no less (UI-S9)."""

from __future__ import annotations

import pytest

from cases.form_settings.enums import SESSION
from cases.form_settings.forms import REGISTRY, lines
from cases.form_settings.locks import (
    ASKS_NOTHING,
    FORMS,
    NEVER_ASKED,
    STAYS,
    why_it_stays,
)
from cases.form_settings.policies import OFFICIAL, OFFICIAL_FORMS
from cases.forms.arranged import Arranged

#: Acts of the moment, which are no fields of a form: they are asked by what happens.
ACTS = {"is_back", "checked", "has_read"}


def drawn(form: Arranged) -> set[str]:
    """Every field on a whole form, by what it is called in its first row."""
    return {
        field.name.removesuffix("_0")
        for field in form.visible_fields()
        if field.name not in ACTS and field.name != "pou"
    }


@pytest.mark.req("UI-S9")
def test_every_form_of_a_record_and_the_session_can_be_changed() -> None:
    assert set(REGISTRY) == set(FORMS)


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("form", FORMS)
def test_the_settings_list_each_field_of_a_form(form: str) -> None:
    listed = {line.code for line in lines(REGISTRY[form], OFFICIAL) if not line.is_head}

    assert listed - {"pou"} == drawn(REGISTRY[form].make(OFFICIAL_FORMS))


@pytest.mark.parametrize("form", FORMS)
def test_the_page_draws_each_field_of_a_form_once(form: str) -> None:
    made = REGISTRY[form].make(OFFICIAL_FORMS)

    shown = [
        one.name.removesuffix("_0")
        for group in made.regions()
        for block in group.blocks
        for one in (*block.main, *block.others)
    ]

    assert len(shown) == len(set(shown))
    assert set(shown) == drawn(made)


@pytest.mark.parametrize("table", [STAYS, NEVER_ASKED])
def test_every_lock_is_on_a_field_that_there_is(
    table: dict[str, dict[str, object]],
) -> None:
    unknown = {
        (form, field)
        for form, fields in table.items()
        for field in fields
        if field not in REGISTRY[form].declared.names
    }

    assert unknown == set()


def test_the_log_of_a_session_asks_nothing_of_everybody() -> None:
    assert SESSION in ASKS_NOTHING


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("form", FORMS)
def test_whatever_a_form_can_not_do_without_stays(form: str) -> None:
    """A field that is required officially can't be hidden."""
    made = REGISTRY[form].make(OFFICIAL_FORMS)
    required = {name for name, field in made.fields.items() if field.required}

    assert {
        name
        for name in required & {*REGISTRY[form].declared.names}
        if not why_it_stays(form, name)
    } == set()
