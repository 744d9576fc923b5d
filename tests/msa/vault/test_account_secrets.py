from __future__ import annotations

import pytest
from django.test import override_settings

from msa.vault.account_secrets import open_text, seal_text
from msa.vault.envelope import CannotOpen


@pytest.mark.req("U07")
def test_a_secret_comes_back() -> None:
    assert open_text(seal_text("JBSWY3DPEHPK3PXP")) == "JBSWY3DPEHPK3PXP"


@pytest.mark.req("U07")
def test_a_secret_is_not_in_its_sealed_form() -> None:
    assert "JBSWY3DP" not in seal_text("JBSWY3DPEHPK3PXP")


@pytest.mark.req("U07")
def test_the_same_secret_never_looks_the_same() -> None:
    assert seal_text("x") != seal_text("x")


@pytest.mark.req("U07")
def test_another_key_opens_nothing() -> None:
    sealed = seal_text("x")

    with override_settings(MSA_ACCOUNTS_KEY=bytes(32)), pytest.raises(CannotOpen):
        open_text(sealed)


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "é", "A" * 60])
def test_what_was_not_sealed_here_does_not_open(sealed: str) -> None:
    with pytest.raises(CannotOpen):
        open_text(sealed)
