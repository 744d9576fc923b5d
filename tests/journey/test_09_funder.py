"""A funder's program reads what was released, and nothing else."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from tests.journey.conftest import Journey
from tests.journey.ground import Ground
from tests.journey.releasing import compiler


def ask(
    ground: Ground, path: str, *, token: str = "", form: Any = None, **headers: str
) -> tuple[int, str]:
    """Ask as a program does: no browser, no cookie."""
    data = urlencode(form).encode() if form else None
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    request = Request(ground.national.rstrip("/") + path, data=data, headers=sent)
    try:
        with urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def test_she_gives_a_funder_access(journey: Journey) -> None:
    staff = compiler(journey)
    staff.open("/funders/")
    staff.follow("Give access")
    staff.fill("Funder and program", "A funder of the demo")
    last = timezone.localdate() + timedelta(days=200)
    staff.page.get_by_label("Last day").fill(f"{last:%d %m %Y}")
    staff.press("Give access")

    client, secret = staff.page.locator("code.secret").all_inner_texts()[:2]
    journey.notes |= {"client": client, "secret": secret}
    staff.follow("I have passed it on")
    assert secret not in staff.text()
    staff.picture("90-a-funders-access")


@pytest.mark.req("REP-09")
def test_its_program_reads_the_figures_that_were_released(
    journey: Journey, ground: Ground
) -> None:
    pair = f"{journey.notes['client']}:{journey.notes['secret']}".encode()
    status, body = ask(
        ground,
        "/api/oauth/token",
        form={"grant_type": "client_credentials"},
        Authorization=f"Basic {base64.b64encode(pair).decode()}",
    )
    assert status == 200
    token = journey.notes["token"] = json.loads(body)["access_token"]

    status, body = ask(ground, "/api/v1/reports", token=token)

    assert status == 200
    assert journey.notes["report"].split("/")[2] in body
    report = json.loads((ground.out / "report.json").read_text())
    figures = _figures(ground, token, journey.notes["report"].split("/")[2], "region")
    released = {
        (cell["row"], cell["column"]): cell["value"]
        for cell in report["cells"]
        if cell["table"] == "region"
    }
    assert len(released) > 5
    assert figures == released


def _figures(ground: Ground, token: str, report: str, table: str) -> dict[Any, Any]:
    _, body = ask(ground, f"/api/v1/reports/{report}/tables/{table}", token=token)
    rows = json.loads(body)["results"]
    return {(row["row"], row["column"]): row["value"] for row in rows}


def test_what_it_may_not_have_is_answered_plainly(
    journey: Journey, ground: Ground
) -> None:
    token, page = journey.notes["token"], "/api/v1/reports"

    assert ask(ground, page)[0] == 401
    assert ask(ground, page, token="x" * 40)[0] == 401
    absent = f"{page}/{uuid.uuid4()}"
    assert ask(ground, absent, token=token)[0] == 404
    status, problem = ask(ground, f"{page}?limit=1000000", token=token)
    assert status == 400
    assert "500" in problem
    assert ask(ground, page, token=token, form={"a": "b"})[0] == 405


def test_the_description_shows_under_the_content_policy(journey: Journey) -> None:
    staff = compiler(journey)
    staff.open("/api/docs/")
    staff.page.wait_for_selector(".swagger-ui .opblock")
    assert staff.page.locator(".opblock").count() >= 6
    assert staff.faults == []


def test_its_access_ends_at_once(journey: Journey, ground: Ground) -> None:
    staff = compiler(journey)
    staff.open("/funders/")
    staff.tap(staff.page.locator("a.row-title").first)
    staff.page.locator("main summary").click()
    staff.press("End the access")

    token = journey.notes["token"]
    assert ask(ground, "/api/v1/reports", token=token)[0] == 401
