"""The pages on which a consent is explained, narrowed, renewed and looked back at."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from consent.enums import Purpose
from consent.history import history
from consent.models import Consent
from msa.tenancy.context import use
from tests.cases.views.test_consents import HOW, at
from tests.cast import NOW, Cast
from tests.conftest import SignIn
from tests.consent.consent_world import owner, run

TYPED = {
    "given": "SCREEN",
    "signed_name": "Hēmi Rata",
    "signed_here": "on",
    "given_on": "1/8/2026",
}
SHARE = HOW | {
    "recipient": "Dr Rata",
    "information": ["WHO", "OTHER"],
    "in_words": "that I sleep",
    "sharing_until": "1/3/2099",
}


def page_of(browser: Client, name: str, *args: object, **query: str) -> str:
    answer = browser.get(reverse(f"worker:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.worker)


def shared(cast: Cast, subject: UUID) -> UUID:
    with use(cast.worker.context):
        return Consent.objects.filter(purpose="SHARING").latest("recorded_at").id


# What is asked


@pytest.mark.req("CON-02")
def test_who_is_told_what_until_when_is_recorded(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    answer = browser.post(at("consent-give", hemi, "sharing"), SHARE)

    assert answer.status_code == 302
    html = page_of(browser, "person-consent", hemi)
    assert "Told: Dr Rata" in html
    assert "“that I sleep”" in html
    assert "Until 1 March 2099" in html
    assert "The paper is here: Cabinet 2." in html


@pytest.mark.parametrize(
    ("purpose", "data", "field"),
    [
        ("sharing", {"recipient": " "}, "recipient"),
        ("sharing", {"information": []}, "information"),
        ("sharing", {"in_words": ""}, "in_words"),
        ("sharing", {"sharing_until": ""}, "sharing_until"),
        ("sharing", {"sharing_until": "1/3/2020"}, "sharing_until"),
        ("colleagues", {}, "colleagues"),
        ("quotation", {"quotation": "  "}, "quotation"),
        ("contact", {"expires_on": "1/3/2020"}, "expires_on"),
        ("contact", {"given": "PAPER", "kept_where": ""}, "kept_where"),
        ("contact", {"given": "SCREEN"}, "signature"),
        ("contact", {"given": "SCREEN", "signed_name": "H"}, "signed_here"),
        ("contact", {"given": "SCREEN", "signature": "[[1]]"}, "signature"),
        ("contact", {"given": "SCREEN", "signature": "[[1, 900]]"}, "signature"),
        ("contact", {"given": "SCREEN", "signature": "<svg>"}, "signature"),
        ("contact", {"given": "SCREEN", "signature": "[" * 9000}, "signature"),
        ("contact", {"shown": "CONTACT-en-1"}, "shown"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_stored(
    cast: Cast,
    browser: Client,
    hemi: UUID,
    purpose: str,
    data: dict[str, object],
    field: str,
) -> None:
    answer = browser.post(at("consent-give", hemi, purpose), SHARE | data)

    assert list(answer.context["form"].errors) == [field]
    with use(cast.worker.context):
        assert not Consent.objects.filter(purpose=purpose.upper()).exists()


def test_a_typed_name_is_a_signature_without_javascript(
    browser: Client, hemi: UUID
) -> None:
    browser.post(at("consent-give", hemi, "supervision"), TYPED)

    html = page_of(browser, "consent-history", hemi)
    assert "Typed as his signature: Hēmi Rata." in html


def test_a_drawn_signature_is_drawn_again_as_lines(browser: Client, hemi: UUID) -> None:
    drawn = {"given": "SCREEN", "signature": "[[1, 2, 3, 4], []]"}
    browser.post(at("consent-give", hemi, "supervision"), HOW | drawn)

    assert '<path d="M1 2L3 4">' in page_of(browser, "consent-history", hemi)


def test_pressed_twice_it_is_one_consent(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    for _ in range(2):
        browser.post(
            at("consent-give", hemi, "sharing"), SHARE | {"id": str(uuid.UUID(int=7))}
        )

    with use(cast.worker.context):
        assert Consent.objects.filter(purpose="SHARING").count() == 1


@pytest.mark.req("CON-02")
def test_all_nine_are_asked_on_one_screen_with_their_details(
    cast: Cast, browser: Client
) -> None:
    with use(cast.worker.context):
        before = Consent.objects.count()
    answers = {purpose.value: "yes" for purpose in Purpose}
    form = SHARE | answers | {"id": str(uuid.uuid4()), "quotation": "It helped"}
    form["colleagues"] = str(cast.colleague.member)

    browser.post(reverse("worker:person-new"), form)

    with use(cast.worker.context):
        given = Consent.objects.all()
        assert given.count() == before + 9
        assert given.get(purpose="COLLEAGUES").colleagues == [cast.colleague.member]
        assert given.get(purpose="SHARING").expires_at is not None


# The words he reads


@pytest.mark.req("CON-02", "CON-03")
def test_the_language_he_was_shown_is_kept(
    cast: Cast, browser: Client, hemi: UUID, settings: object
) -> None:
    settings.MSA_DEMO = True  # type: ignore[attr-defined]
    url = at("consent-give", hemi, "supervision")
    html = browser.get(url, {"language": "mi"}).content.decode()
    assert '<p lang="mi">Ka taea e te kaiwhakahaere' in html

    browser.post(url, HOW | {"language": "mi", "shown": "SUPERVISION-mi-1"})

    with use(cast.worker.context):
        stored = Consent.objects.get(purpose="SUPERVISION").wording_id
    assert stored == "SUPERVISION-mi-1"
    assert "Shown in te reo Māori, version 1" in page_of(
        browser, "consent-history", hemi
    )


@pytest.mark.req("K09")
def test_words_that_changed_meanwhile_are_read_again(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    url = at("consent-give", hemi, "contact")

    answer = browser.post(url, HOW | {"shown": "CONTACT-en-1"})

    html = answer.content.decode()
    assert "The words have changed since you opened this page" in html
    assert 'name="shown" value="CONTACT-en-2"' in html


# What he is told before


@pytest.mark.req("CON-09")
@pytest.mark.parametrize("language", ["en-nz", "mi"])
def test_before_he_agrees_he_is_told_what_why_who_the_limits_and_his_rights(
    browser: Client, language: str, settings: object
) -> None:
    settings.MSA_DEMO = True  # type: ignore[attr-defined]
    told = {
        "en-nz": (
            *("What we keep", "Why", "Who can see it", "If a child needs protection"),
            *("harm himself or another person", "have it put right", "take back a yes"),
        ),
        "mi": (
            *("Ngā mea ka puritia e mātou", "Te take", "Ko wai ka kite"),
            *("tiaki tētahi tamaiti", "whakatikahia", "te kī kāo"),
        ),
    }[language]
    for name in ("person-new", "about-record"):
        html = page_of(browser, name, language=language)

        assert [words for words in told if words not in html] == []


@pytest.mark.req("CON-09")
def test_on_paper_it_is_a_tagged_pdf_with_no_name_in_it(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    answer = browser.get(reverse("worker:about-record-pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert "about-your-record.pdf" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert "Hēmi".encode() not in answer.content


# What stands, and how it goes on


@pytest.mark.req("CON-03")
@pytest.mark.parametrize("purpose", ["record", "sessions", "statistics"])
def test_renewed_it_goes_on_and_the_old_one_is_in_his_history(
    browser: Client, hemi: UUID, purpose: str
) -> None:
    url = at("consent-give", hemi, purpose)
    assert "What stands now" in browser.get(url).content.decode()

    answer = browser.post(url, HOW | {"expires_on": "1/3/2099"})

    assert answer.status_code == 302
    html = page_of(browser, "consent-history", hemi)
    assert "Replaced on" in html
    assert "Until 1 March 2099" in html
    assert "Hēmi" in page_of(browser, "person", hemi)


def test_a_record_whose_day_has_come_is_renewed_from_its_page(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    with use(owner(cast)):
        run(
            "UPDATE consent_consent SET expires_at = now() - interval '1 second'"
            " WHERE purpose = 'RECORD' AND subject_id = %s",
            hemi,
        )
    html = page_of(browser, "person-consent", hemi)
    assert "The day of his record has come" in html
    assert at("consent-give", hemi, "supervision") not in html
    answer = browser.post(at("consent-give", hemi, "supervision"), HOW)
    assert answer["Location"] == at("person-consent", hemi)

    browser.post(at("consent-give", hemi, "record"), HOW)

    assert "Hēmi" in page_of(browser, "person", hemi)


@pytest.mark.req("CON-02")
def test_narrowed_by_name_the_other_is_out_at_once(
    cast: Cast, sign_in: SignIn, browser: Client, hemi: UUID
) -> None:
    named = HOW | {"colleagues": str(cast.colleague.member)}
    browser.post(at("consent-give", hemi, "colleagues"), named)
    theirs = sign_in(cast.colleague)
    assert theirs.get(at("person", hemi)).status_code == 200
    assert at("consent-give", hemi, "colleagues") not in page_of(
        theirs, "person-consent", hemi
    )
    assert theirs.get(at("consent-give", hemi, "colleagues")).status_code == 403

    browser.post(at("consent-withdraw", hemi, "colleagues"))

    assert theirs.get(at("person", hemi)).status_code == 404


def test_one_of_several_is_changed_and_taken_back(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    browser.post(at("consent-give", hemi, "sharing"), SHARE)
    browser.post(at("consent-give", hemi, "sharing"), SHARE | {"recipient": "Housing"})
    one = reverse("worker:consent-change", args=[hemi, shared(cast, hemi)])
    assert 'value="Housing"' in browser.get(one).content.decode()
    browser.post(one, SHARE | {"recipient": "Work and Income"})
    last = reverse("worker:consent-withdraw-one", args=[hemi, shared(cast, hemi)])
    assert "Work and Income" in browser.get(last).content.decode()

    browser.post(last)

    with use(cast.worker.context):
        told = [
            entry.terms.recipient
            for entry in history(cast.worker, hemi, at=NOW)
            if entry.in_force and entry.terms.recipient
        ]
        assert told == ["Dr Rata"]


@pytest.mark.parametrize("name", ["consent-change", "consent-withdraw-one"])
def test_a_purpose_with_one_consent_has_no_page_for_one(
    cast: Cast, browser: Client, hemi: UUID, name: str
) -> None:
    with use(cast.worker.context):
        notes = Consent.objects.get(purpose="SESSIONS").id

    url = reverse(f"worker:{name}", args=[hemi, notes])
    assert browser.get(url).status_code == 404


def test_his_history_stays_when_his_record_is_sealed(
    cast: Cast, browser: Client, hemi: UUID
) -> None:
    browser.post(at("consent-give", hemi, "sharing"), SHARE)
    assert "Dr Rata" in page_of(browser, "consent-history", hemi)
    browser.post(at("consent-withdraw", hemi, "record"))

    html = page_of(browser, "consent-history", hemi)
    assert html.count("Taken back on") == 4
    assert "Dr Rata" not in html
    assert "Hēmi" not in html


# Being contacted


@pytest.mark.req("CON-02")
def test_without_his_yes_the_page_says_not_to_get_in_touch(
    browser: Client, hemi: UUID
) -> None:
    assert "Don’t get in touch" in page_of(browser, "person", hemi)

    browser.post(at("consent-give", hemi, "contact"), HOW)

    assert "Don’t get in touch" not in page_of(browser, "person", hemi)
    html = page_of(browser, "consent-history", hemi)
    assert "What was safe then: Phone: 021 555 0101" in html


@pytest.mark.req("CON-02")
def test_a_manager_is_told_not_to_get_in_touch_as_well(
    cast: Cast, browser: Client, sign_in: SignIn, hemi: UUID
) -> None:
    page = reverse("manager:person", args=[hemi])
    before = sign_in(cast.manager).get(page).content.decode()

    browser.post(at("consent-give", hemi, "contact"), HOW)
    after = sign_in(cast.manager).get(page).content.decode()

    assert "Don’t get in touch" in before
    assert "Don’t get in touch" not in after
