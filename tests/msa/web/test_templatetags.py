from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone, translation

from msa.clock.days import local_date
from msa.web.templatetags import msa as tags

AFTERNOON = datetime(2026, 3, 5, 1, 14, tzinfo=UTC)  # 2:14 pm in Auckland
LATE_IN_LONDON = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)  # already the 6th


def _page(request: Any, number: int) -> None: ...


inner = ([path("people/<int:number>", _page, name="person")], "cases")
urlpatterns = [
    path("w/", include(inner, namespace="worker")),
    path("m/", include(inner, namespace="manager")),
]


def test_date_is_written_out() -> None:
    assert tags.nz_date(date(2026, 3, 5)) == "5 March 2026"


def test_date_is_the_one_in_auckland() -> None:
    assert tags.nz_date(LATE_IN_LONDON) == "6 March 2026"


def test_day_is_short() -> None:
    assert tags.nz_day(date(2026, 3, 5)) == "Thu 5 Mar 2026"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (AFTERNOON, "2:14 pm"),
        (datetime(2026, 3, 4, 11, 5, tzinfo=UTC), "12:05 am"),
        (datetime(2026, 3, 4, 23, 0, tzinfo=UTC), "12:00 pm"),
        (datetime(2026, 7, 4, 20, 30, tzinfo=UTC), "8:30 am"),
    ],
)
def test_time_is_the_one_in_auckland(at: datetime, written: str) -> None:
    assert tags.nz_time(at) == written


@pytest.mark.parametrize(
    ("length", "written"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (75, "1 h 15 min"), (None, "")],
)
def test_length_is_in_hours_and_minutes(length: int | None, written: str) -> None:
    assert tags.minutes(length) == written


@pytest.mark.parametrize(
    "write", [tags.nz_date, tags.nz_day, tags.nz_time, tags.days_ago]
)
def test_nothing_is_written_for_nothing(write: Any) -> None:
    assert write(None) == ""


@pytest.mark.parametrize(
    ("days", "written"), [(0, "today"), (1, "yesterday"), (3, "3 days ago")]
)
def test_days_are_counted_back(days: int, written: str) -> None:
    today = local_date(timezone.now())

    assert tags.days_ago(date.fromordinal(today.toordinal() - days)) == written


def test_label_is_put_before_an_error_that_lacks_it() -> None:
    assert tags.naming("Enter a number", "Age") == "Age: Enter a number"
    assert tags.naming("Fill in “Age”", "Age") == "Fill in “Age”"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("area", ["worker", "manager"])
def test_address_stays_in_the_area_of_the_page(area: str) -> None:
    request = RequestFactory().get("/")
    request.resolver_match = SimpleNamespace(namespaces=[area])  # type: ignore[assignment]

    template = Template("{% load msa %}{% area_url 'person' 7 %}")

    assert template.render(Context({"request": request})) == f"/{area[0]}/people/7"


@pytest.mark.req("UI-L1")
@pytest.mark.parametrize(
    ("language", "marked"), [("en-nz", "en-NZ"), ("mi", "mi"), ("fr", "en-NZ")]
)
def test_page_is_marked_with_its_language(language: str, marked: str) -> None:
    with translation.override(language):
        assert tags.page_language() == marked
