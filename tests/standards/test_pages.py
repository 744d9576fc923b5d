from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from standards.catalogue import CURRENT
from standards.models import Cycle
from standards.services.judgements import Said
from tests.cast import Cast
from tests.standards import world

SignIn = Callable[..., Client]
FORM = {
    "leaders": "FULLY",
    "staff": "",
    "clients": "NOT_YET",
    "comment": "Ngā tāne see it",
    "evidence": "https://example.org/plan\nThe shelf by the door",
    "version": "0",
}


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.manager)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return world.started(cast.manager)


@pytest.fixture
def national(cast: Cast, sign_in: SignIn, settings) -> Client:
    settings.ROOT_URLCONF = "msa.urls.national"
    return sign_in(cast.compiler)


def at(cycle: Cycle, rest: str = "") -> str:
    return f"/manage/standards/{cycle.id}/{rest}"


def text(response) -> str:
    return response.content.decode()


@pytest.mark.req("STD-02")
def test_a_manager_goes_from_start_to_sent(browser: Client) -> None:
    period = {"starts_on": "1 July 2026", "ends_on": "30/6/2027"}
    begun = browser.post("/manage/standards/start/", period)
    review = begun.headers["Location"]

    saved = browser.post(f"{review}1.1/", FORM)
    assert saved.headers["Location"] == f"{review}1.2/"
    asked = text(browser.get(f"{review}sign-off/"))
    (digest,) = re.findall(r'name="digest" value="([0-9a-f]{64})"', asked)
    browser.post(f"{review}sign-off/", {"agreed": "on", "digest": "0" * 64})
    assert "A colleague changed it meanwhile" in text(browser.get(review))
    browser.post(f"{review}sign-off/", {"agreed": "on", "digest": digest})
    browser.post(f"{review}send/")

    page = text(browser.get(review))
    assert "Sent to MSA" in page
    assert "Fully" in page


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"starts_on": "1 July 2026", "ends_on": "1/7/2025"}, "after the first day"),
        ({"starts_on": "1 July 2026", "ends_on": "1/7/2030"}, "three years or less"),
        ({"starts_on": "31/2/2026", "ends_on": "1/7/2026"}, "Check the day"),
        ({"starts_on": "", "ends_on": ""}, "Fill in “First day”"),
    ],
)
def test_a_period_that_cannot_be_is_explained(
    browser: Client, period: dict[str, str], said: str
) -> None:
    assert said in text(browser.post("/manage/standards/start/", period))


def test_a_period_reviewed_before_is_explained(cast: Cast, browser: Client) -> None:
    world.signed(cast.manager)
    period = {"starts_on": "1/1/2027", "ends_on": "31/12/2027"}

    page = text(browser.post("/manage/standards/start/", period))

    assert "There is a review of July 2026 to June 2027" in page


@pytest.mark.req("STD-01")
@pytest.mark.parametrize("standard", ["1.3", "3.10", "4.5"])
def test_a_page_shows_what_its_standard_asks(
    browser: Client, cycle: Cycle, standard: str
) -> None:
    asked = CURRENT.standard(standard)

    page = text(browser.get(at(cycle, f"{standard}/")))

    plain = page.replace('<span lang="mi">', "").replace("</span>", "")
    for part in (asked.title, asked.statement, asked.rationale, asked.clients):
        assert part.replace("'", "&#x27;") in plain


@pytest.mark.req("UI-L1")
def test_te_reo_of_a_standard_is_marked(browser: Client, cycle: Cycle) -> None:
    page = text(browser.get(at(cycle, "1.3/")))

    assert '<span lang="mi">Te Tiriti o Waitangi</span>' in page


def test_bad_input_loses_nothing(browser: Client, cycle: Cycle) -> None:
    typed = FORM | {"evidence": "Minutes\nhttps://nowhere"}

    page = text(browser.post(at(cycle, "1.1/"), typed))

    assert "Line 2 is not a whole link" in page
    assert "Ngā tāne see it" in page
    assert "<title>Error: " in page


