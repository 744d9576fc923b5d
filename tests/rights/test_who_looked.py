"""Who looked stands in his own copy too, from the moment on that somebody did."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.conftest import SignIn
from tests.rights.test_copies import document, printed
from tests.rights.world import copy_of

LOOKED = ("Manager", "opened your record")


def told(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return who did what, as the copy says."""
    return {(look["who"], look["did"]) for look in document(files)["who_looked"]}


@pytest.mark.req("UI-S10", "RGT-03")
def test_a_manager_who_looked_is_named_in_his_copy(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    assert LOOKED not in told(copy_of(cast.worker, hemi))
    sign_in(cast.manager).get(reverse("manager:person", args=[hemi]))

    files = copy_of(cast.worker, hemi)

    assert LOOKED in told(files)
    words = " ".join(printed(files["PDF"]).split())
    assert "Manager, manager, opened your record" in words
