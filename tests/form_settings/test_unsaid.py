"""What he would rather not say where it is asked of everybody (ADR 46)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from cases.enums import SectionKind
from cases.form_settings.enums import Act
from cases.overrides.views.parts import part_facts
from cases.queries import people
from cases.sections import (
    CONTENT,
    Contact,
    Identity,
    SectionContent,
    SupportOffer,
    Wellbeing,
)
from msa.tenancy.context import use
from oversight.queries import history
from rights.chapters import chapters
from rights.queries.held import gather
from tests.cast import Cast
from tests.conftest import SignIn
from tests.form_settings.test_records import IWI, shown, text, url
from tests.form_settings.world import changed

NOT_SAID = "He would rather not say"
TICKED = {"iwi_unsaid": "on"}


def stands(cast: Cast, subject: UUID, kind: SectionKind) -> tuple[SectionContent, int]:
    """Return a part as it is kept, and which revision it is."""
    with use(cast.worker.context):
        page = people.person(cast.worker, subject, at=timezone.now())
    return page.contents[kind], page.revision(kind)


def unsaid(cast: Cast, subject: UUID) -> list[str]:
    return stands(cast, subject, SectionKind.IDENTITY)[0].unsaid


@pytest.fixture
def page(cast: Cast, hemi: UUID) -> str:
    """The form of who he is, which asks everybody for his iwi."""
    changed(cast.admin, "identity", Act.ASK, "iwi")
    return url("person-identity", hemi)


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn, page: str) -> Client:
    """A peer worker's, who has ticked that he would rather not say it."""
    browser = sign_in(cast.worker)
    answer = browser.post(page, shown(browser, page) | TICKED)
    assert answer.status_code == 302
    return browser


@pytest.mark.req("UI-S9")
def test_the_next_save_need_not_ask_again(
    cast: Cast, browser: Client, page: str, hemi: UUID
) -> None:
    again = shown(browser, page)

    assert browser.post(page, again | {"gender": "A man"}).status_code == 302

    assert unsaid(cast, hemi) == ["iwi"]


@pytest.mark.req("UI-S9")
def test_words_take_the_place_of_the_tick(
    cast: Cast, browser: Client, page: str, hemi: UUID
) -> None:
    browser.post(page, shown(browser, page) | {"iwi": IWI})

    assert unsaid(cast, hemi) == []


@pytest.mark.req("UI-S9")
def test_without_the_tick_it_is_asked_again(browser: Client, page: str) -> None:
    sent = shown(browser, page)
    del sent["iwi_unsaid"]

    assert "Fill in “Iwi”" in browser.post(page, sent).content.decode()


@pytest.mark.req("UI-S9")
def test_what_nobody_is_asked_now_stays_unsaid_until_it_is_taken_back(
    cast: Cast, browser: Client, page: str, hemi: UUID
) -> None:
    changed(cast.admin, "identity", Act.FREE, "iwi")
    sent = shown(browser, page)
    browser.post(page, sent | {"gender": "A man"})
    assert unsaid(cast, hemi) == ["iwi"]

    sent = shown(browser, page)
    del sent["iwi_unsaid"]
    assert browser.post(page, sent).status_code == 302

    assert unsaid(cast, hemi) == []


@pytest.mark.req("UI-S9")
def test_what_is_hidden_stays_unsaid_out_of_sight(
    cast: Cast, browser: Client, page: str, hemi: UUID
) -> None:
    person = url("person", hemi)
    assert NOT_SAID in text(browser, person)
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    browser.post(page, shown(browser, page) | {"gender": "A man"})

    assert unsaid(cast, hemi) == ["iwi"]
    assert NOT_SAID not in text(browser, person)
    assert NOT_SAID not in text(browser, page)


@pytest.mark.req("UI-W5")
def test_the_tick_is_a_new_revision_once(
    cast: Cast, browser: Client, page: str, hemi: UUID
) -> None:
    identity = SectionKind.IDENTITY
    assert stands(cast, hemi, identity)[1] == 2

    browser.post(page, shown(browser, page))

    assert stands(cast, hemi, identity)[1] == 2


@pytest.mark.req("UI-S9")
def test_record_and_history_tell_it(cast: Cast, browser: Client, hemi: UUID) -> None:
    for told in (url("person", hemi), url("person-part-history", hemi, "identity")):
        assert NOT_SAID in text(browser, told)


@pytest.mark.req("UI-S9")
def test_his_copy_tells_it(cast: Cast, browser: Client, hemi: UUID) -> None:
    changed(cast.admin, "identity", Act.RENAME, "iwi", "Hapū")

    with use(cast.worker.context):
        held = gather(cast.worker, hemi, leaving_out=())
        looked = history.to_print(cast.worker, hemi, at=timezone.now())
        told = next(iter(chapters(held, looked)))

    facts = [fact for block in told.blocks for fact in block.facts]
    assert ("Iwi (Hapū)", "Would rather not say") in facts


@pytest.mark.req("UI-S9")
def test_where_he_lives_is_left_unsaid_too(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    changed(cast.admin, "contact", Act.ASK, "town")
    browser, page = sign_in(cast.worker), url("person-contact", hemi)

    browser.post(page, shown(browser, page) | {"town_unsaid": "on"})

    assert shown(browser, page)["town_unsaid"]
    assert NOT_SAID in text(browser, url("person", hemi))


@pytest.mark.req("UI-S9")
def test_a_part_is_left_unsaid_too(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    changed(cast.admin, "wellbeing", Act.ASK, "strong")
    browser, page = sign_in(cast.worker), url("person-part", hemi, "wellbeing")

    sent = {"revision": 0, "objective": "Sleep", "strong_unsaid": "on"}
    assert browser.post(page, sent).status_code == 302

    kept = stands(cast, hemi, SectionKind.WELLBEING)[0]
    assert kept == Wellbeing("Sleep", standing="PROVISIONAL", unsaid=["strong"])
    assert shown(browser, page)["strong_unsaid"]
    assert NOT_SAID in text(browser, url("person", hemi))


@pytest.mark.parametrize(
    "content",
    [
        Identity(unsaid=["last_name"]),
        Contact(unsaid=["town"]),
        SupportOffer(unsaid=["remarks"]),
    ],
)
def test_in_an_emergency_it_is_told(content: SectionContent) -> None:
    ((name, said),) = part_facts(content.kind, content.document())

    assert (name.lower(), said) == (content.unsaid[0].replace("_", " "), NOT_SAID)


def test_a_document_in_which_nothing_is_unsaid_is_as_it_was() -> None:
    """So that the same words stay the same, whenever they were saved."""
    kept = [content().document() for content in CONTENT.values()]

    assert [document for document in kept if "unsaid" in document] == []