def test_the_second_of_two_managers_sees_both_texts(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    world.rated(cast.manager, cycle, said=Said("MOSTLY", comment="Theirs"))

    answer = browser.post(at(cycle, "1.1/"), FORM | {"comment": "Mine"})

    page = text(answer)
    assert answer.status_code == 409
    assert "Manager saved this standard while you were writing" in page
    assert "<p>Theirs</p>" in page
    assert "Mine</textarea>" in page
    assert 'name="version" value="1"' in page


def test_saving_over_it_is_a_choice(cast: Cast, browser: Client, cycle: Cycle) -> None:
    world.rated(cast.manager, cycle, said=Said("MOSTLY", comment="Theirs"))

    browser.post(at(cycle, "1.1/"), FORM | {"comment": "Both", "version": "1"})

    assert "Both" in text(browser.get(at(cycle, "1.1/")))


def test_what_was_written_while_it_was_signed_off_is_shown(
    cast: Cast, browser: Client
) -> None:
    cycle = world.signed(cast.manager)

    answer = browser.post(at(cycle, "1.2/"), FORM | {"comment": "Mine"})

    assert answer.status_code == 409
    assert "signed off meanwhile" in text(answer)
    assert "Mine" in text(answer)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": ""}, "Fill in “What will be done”"),
        ({"owner": ""}, "Choose an answer for “Who sees to it”"),
        ({"due_on": "1/13/2027"}, "Enter a month from 1 to 12"),
        ({"due_on": "30/6/2026"}, "Enter a date from 1 July 2026 on"),
    ],
)
def test_an_action_says_what_to_put_right(
    cast: Cast, browser: Client, cycle: Cycle, change: dict[str, str], said: str
) -> None:
    typed = {"what": "Ask", "owner": str(cast.worker.member), "due_on": "5 3 27"}

    page = text(browser.post(at(cycle, "1.1/actions/"), typed | change))
    assert said in page

    assert browser.post(at(cycle, "1.1/actions/"), typed).status_code == 302
    assert "5 March 2027" in text(browser.get(at(cycle, "1.1/")))


def test_somebody_from_elsewhere_is_no_owner(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    typed = {"what": "Ask", "owner": str(cast.outsider.member), "due_on": "5 3 27"}

    assert browser.post(at(cycle, "1.1/actions/"), typed).status_code == 200
    assert "Outsider" not in text(browser.get(at(cycle, "1.1/actions/")))


@pytest.mark.req("STD-02")
def test_an_action_is_changed_and_taken_out(
    cast: Cast, browser: Client, cycle: Cycle
) -> None:
    action = world.planned(cast.manager, cycle)
    page = at(cycle, f"actions/{action.id}/")
    typed = {"owner": str(cast.worker.member), "due_on": "5 3 27"}

    browser.post(page, typed | {"what": "First", "version": "1"})
    second = browser.post(page, typed | {"what": "Second", "version": "1"})
    assert second.status_code == 409
    assert "First" in text(second)
    assert "Second</textarea>" in text(second)

    browser.post(f"{page}remove/")
    assert "First" not in text(browser.get(at(cycle, "1.1/")))


@pytest.mark.req("STD-02")
def test_the_comparison_shows_then_and_now(cast: Cast, browser: Client) -> None:
    world.signed(cast.manager, world.LAST_YEAR)
    cycle = world.started(cast.manager)
    world.rated(cast.manager, cycle, said=Said("NOT_YET"))

    page = text(browser.get(at(cycle, "comparison/")))

    assert "rating less far than last time" in page
    assert "<strong>Not yet</strong>" in page


def test_there_is_no_comparison_without_a_last_time(
    browser: Client, cycle: Cycle
) -> None:
    assert browser.get(at(cycle, "comparison/")).status_code == 404


@pytest.mark.req("STD-02")
def test_the_review_is_had_as_a_pdf(browser: Client, cycle: Cycle) -> None:
    answer = browser.get(at(cycle, "pdf/"))

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="quality-standards-2026-07-2027-06-r1.pdf"'
    )


