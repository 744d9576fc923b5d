"""What an organisation changed of its forms, in the records themselves (UI-S9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import SectionKind
from cases.form_settings.enums import Act
from cases.queries import people, sessions
from cases.sections import Hope, Hopes, Identity, Issues, Note, Supporter, SupportPeople
from cases.services import sections
from msa.tenancy.context import use
from oversight.queries import history
from rights.chapters import chapters
from rights.queries.held import gather
from tests.cases.session_form import form as session_form
from tests.cases.session_form import log
from tests.cases.world import WORDS, begun, logged, person
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.form_settings.world import changed

IWI = "Ngāti Whakaaro"
LABEL = "Hapū <b>and</b> iwi"


def url(name: str, subject: UUID, *more: object) -> str:
    return reverse(f"worker:{name}", args=[subject, *more])


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def shown(browser: Client, address: str) -> dict[str, Any]:
    """Return what the form on a page sends when nobody has typed anything."""
    fields = browser.get(address).context["form"]
    return {one.html_name: one.value() for one in fields if one.value()}


def identity(cast: Cast, subject: UUID) -> Identity:
    with use(cast.worker.context):
        found = people.person(cast.worker, subject, at=timezone.now()).identity
    assert found is not None
    return found


def save(cast: Cast, subject: UUID, content: Any) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, subject, content, after=0, at=NOW)


@pytest.fixture
def tane(cast: Cast) -> UUID:
    """Somebody who told his iwi, and how he found us."""
    return person(
        cast.worker,
        identity=Identity(name="Tāne", iwi=[IWI], referred_by="A mate of his"),
    )


def pages(cast: Cast, sign_in: SignIn, subject: UUID) -> dict[str, str]:
    """Every page that shows who he is."""
    worker, manager = sign_in(cast.worker), sign_in(cast.manager)
    return {
        "form": text(worker, url("person-identity", subject)),
        "page": text(worker, url("person", subject)),
        "history": text(worker, url("person-part-history", subject, "identity")),
        "manager": text(manager, reverse("manager:person", args=[subject])),
        "export": text(manager, reverse("manager:caseload-csv")),
    }


@pytest.mark.req("UI-S9")
def test_a_hidden_field_is_gone_from_form_page_and_export(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    """A page is what is printed of a record; the export never had its words."""
    before = pages(cast, sign_in, tane)
    assert [name for name, page in before.items() if IWI not in page] == ["export"]

    changed(cast.admin, "identity", Act.HIDE, "iwi")

    after = pages(cast, sign_in, tane)
    assert [name for name, page in after.items() if IWI in page] == []
    assert [name for name, page in after.items() if ">Iwi" in page] == []
    assert "A mate of his" in after["page"]


@pytest.mark.req("UI-S9")
def test_what_stands_in_a_hidden_field_is_kept(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    changed(cast.admin, "identity", Act.HIDE, "iwi")
    browser, page = sign_in(cast.worker), url("person-identity", tane)

    answer = browser.post(page, shown(browser, page) | {"gender": "A man"})

    assert answer.status_code == 302
    stands = identity(cast, tane)
    assert (stands.iwi, stands.gender) == ([IWI], "A man")
    changed(cast.admin, "identity", Act.SHOW, "iwi")
    assert IWI in text(browser, url("person", tane))


@pytest.mark.req("UI-S9")
def test_what_was_typed_before_the_field_was_hidden_is_kept(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    browser, page = sign_in(cast.worker), url("person-identity", tane)
    typed = shown(browser, page) | {"iwi": "Te Āti Awa"}
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    browser.post(page, typed)

    assert identity(cast, tane).iwi == ["Te Āti Awa"]


@pytest.mark.req("UI-S9")
def test_his_copy_holds_what_is_hidden_under_the_official_name(
    cast: Cast, tane: UUID
) -> None:
    changed(cast.admin, "identity", Act.RENAME, "iwi", "Hapū and iwi")
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    with use(cast.worker.context):
        held = gather(cast.worker, tane, leaving_out=())
        looked = history.to_print(cast.worker, tane, at=timezone.now())
        told = next(iter(chapters(held, looked)))

    facts = [fact for block in told.blocks for fact in block.facts]
    assert ("Iwi (Hapū and iwi)", IWI) in facts


@pytest.mark.req("UI-S9")
def test_a_renamed_field_is_called_so_and_its_official_name_stands_in_the_help(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    changed(cast.admin, "identity", Act.RENAME, "iwi", LABEL)
    told = "Hapū &lt;b&gt;and&lt;/b&gt; iwi"

    after = pages(cast, sign_in, tane)

    assert [name for name, page in after.items() if told not in page] == ["export"]
    assert "Officially: Iwi" in after["form"]
    assert not [name for name, page in after.items() if "<b>and</b>" in page]


@pytest.mark.req("UI-S9")
def test_an_error_names_the_field_as_the_page_does(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    changed(cast.admin, "identity", Act.RENAME, "name", "His name here")

    page = sign_in(cast.worker).post(url("person-identity", tane), {"revision": 1})

    assert "Fill in “His name here”" in page.content.decode()


@pytest.mark.req("UI-S9")
def test_fields_stand_in_the_organisations_order(
    cast: Cast, sign_in: SignIn, tane: UUID
) -> None:
    changed(cast.admin, "identity", Act.UP, "referred_by")

    after = pages(cast, sign_in, tane)

    for page in (after["form"], after["page"]):
        assert 0 < page.index("A mate of his") < page.index(IWI)


@pytest.mark.req("UI-S9")
def test_what_is_asked_of_everybody_is_filled_in_or_he_would_rather_not_say(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    changed(cast.admin, "identity", Act.ASK, "iwi")
    browser, page = sign_in(cast.worker), url("person-identity", hemi)
    sent = shown(browser, page)

    asked = browser.post(page, sent)
    assert asked.status_code == 200
    told = "Fill in “Iwi”, or tick that he would rather not say"
    assert told in asked.content.decode()

    assert browser.post(page, sent | {"iwi_unsaid": "on"}).status_code == 302
    again = shown(browser, page)
    assert browser.post(page, again | {"iwi": IWI}).status_code == 302
    assert identity(cast, hemi).iwi == [IWI]


@pytest.mark.req("UI-S9")
def test_nothing_more_than_a_name_and_a_safe_way_is_asked_at_the_start(
    cast: Cast, sign_in: SignIn
) -> None:
    changed(cast.admin, "identity", Act.ASK, "iwi")
    changed(cast.admin, "contact", Act.ASK, "town")
    subject = begun(cast.worker)

    answer = sign_in(cast.worker).post(
        url("person-start", subject),
        {"name": "Rua", "phone": "021 555 0101", "phone_safe": "on"},
    )

    assert answer.status_code == 302
    assert identity(cast, subject).name == "Rua"


def test_a_part_keeps_what_is_hidden(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    save(cast, hemi, Issues("The door", ["WORK"], "Like a fridge"))
    changed(cast.admin, "issues", Act.HIDE, "severity")
    browser, page = sign_in(cast.worker), url("person-part", hemi, "issues")
    assert "Like a fridge" not in text(browser, page)

    browser.post(page, shown(browser, page) | {"words": "The window"})

    with use(cast.worker.context):
        told = people.person(cast.worker, hemi, at=timezone.now()).contents
    assert told[SectionKind.ISSUES] == Issues("The window", ["WORK"], "Like a fridge")


def test_a_row_keeps_what_is_hidden_wherever_it_moves(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    """One row is emptied, one is called otherwise, one is new."""
    save(
        cast,
        hemi,
        SupportPeople(
            [Supporter("Aroha", knows="All"), Supporter("Wiremu", knows="Little")]
        ),
    )
    changed(cast.admin, "support", Act.HIDE, "knows")
    browser, page = sign_in(cast.worker), url("person-support", hemi)
    assert "Little" not in text(browser, page)

    sent = shown(browser, page) | {"name_0": "", "name_1": "Wī", "name_2": "Ana"}
    assert browser.post(page, sent).status_code == 302

    with use(cast.worker.context):
        told = people.person(cast.worker, hemi, at=timezone.now()).contents
    assert told[SectionKind.SUPPORT] == SupportPeople(
        [Supporter("Wī", knows="Little"), Supporter("Ana")]
    )


def test_a_hope_keeps_its_day_and_what_is_hidden(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    hope = Hope("Sleep", named_on="2026-05-01", progress="UNDER_WAY")
    save(cast, hemi, Hopes([hope]))
    changed(cast.admin, "hopes", Act.HIDE, "progress")
    browser, page = sign_in(cast.worker), url("person-hopes", hemi)

    browser.post(page, shown(browser, page) | {"words_0": "Sleep well"})

    with use(cast.worker.context):
        told = people.person(cast.worker, hemi, at=timezone.now()).contents
    assert told[SectionKind.HOPES] == Hopes(
        [Hope("Sleep well", named_on="2026-05-01", progress="UNDER_WAY")]
    )


@pytest.mark.req("UI-S9")
def test_a_session_is_logged_and_read_as_the_organisation_has_it(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    told = {"body": WORDS, "present": "His aunt", "next_steps": "Ring on Monday"}
    log(browser, hemi, session_form(**told))
    with use(cast.worker.context):
        (line,) = sessions.timeline(cast.worker, hemi).lines
    page = url("session", hemi, line.id)
    assert "His aunt" in text(browser, page)

    changed(cast.manager, "session", Act.HIDE, "present")
    changed(cast.manager, "session", Act.RENAME, "next_steps", "Ngā mahi")

    assert "His aunt" not in text(browser, page)
    assert "Ngā mahi" in text(browser, page)
    for form in ("session-new", "session-correct"):
        more = [line.id] if form == "session-correct" else []
        asked = text(browser, url(form, hemi, *more))
        assert "Who else was there" not in asked
        assert "Ngā mahi" in asked


@pytest.mark.req("UI-S9")
def test_a_session_that_is_put_right_keeps_what_is_hidden(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    log(browser, hemi, session_form(body=WORDS, present="His aunt", start="2:30 pm"))
    with use(cast.worker.context):
        (line,) = sessions.timeline(cast.worker, hemi).lines
    changed(cast.manager, "session", Act.HIDE, "present")
    changed(cast.manager, "session", Act.HIDE, "start")
    page = url("session-correct", hemi, line.id)
    sent = {n: v for n, v in shown(browser, page).items() if v} | {"body": "Better"}

    assert browser.post(page, sent).status_code == 302

    with use(cast.worker.context):
        note = sessions.session(cast.worker, hemi, line.id).note
    assert note == Note(body="Better", present="His aunt", start="14:30")


def test_another_organisation_keeps_the_official_form(
    cast: Cast, sign_in: SignIn
) -> None:
    theirs = person(cast.outsider, identity=Identity(name="Rua", iwi=[IWI]))
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    assert IWI in text(sign_in(cast.outsider), url("person", theirs))


def test_a_session_of_before_is_read_by_the_manager_as_it_was(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    """Nothing that was written becomes unreadable by asking more of everybody."""
    logged(cast.worker, hemi, body=WORDS)
    changed(cast.admin, "identity", Act.ASK, "languages")

    assert sign_in(cast.worker).get(url("person", hemi)).status_code == 200
