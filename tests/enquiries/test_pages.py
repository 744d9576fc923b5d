from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from cases.enquiries import queries
from cases.enquiries.enums import State
from cases.enquiries.models import Enquiry
from cases.models import Client as Record
from msa.tenancy.context import use
from tests.cases.world import events
from tests.cast import Cast
from tests.conftest import SignIn
from tests.consent.consent_world import Policy
from tests.enquiries.conftest import SAID, kept, now, today, with_slip

SLIP = {
    "ground": "REFERRER",
    "name": "Wiremu",
    "way": "PHONE",
    "where": "021 555 0177",
    "may_say": "Say it is Ngaio, after 5.30 pm",
}


@pytest.fixture(autouse=True)
def on_casework(settings: Any) -> None:
    settings.ROOT_URLCONF = "msa.urls.casework"


@pytest.fixture
def worker(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def approach(**changes: str) -> dict[str, str]:
    said = {
        "id": str(uuid.uuid4()),
        "channel": "PHONE",
        "state": "OPEN",
        "received_on": f"{today():%d/%m/%Y}",
        "region": "",
    }
    return said | changes


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.req("CON-01")
def test_from_today_it_takes_a_link_an_answer_and_a_press(
    cast: Cast, worker: Client
) -> None:
    assert 'href="/enquiries/new/"' in text(worker.get("/today/"))
    form = worker.get("/enquiries/new/").context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}

    answer = worker.post("/enquiries/new/", filled | {"channel": "PHONE"})

    with use(cast.worker.context):
        row = Enquiry.objects.get()
    assert answer["Location"] == f"/enquiries/{row.id}/"
    assert (row.received_on, row.channel, row.state) == (today(), "PHONE", "OPEN")


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("field", ["channel", "state", "region"])
def test_a_name_in_a_coded_field_is_no_answer(
    cast: Cast, worker: Client, field: str
) -> None:
    answer = worker.post("/enquiries/new/", approach(**{field: "Wiremu"}))

    assert answer.context["form"].errors[field]
    with use(cast.worker.context):
        assert not Enquiry.objects.exists()


@pytest.mark.parametrize("day", ["1/1/2001", "1/1/2099", "x", ""])
def test_a_day_that_cannot_be_meant_is_asked_for_again(
    worker: Client, day: str
) -> None:
    answer = worker.post("/enquiries/new/", approach(received_on=day))

    assert answer.context["form"].errors["received_on"]


def test_pressed_twice_it_is_one_enquiry(cast: Cast, worker: Client) -> None:
    said = approach()
    first, again = (worker.post("/enquiries/new/", said) for _ in range(2))

    assert first["Location"] == again["Location"]


def test_somebody_elses_id_is_another_enquiry(cast: Cast, sign_in: SignIn) -> None:
    said = approach()
    first = sign_in(cast.worker).post("/enquiries/new/", said)
    other = sign_in(cast.outsider).post("/enquiries/new/", said)

    assert first["Location"] != other["Location"]


def test_a_slip_is_written_on_the_page_after_it(cast: Cast, worker: Client) -> None:
    on = worker.post("/enquiries/new/", approach(with_slip="1"))["Location"]
    answer = worker.post(on, SLIP)
    page = text(worker.get(answer["Location"]))

    assert on == f"{answer['Location']}slip/new/"
    assert "It is destroyed in 30 days" in page
    assert "states that he said yes" in page
    assert SLIP["name"] not in page


@pytest.mark.req("CON-01")
@pytest.mark.parametrize("field", ["name", "may_say"])
@pytest.mark.parametrize(
    "said", ["Ring 021 555 0177", "+64 21 5550177", "0215550177", "wiremu@example.nz"]
)
def test_a_way_to_reach_him_stands_in_its_own_field_alone(
    cast: Cast, worker: Client, field: str, said: str
) -> None:
    pk = kept(cast.worker)
    answer = worker.post(f"/enquiries/{pk}/slip/new/", SLIP | {field: said})

    assert "one way to reach him" in str(answer.context["form"].errors[field])


