from __future__ import annotations

import re
import uuid
from uuid import UUID

import pytest
from django.urls import reverse

from cases.queries import sessions as queries
from cases.sections import Note
from cases.services import assignments
from consent.enums import Purpose
from consent.services import consents
from msa.tenancy.context import use
from tests.cases.session_form import form, log, stored
from tests.cases.world import WORDS, begun, logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn


def test_the_page_has_everything_chosen(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    page = browser.get(reverse("worker:session-new", args=[hemi]))
    chosen = {name: str(page.context["form"][name].initial) for name in form()}

    response = log(browser, hemi, chosen)

    assert response.status_code == 302
    assert stored(cast) == (1, 0, 0)


def test_a_session_is_saved_with_its_words(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    data = form(body=WORDS, domains="HOUSING", written_together="on")

    log(sign_in(cast.worker), hemi, data)

    with use(cast.worker.context):
        page = queries.session(cast.worker, hemi, cast.worker.own(UUID(data["id"])))
    assert page.note == Note(body=WORDS, domains=["HOUSING"], written_together=True)


def test_after_saving_he_may_log_another_or_be_done(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    response = log(browser, hemi, form())

    html = browser.get(response.headers["Location"]).content.decode()

    assert response.headers["Location"] == reverse("worker:person", args=[hemi])
    for words in ("Saved", "Log another", "Done", "One-to-one"):
        assert words in html


@pytest.mark.req("UI-W5")
def test_the_button_pressed_twice_makes_one_session(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(body=WORDS)

    assert [log(browser, hemi, data).status_code for _ in range(2)] == [302, 302]

    assert stored(cast) == (1, 1, 0)


def test_going_back_and_writing_more_loses_nothing(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(body=WORDS)
    log(browser, hemi, data)

    again = log(browser, hemi, data | {"body": "Other words"})

    assert again.status_code == 409
    html = again.content.decode()
    assert "was saved before" in html
    assert "Other words" in html
    bound = again.context["form"]  # type: ignore[attr-defined]
    log(browser, hemi, {**data, "body": "Other words", "id": bound["id"].value()})
    assert stored(cast) == (2, 2, 0)


@pytest.mark.req("UI-W5")
def test_going_back_to_a_saved_form_makes_no_second_session(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, url = sign_in(cast.worker), reverse("worker:session-new", args=[hemi])
    named = f"{url}?form={uuid.uuid4()}"
    opened = browser.get(named).context["form"]["id"].initial
    browser.post(named, form(id=str(opened), body=WORDS))

    back = browser.get(named)
    stored_before = stored(cast)
    browser.post(named, form(id=str(opened), body=WORDS))

    assert "This session is saved" in back.content.decode()
    assert WORDS not in back.content.decode()
    assert stored(cast) == stored_before == (1, 1, 0)


@pytest.mark.req("UI-W5")
def test_each_way_to_the_form_names_a_form_of_its_own(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, url = sign_in(cast.worker), reverse("worker:session-new", args=[hemi])
    names = []
    for page in ("worker:today", "worker:people", "worker:today"):
        html = browser.get(reverse(page)).content.decode()
        names += re.findall(rf'href="{url}(.*?)"', html)

    assert len(names) == 3
    assert all(name.startswith("?form=") for name in names)
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"when": "other", "other_day": "1/1/2099"}, "other_day"),
        ({"when": "other", "other_day": "31/2/2026"}, "other_day"),
        ({"when": "other", "other_day": ""}, "other_day"),
        ({"length": "other", "other_minutes": "0"}, "other_minutes"),
        ({"length": "other", "other_minutes": "2000"}, "other_minutes"),
        ({"kind": "CASE"}, "kind"),
        ({"mode": ""}, "mode"),
    ],
)
def test_bad_input_is_named_and_his_words_stay(
    cast: Cast, sign_in: SignIn, hemi: UUID, changes: dict[str, str], field: str
) -> None:
    response = log(sign_in(cast.worker), hemi, form(body=WORDS, **changes))

    html = response.content.decode()
    assert list(response.context["form"].errors) == [field]  # type: ignore[attr-defined]
    assert "<title>Error: " in html
    assert WORDS in html
    assert stored(cast) == (0, 0, 0)


@pytest.mark.req("UI-W10")
def test_a_call_of_five_minutes_is_saved(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    data = form(mode="PHONE", length="other", other_minutes="5")

    assert log(sign_in(cast.worker), hemi, data).status_code == 302
    assert stored(cast) == (1, 0, 0)


@pytest.mark.req("UI-W10")
def test_what_was_logged_last_is_chosen_and_comes_first(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    log(browser, hemi, form(kind="WORKSHOP", mode="VIDEO"))

    page = browser.get(reverse("worker:session-new", args=[hemi])).context["form"]

    assert (page["kind"].initial, page["mode"].initial) == ("WORKSHOP", "VIDEO")
    assert page.fields["kind"].choices[0][0] == "WORKSHOP"
    assert page.fields["mode"].choices[0][0] == "VIDEO"


@pytest.mark.req("UI-W14")
def test_writing_together_is_a_tick_with_a_hint(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = reverse("worker:session-new", args=[hemi])

    html = sign_in(cast.worker).get(url).content.decode()

    assert 'type="checkbox" name="written_together"' in html
    assert "In words he would be happy to read." in html


@pytest.mark.req("UI-W14")
def test_a_note_written_together_says_so(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(body=WORDS, written_together="on")
    log(browser, hemi, data)

    stored = cast.worker.own(UUID(data["id"]))
    html = browser.get(reverse("worker:session", args=[hemi, stored]))

    assert "Written together" in html.content.decode()


def test_words_of_a_session_are_text_and_no_markup(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    id = logged(cast.worker, hemi, body="<b>bold</b>\n\nSecond & last")

    url = reverse("worker:session", args=[hemi, id])
    html = sign_in(cast.worker).get(url).content.decode()

    assert "&lt;b&gt;bold&lt;/b&gt;</p>" in html
    assert "Second &amp; last" in html


# Without notes


@pytest.mark.req("CON-05")
def test_without_notes_the_page_says_so_and_offers_none(
    cast: Cast, sign_in: SignIn
) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])
    url = reverse("worker:session-new", args=[subject])

    html = sign_in(cast.worker).get(url).content.decode()

    assert "No notes are kept" in html
    assert "explain it" in html
    assert 'name="body"' not in html


@pytest.mark.req("CON-05")
def test_without_notes_a_session_is_only_counted(cast: Cast, sign_in: SignIn) -> None:
    subject = person(cast.worker, purposes=[Purpose.RECORD])
    browser = sign_in(cast.worker)

    response = log(browser, subject, form())

    assert stored(cast) == (0, 0, 1)
    html = browser.get(response.headers["Location"]).content.decode()
    assert "Nothing about him was kept with it" in html


def test_his_words_stay_on_the_page_when_notes_were_taken_back(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(body=WORDS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

    response = log(browser, hemi, data)

    html = response.content.decode()
    assert response.status_code == 409
    assert "no notes are kept, so nothing was stored" in html
    assert WORDS in html
    assert stored(cast) == (0, 0, 0)


def test_his_words_stay_on_the_page_when_the_record_was_taken_back(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, data = sign_in(cast.worker), form(body=WORDS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    response = log(browser, hemi, data)

    html = response.content.decode()
    assert response.status_code == 409
    assert "taken back his agreement to a record" in html
    assert WORDS in html
    assert "Hēmi" not in html
    assert stored(cast) == (0, 0, 0)


def test_bad_input_after_he_withdrew_shows_no_page(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.RECORD, at=NOW)

    assert log(sign_in(cast.worker), hemi, form(mode="")).status_code == 404


def test_reassigned_while_he_wrote_nothing_is_stored(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    assert browser.get(reverse("worker:session-new", args=[hemi])).status_code == 200
    with use(cast.manager.context):
        assignments.assign(cast.manager, hemi, to=cast.colleague.member, at=NOW)

    assert log(browser, hemi, form(body=WORDS)).status_code == 404
    assert stored(cast) == (0, 0, 0)


def test_a_session_can_be_logged_before_he_told_a_name(
    cast: Cast, sign_in: SignIn
) -> None:
    assert log(sign_in(cast.worker), begun(cast.worker), form()).status_code == 302


# Reading one


@pytest.mark.parametrize("actor", ["colleague", "outsider", "manager"])
def test_nobody_else_reads_a_session_here(
    cast: Cast, sign_in: SignIn, hemi: UUID, actor: str
) -> None:
    session = logged(cast.worker, hemi, body=WORDS)
    url = reverse("worker:session", args=[hemi, session])
    assert WORDS in sign_in(cast.worker).get(url).content.decode()

    response = sign_in(getattr(cast, actor)).get(url)

    assert response.status_code == 404


def test_a_session_is_not_there_after_notes_were_taken_back(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    session = logged(cast.worker, hemi, body=WORDS)
    browser, url = sign_in(cast.worker), reverse("worker:session", args=[hemi, session])
    assert WORDS in browser.get(url).content.decode()
    with use(cast.worker.context):
        consents.withdraw(cast.worker, hemi, Purpose.SESSIONS, at=NOW)

    assert browser.get(url).status_code == 404
