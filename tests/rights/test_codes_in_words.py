"""His copy says what a code means, wherever the code came from (RGT-01)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField

from cases.enums import EndReason, Referrer
from cases.forms import lists, parts, record
from msa.exchange.services import translating
from rights.holdings import HOLDINGS
from rights.queries.held import Entry
from rights.record_words import facts, in_words
from rights.row_words import row_words

#: What a form calls yes and no; the document holds a truth.
_YES_NO = {"", "yes", "no", "True", "False"}


def _columns() -> Iterator[tuple[Any, str, Any, str]]:
    for one in HOLDINGS:
        model = apps.get_model(one.model)
        for field in model._meta.local_fields:
            inner = field.base_field if isinstance(field, ArrayField) else field
            for code, words in inner.flatchoices:
                value = [code] if isinstance(field, ArrayField) else code
                yield model, field.name, value, str(words)


def _fields() -> Iterator[tuple[str, str, str]]:
    for module in (lists, parts, record):
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                for name, field in getattr(form, "base_fields", {}).items():
                    for code, words in getattr(field, "choices", ()):
                        if str(code) not in _YES_NO:
                            yield name, str(code), str(words)


COLUMNS, FIELDS = list(_columns()), sorted(set(_fields()))


@pytest.mark.req("RGT-01")
@pytest.mark.parametrize(("model", "name", "value", "words"), COLUMNS)
def test_a_column_of_codes_is_in_words(
    model: Any, name: str, value: Any, words: str
) -> None:
    entry = Entry(model(**{name: value}), {name: value}, None)

    told = row_words(entry).partition(": ")[2]

    assert told == words


@pytest.mark.req("RGT-01")
@pytest.mark.parametrize(("name", "code", "words"), FIELDS)
def test_what_a_form_offers_is_in_words(name: str, code: str, words: str) -> None:
    ((_, told),) = facts({name: code})

    assert told != code or told == words
    assert "_" not in told


@pytest.mark.req("RGT-01")
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        *(("referred_by", one.value, one.label) for one in Referrer),
        *(("end_reason", one.value, one.label) for one in EndReason),
    ],
)
def test_what_an_import_brought_is_in_words(name: str, code: str, words: str) -> None:
    assert in_words(name, code) == words
    assert words != code or code == "ACC"


def test_an_import_brings_no_other_code() -> None:
    assert set(translating._REFERRERS.values()) <= set(Referrer)
    assert set(translating._END_REASONS.values()) <= set(EndReason)


def test_there_are_codes_to_say() -> None:
    assert len(COLUMNS) > 50
    assert len(FIELDS) > 30
