from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.sections import Contact
from msa.clock.days import local_date
from tests.assessments.views.conftest import ASKED, words
from tests.cases.world import person
from tests.cast import Cast
from tests.conftest import SignIn

REACHABLE = Contact(phone="021 555 0101", text_safe=True)


@pytest.mark.req("UI-S8")
@pytest.mark.parametrize(("days", "offered"), [(89, True), (92, False)])
def test_a_way_that_was_safe_long_ago_is_sent_nothing(
    cast: Cast, sign_in: SignIn, days: int, offered: bool
) -> None:
    then = timezone.now() - timedelta(days=days)
    contact = REACHABLE.said_again(local_date(then))
    subject = person(cast.worker, purposes=ASKED, contact=contact, at=then)
    browser, page = sign_in(cast.worker), f"/people/{subject}/check-ins/"

    assert ("Make a link" in words(browser.get(page))) is offered
    made = words(browser.post(f"{page}link/", follow=True))
    assert ("Send this link yourself" in made) is offered
