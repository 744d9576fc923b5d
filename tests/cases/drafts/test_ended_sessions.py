"""What is left of a draft on a device that was signed out from elsewhere (UI-W6)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from msa.tenancy.context import use
from tests.cast import Cast
from tests.conftest import SignIn


@pytest.mark.req("UI-W6")
def test_a_device_whose_session_was_ended_is_given_no_key(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.worker)
    url = reverse("worker:draft-keys")
    assert browser.post(url).json()["keys"]
    with use(None):
        browser.session.flush()

    answer = browser.post(url, headers={"x-by-itself": "1"})

    assert answer.status_code == 302
    assert b"key" not in answer.content
