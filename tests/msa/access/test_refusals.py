from __future__ import annotations

import pytest
from django.http import Http404

from msa.access.refusals import AccessDenied, NotVisible, Reason, allowed


def refuse() -> None:
    raise AccessDenied(Reason.NO_CONSENT)


def vanish() -> None:
    raise NotVisible


def test_a_check_that_passes_is_a_yes() -> None:
    assert allowed(lambda: None)


def test_a_check_that_refuses_is_a_no() -> None:
    assert not allowed(refuse)


def test_what_is_not_visible_is_not_only_forbidden() -> None:
    with pytest.raises(Http404):
        allowed(vanish)


def test_a_refusal_has_a_reason_in_a_code() -> None:
    assert AccessDenied(Reason.SEALED).reason == "sealed"
    assert str(AccessDenied(Reason.SEALED)) == "sealed"