@pytest.mark.req("SEC-01")
@pytest.mark.parametrize("part", ["", "1.1/", "sign-off/", "send/", "pdf/"])
def test_another_organisation_finds_nothing(
    cast: Cast, sign_in: SignIn, browser: Client, part: str
) -> None:
    cycle = world.signed(cast.manager)
    assert browser.get(at(cycle, part)).status_code < 400

    assert sign_in(cast.outside_manager).get(at(cycle, part)).status_code == 404


@pytest.mark.parametrize("line", ["javascript:alert(1)", "<b>bold</b>"])
def test_evidence_is_no_code(
    cast: Cast, browser: Client, cycle: Cycle, line: str
) -> None:
    world.rated(cast.manager, cycle, said=Said("FULLY", evidence=line))
    world.sign_again(cast.manager, cycle)

    page = text(browser.get(at(cycle, "1.1/")))

    assert line not in page or "href" not in page[: page.index(line)][-20:]
    assert "<b>bold" not in page


@pytest.mark.req("STD-04")
def test_msa_sees_who_has_sent_what_and_when(cast: Cast, national: Client) -> None:
    world.signed(cast.outside_manager)
    world.submitted(cast.manager)

    page = text(national.get("/standards/"))

    kauri, rimu = page.index("Kauri Peer Support"), page.index("Rimu Peer Support")
    assert "3 August 2026" in page[kauri:rimu]
    assert "Not yet" in page[rimu:]
    assert "July 2026" not in page[rimu:]


@pytest.mark.req("STD-04")
def test_msa_reads_a_sent_review_and_asks_for_more(
    cast: Cast, national: Client, sign_in: SignIn, settings
) -> None:
    cycle = world.submitted(cast.manager)
    review = f"/standards/{cycle.id}/"
    assert "Ngā tāne see it" in text(national.get(review))

    asked = {"standard": "1.2", "text": "How were men asked?", "asks_for_more": "on"}
    assert national.post(review, asked).status_code == 302

    assert "Asked for more" in text(national.get("/standards/"))
    settings.ROOT_URLCONF = "msa.urls.casework"
    page = text(sign_in(cast.manager).get(at(cycle, "1.2/")))
    assert "How were men asked?" in page


@pytest.mark.req("STD-04")
@pytest.mark.parametrize("part", ["", "pdf/"])
def test_msa_finds_no_review_that_was_not_sent(
    cast: Cast, national: Client, part: str
) -> None:
    unsent = world.signed(cast.manager)
    sent = world.submitted(cast.outside_manager)
    assert national.get(f"/standards/{sent.id}/{part}").status_code == 200

    assert national.get(f"/standards/{unsent.id}/{part}").status_code == 404


@pytest.mark.req("STD-04")
def test_an_empty_comment_is_refused(cast: Cast, national: Client) -> None:
    cycle = world.submitted(cast.manager)

    page = text(national.post(f"/standards/{cycle.id}/", {"text": " "}))

    assert "Fill in “Comment”" in page


@pytest.mark.req("STD-04")
def test_strengths_and_gaps_count_sent_reviews_by_perspective(
    cast: Cast, national: Client
) -> None:
    world.submitted(cast.manager)
    world.signed(cast.outside_manager)

    leaders = text(national.get("/standards/strengths/"))
    clients = text(national.get("/standards/strengths/?by=clients"))

    strong = leaders.split('id="weak"')[0]
    weak = clients.split('id="weak"')[1].split("</section>")[0]
    assert "A legal body with a purpose" in strong
    assert "1 of 1" in strong
    assert "A legal body with a purpose" in weak
