from __future__ import annotations

import pytest
from django import forms

from msa.web.fields import NZDateField
from msa.web.forms import Form, Renderer
from msa.web.widgets import Chips, StackedMultiple


class Meeting(Form):
    default_renderer = Renderer

    way = forms.ChoiceField(label="How you met", choices=[("p", "Phone")], widget=Chips)
    topics = forms.MultipleChoiceField(
        choices=[("h", "Housing")], widget=StackedMultiple, required=False
    )
    on = NZDateField(label="When", help_text="Like 5 3 2026")
    note = forms.CharField(required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="He agrees")
    token = forms.CharField(widget=forms.HiddenInput)


def drawn(data: dict[str, str] | None = None) -> str:
    return str(Meeting(data))


@pytest.mark.req("UI-W9")
@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("way", "Choose an answer for “How you met”"),
        ("on", "Fill in “When”"),
        ("agreed", "Tick “He agrees” to go on"),
    ],
)
def test_empty_field_is_named_by_its_error(field: str, message: str) -> None:
    assert Meeting({}).errors[field] == [message]


def test_a_fields_own_message_is_kept() -> None:
    class Asked(Form):
        name = forms.CharField(error_messages={"required": "Say what he is called"})

    assert Asked({}).errors["name"] == ["Say what he is called"]


@pytest.mark.parametrize(
    ("typed", "message"), [("0", "Enter at least 1"), ("9", "Enter at most 5")]
)
def test_a_number_out_of_bounds_is_told_what_to_enter(typed: str, message: str) -> None:
    class Asked(Form):
        people = forms.IntegerField(min_value=1, max_value=5)

    assert Asked({"people": typed}).errors["people"] == [message]


@pytest.mark.req("UI-W9")
def test_summary_links_to_each_field() -> None:
    html = drawn({"token": "x"})

    assert "data-error-summary" in html
    assert [f'href="#id_{name}"' in html for name in ("way", "on", "agreed")] == [
        True,
        True,
        True,
    ]


def test_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in drawn()


@pytest.mark.req("UI-W10")
def test_only_optional_fields_are_marked() -> None:
    assert drawn().count("(optional)") == 2


def test_hint_stands_before_the_input_and_is_tied_to_it() -> None:
    html = drawn()

    assert html.index("Like 5 3 2026") < html.index('name="on"')
    assert 'aria-describedby="id_on_helptext"' in html


def test_error_and_hint_describe_the_input() -> None:
    html = drawn({"on": "31/2/2026"})

    assert 'aria-invalid="true" aria-describedby="id_on_helptext id_on_error"' in html


def test_choices_are_real_radios_in_a_named_group() -> None:
    html = drawn()

    assert '<fieldset class="field" id="id_way">' in html
    assert '<input type="radio" name="way" value="p"' in html


def test_layout_of_choices_follows_the_widget() -> None:
    html = drawn()

    assert '<div class="chips">' in html
    assert '<div class="choices">' in html


def test_hidden_field_is_drawn_without_label() -> None:
    html = drawn()

    assert '<input type="hidden" name="token" id="id_token">' in html
    assert "Token" not in html


def test_what_was_typed_is_escaped() -> None:
    html = drawn({"note": "</textarea><script>alert(1)</script>"})

    assert "alert(1)" in html
    assert "<script>" not in html
