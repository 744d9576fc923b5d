from __future__ import annotations

import copy
import pickle

import pytest
from django.core import serializers

from cases.models import Section
from msa.vault.sealed import Sealed, SealedField


@pytest.mark.req("SEC-05")
def test_a_sealed_value_does_not_leave_the_process() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Sealed(b"x"))


@pytest.mark.req("SEC-05")
def test_a_row_with_a_sealed_value_is_not_serialised() -> None:
    with pytest.raises(TypeError):
        serializers.serialize("json", [Section(sealed=Sealed(b"x"))])


@pytest.mark.req("SEC-02")
@pytest.mark.parametrize("value", [b"clear", "clear", bytearray(b"x"), 1])
def test_only_a_sealed_value_is_stored(value: object) -> None:
    with pytest.raises(TypeError, match="only a Sealed"):
        SealedField().get_db_prep_value(value, None)


def test_sealed_values_compare_by_their_envelopes() -> None:
    assert Sealed(b"x") == Sealed(b"x")
    assert Sealed(b"x") != b"x"
    assert len({Sealed(b"x"), Sealed(b"x"), Sealed(b"y")}) == 2


def test_nothing_is_read_as_nothing() -> None:
    assert SealedField().from_db_value(None, None, None) is None


def test_a_sealed_value_can_not_be_copied_deeply() -> None:
    with pytest.raises(TypeError):
        copy.deepcopy(Sealed(b"x"))