@pytest.mark.parametrize("said", ["after 17:30", "9.00-11.30, not on 24/12", "Room 12"])
def test_times_and_days_may_be_said(cast: Cast, worker: Client, said: str) -> None:
    pk = kept(cast.worker)

    assert (
        worker.post(f"/enquiries/{pk}/slip/new/", SLIP | {"may_say": said}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("way", "where"),
    [("PHONE", "wiremu@example.nz"), ("TEXT", "his sister"), ("EMAIL", "021 555 0177")],
)
def test_the_way_and_where_it_leads_fit(
    cast: Cast, worker: Client, way: str, where: str
) -> None:
    pk = kept(cast.worker)
    wrong = SLIP | {"way": way, "where": where}
    answer = worker.post(f"/enquiries/{pk}/slip/new/", wrong)

    assert answer.context["form"].errors["where"]


def test_nothing_is_kept_without_somebodys_yes(cast: Cast, worker: Client) -> None:
    pk = kept(cast.worker)
    answer = worker.post(f"/enquiries/{pk}/slip/new/", SLIP | {"ground": ""})

    assert answer.context["form"].errors["ground"]


@pytest.mark.req("CON-01")
def test_a_slip_is_shown_on_a_press_and_on_no_other_page(
    cast: Cast, worker: Client
) -> None:
    pk = with_slip(cast.worker)
    others = [
        text(worker.get(path, follow=True))
        for path in (
            *("/today/", "/enquiries/", f"/enquiries/{pk}/"),
            *(f"/enquiries/{pk}/slip/", f"/enquiries/{pk}/welcome/"),
        )
    ]
    assert events(cast.kauri.id, "slip.opened") == []
    page = worker.post(f"/enquiries/{pk}/slip/")

    assert all(word in text(page) for word in SAID)
    assert "no-store" in page["Cache-Control"]
    assert not [word for word in SAID for other in others if word in other]
    assert len(events(cast.kauri.id, "slip.opened")) == 1


def test_a_colleague_is_told_who_can_open_it(cast: Cast, sign_in: SignIn) -> None:
    pk = with_slip(cast.worker)
    browser = sign_in(cast.colleague)
    page = browser.get(f"/enquiries/{pk}/")
    answer = browser.post(f"/enquiries/{pk}/slip/", follow=True)

    assert "Open the slip" not in text(page)
    assert "Worker took it" in text(page)
    assert "no slip that you can open" in text(answer)


def test_a_manager_opens_it_in_his_own_area(cast: Cast, sign_in: SignIn) -> None:
    pk = with_slip(cast.worker)
    browser = sign_in(cast.manager)

    assert "Open the slip" in text(browser.get(f"/manage/enquiries/{pk}/"))
    assert SAID[0] in text(browser.post(f"/manage/enquiries/{pk}/slip/"))
    assert "Welcome him" not in text(browser.get(f"/manage/enquiries/{pk}/"))


def test_a_ring_back_is_noted(cast: Cast, worker: Client) -> None:
    pk = kept(cast.worker)
    worker.post(f"/enquiries/{pk}/called/", {"after": 0, "result": "LEFT_WORD"})

    assert "Rung back once" in text(worker.get(f"/enquiries/{pk}/"))
    assert "Rung back once" in text(worker.get("/enquiries/"))


@pytest.mark.parametrize("part", ["called/", "end/"])
def test_an_empty_answer_is_asked_for_again(
    cast: Cast, worker: Client, part: str
) -> None:
    pk = kept(cast.worker)
    answer = worker.post(f"/enquiries/{pk}/{part}", {"after": 0})

    assert "There is something to put right" in text(answer)


def test_it_ends_and_stays_on_the_list_for_a_while(cast: Cast, worker: Client) -> None:
    pk = kept(cast.worker)
    answer = worker.post(f"/enquiries/{pk}/end/", {"state": "POINTED_ON"}, follow=True)

    assert "Pointed to another service" in text(answer)
    assert "When you have rung back" not in text(worker.get(f"/enquiries/{pk}/"))


def consenting(worker: Client, pk: UUID, **answers: str) -> dict[str, str]:
    form = worker.get(f"/enquiries/{pk}/welcome/").context["form"]
    said = {"id": str(form["id"].value()), "given": "SPOKEN", "RECORD": "yes"}
    return said | {"given_on": f"{today():%d/%m/%Y}", "age": "ADULT"} | answers


@pytest.mark.req("CON-01")
def test_welcoming_him_opens_a_record_and_ends_the_enquiry(
    cast: Cast, worker: Client
) -> None:
    pk = with_slip(cast.worker)
    said = consenting(worker, pk)
    first, again = (worker.post(f"/enquiries/{pk}/welcome/", said) for _ in range(2))

    with use(cast.worker.context):
        record = Record.objects.get()
        line = queries.enquiry(cast.worker, pk, at=now())
    assert first["Location"] == again["Location"]
    assert first["Location"] == f"/people/{record.subject_id}/start/"
    assert (line.row.state, line.slip) == (State.WELCOMED, None)


@pytest.mark.req("CON-08")
def test_under_18_the_policy_is_read_first_and_the_slip_stays(
    cast: Cast, worker: Client
) -> None:
    pk, policy = with_slip(cast.worker), Policy(cast)
    policy.publish()
    said = consenting(worker, pk, age="YOUNG")

    answer = worker.post(f"/enquiries/{pk}/welcome/", said)

    assert list(answer.context["form"].errors) == ["has_read"]
    with use(cast.worker.context):
        assert queries.enquiry(cast.worker, pk, at=now()).slip is not None
    policy.read()
    assert worker.post(f"/enquiries/{pk}/welcome/", said).status_code == 302


def test_two_pages_open_at_once_welcome_one_survivor(
    cast: Cast, worker: Client
) -> None:
    pk = with_slip(cast.worker)
    one, other = consenting(worker, pk), consenting(worker, pk)
    worker.post(f"/enquiries/{pk}/welcome/", one)
    answer = worker.post(f"/enquiries/{pk}/welcome/", other)

    assert answer["Location"] == f"/enquiries/{pk}/"
    with use(cast.worker.context):
        assert Record.objects.count() == 1


@pytest.mark.req("CON-01")
def test_his_no_destroys_the_slip_and_keeps_nothing(cast: Cast, worker: Client) -> None:
    pk = with_slip(cast.worker)
    said = consenting(worker, pk, RECORD="no")
    answer = worker.post(f"/enquiries/{pk}/welcome/", said)

    with use(cast.worker.context):
        line = queries.enquiry(cast.worker, pk, at=now())
        assert not Record.objects.exists()
    assert "Nothing was kept" in text(answer)
    assert (line.row.state, line.slip) == (State.DECLINED, None)


@pytest.mark.req("CON-01")
def test_an_answer_that_is_not_whole_destroys_nothing(
    cast: Cast, worker: Client
) -> None:
    pk = with_slip(cast.worker)
    worker.post(f"/enquiries/{pk}/welcome/", consenting(worker, pk, given=""))

    with use(cast.worker.context):
        line = queries.enquiry(cast.worker, pk, at=now())
    assert (line.is_open, line.slip is not None) == (True, True)


def test_what_ended_leads_to_what_came_of_it(cast: Cast, worker: Client) -> None:
    pk = with_slip(cast.worker)
    said = consenting(worker, pk)
    worker.post(f"/enquiries/{pk}/end/", {"state": "ANSWERED"})

    for path in ("welcome/", "slip/new/", "slip/"):
        assert worker.get(f"/enquiries/{pk}/{path}")["Location"] == f"/enquiries/{pk}/"
    for path, data in (
        ("welcome/", said),
        ("slip/new/", SLIP),
        ("called/", {"after": "0", "result": "SPOKE"}),
        ("end/", {"state": "DECLINED"}),
    ):
        answer = worker.post(f"/enquiries/{pk}/{path}", data)
        assert answer["Location"] == f"/enquiries/{pk}/"


def test_a_slip_is_destroyed_on_a_press(cast: Cast, worker: Client) -> None:
    pk = with_slip(cast.worker)
    worker.post(f"/enquiries/{pk}/slip/destroy/")

    assert "There is no slip" in text(worker.get(f"/enquiries/{pk}/"))
