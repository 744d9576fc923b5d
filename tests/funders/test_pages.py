from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from msa.clock.days import local_date
from reporting.funders.models import Client
from tests.funders.conftest import Program, ask_for_token

pytestmark = pytest.mark.req("REP-09")


@pytest.fixture
def staff(cast, sign_in):
    return sign_in(cast.compiler)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def asked(**more):
    last = local_date(timezone.now()) + timedelta(days=90)
    return {"name": "Ministry, figures desk", "last_day": f"{last:%d/%m/%Y}", **more}


def given(staff, **more):
    return staff.post(reverse("national:funder-new"), asked(**more))


def test_the_secret_is_shown_once_and_works(staff, done):
    page = given(staff, name="Works", organisations=["kauri"])

    client = page.context["client"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.context["secret"] in page.content.decode()
    later = staff.get(reverse("national:funder", args=[client.id]))
    assert page.context["secret"] not in later.content.decode()
    assert client.secret_prefix in later.content.decode()
    shown = type("Shown", (), {"client": client, "secret": page.context["secret"]})
    path = f"/reports/{done.id}/tables/organisations"
    assert {row["row"] for row in Program(shown).rows(path)} == {"kauri"}


def test_the_same_form_sent_twice_gives_one_access(staff):
    first, second = given(staff, name="Twice"), given(staff, name="twice")

    assert "secret" in first.context
    assert "is in force" in text(second)
    assert Client.objects.filter(name__iexact="twice").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Fill in “Funder and program”"),
        ("last_day", "1/1/2020", "not before today"),
        ("last_day", "1/1/2099", "within a year"),
        ("organisations", ["nobody"], "Select a valid choice"),
        ("networks", "203.0.113.999", "Check the addresses"),
        ("networks", "203.0.113.7/24", "Check the addresses"),
        ("networks", "\n".join(["203.0.113.7"] * 21), "20 lines at most"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_given(staff, field, value, words):
    before = Client.objects.count()
    page = given(staff, **{field: value})

    assert words in text(page)
    assert "<title>Error:" in page.content.decode()
    assert Client.objects.count() == before


def test_an_access_lasts_through_its_last_day(staff):
    last = local_date(timezone.now())
    page = given(staff, name="Today only", last_day=f"{last:%d/%m/%Y}")

    assert local_date(page.context["client"].expires_at) == last + timedelta(days=1)


def test_the_list_says_when_it_was_used(staff, give):
    program = Program(give("Used program"))
    give("Unused program")
    program.get("/reports")

    listed = text(staff.get(reverse("national:funders")))
    assert re.search(r"Used program .*? last used \d+ \w+ \d{4}", listed)
    assert re.search(r"Unused program .*? never used", listed)


def test_staff_end_an_access(staff, program):
    client = program.given.client
    page = staff.post(reverse("national:funder-end", args=[client.id]), follow=True)
    again = staff.post(reverse("national:funder-end", args=[client.id]))

    assert "The access has ended" in text(page)
    assert "End this access" not in text(page)
    assert again.status_code == 302
    assert ask_for_token(program.given).status_code == 401


def test_an_access_that_is_not_there_is_not_found(staff):
    nobody = "00000000-0000-4000-8000-000000000000"

    assert staff.get(reverse("national:funder", args=[nobody])).status_code == 404
    assert staff.post(reverse("national:funder-end", args=[nobody])).status_code == 404


@pytest.mark.parametrize("name", ["funders", "funder-new"])
def test_casework_staff_get_nothing(cast, sign_in, name):
    page = sign_in(cast.manager).get(reverse(f"national:{name}"))

    assert page.status_code == 404


def test_no_page_has_a_funder_in_its_title(staff, give):
    client = give("Ministry of Titles").client
    page = staff.get(reverse("national:funder", args=[client.id])).content.decode()

    assert "Ministry of Titles" not in page[: page.index("</title>")]
