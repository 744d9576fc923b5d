"""Each part of Form 1: asked, kept, told on his page, and nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import SectionKind
from cases.forms import parts as forms
from cases.queries import people
from cases.sections import (
    CONTENT,
    Pillar,
    Wellbeing,
)
from cases.services import framework, sections
from msa.tenancy.context import use
from tests.cases.filled import FILLED
from tests.cast import NOW, Cast
from tests.conftest import SignIn

REQUIREMENT = {
    SectionKind.ISSUES: "REC-03",
    SectionKind.STRENGTHS: "REC-04",
    SectionKind.STEPS: "REC-04",
    SectionKind.SAFETY: "REC-04",
    SectionKind.WELLBEING: "REC-05",
    SectionKind.OFFER: "REC-06",
    SectionKind.NEEDS: "REC-07",
    SectionKind.CHOICE: "REC-08",
}
EACH = [
    pytest.param(kind, marks=pytest.mark.req(REQUIREMENT[kind]), id=kind.value)
    for kind in FILLED
]


def address(kind: SectionKind, subject: UUID) -> str:
    return reverse("worker:person-part", args=[subject, kind.value])


def post(browser: Client, url: str, *, revision: int = 0, **data: Any) -> Any:
    return browser.post(url, {"revision": revision, **data})


def opened(cast: Cast, subject: UUID) -> people.PersonPage:
    with use(cast.worker.context):
        return people.person(cast.worker, subject, at=timezone.now())


def shown(browser: Client, subject: UUID) -> str:
    page = browser.get(reverse("worker:person", args=[subject]))
    return page.content.decode()


@pytest.mark.parametrize("kind", EACH)
def test_a_part_is_kept_and_told_on_his_page(
    cast: Cast, sign_in: SignIn, hemi: UUID, kind: SectionKind
) -> None:
    browser = sign_in(cast.worker)
    data, kept, words = FILLED[kind]

    answer = post(browser, address(kind, hemi), **data)

    assert answer.status_code == 302
    assert opened(cast, hemi).contents[kind] == kept
    page = shown(browser, hemi)
    assert [said for said in words if said not in page] == []


@pytest.mark.parametrize("kind", EACH)
def test_the_form_shows_what_was_kept(
    cast: Cast, sign_in: SignIn, hemi: UUID, kind: SectionKind
) -> None:
    """Saved again as it is shown, nothing changes: no field forgets what it holds."""
    browser, url = sign_in(cast.worker), address(kind, hemi)
    data, kept, _ = FILLED[kind]
    post(browser, url, **data)

    form = browser.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    answer = browser.post(url, sent)

    assert answer.status_code == 302
    page = opened(cast, hemi)
    assert (page.contents[kind], page.revision(kind)) == (kept, 1)


@pytest.mark.parametrize("kind", EACH)
def test_a_part_with_nothing_in_it_is_fine(
    cast: Cast, sign_in: SignIn, hemi: UUID, kind: SectionKind
) -> None:
    answer = post(sign_in(cast.worker), address(kind, hemi))

    assert answer.status_code == (200 if kind == SectionKind.STEPS else 302)


@pytest.mark.parametrize("kind", FILLED)
def test_what_somebody_saved_meanwhile_stands_beside(
    cast: Cast, sign_in: SignIn, hemi: UUID, kind: SectionKind
) -> None:
    browser, url = sign_in(cast.worker), address(kind, hemi)
    data, _, words = FILLED[kind]
    with use(cast.worker.context):
        sections.save(cast.worker, hemi, FILLED[kind][1], after=0, at=NOW)
    written = ("words", "what_0", "needs", "what_helps", "strong", "remarks", "why_not")
    mine = {name: "MINE" for name in data if name in written}
    assert mine

    answer = post(browser, url, **data | mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert [said for said in words if said not in page] == []
    assert all(text in page for text in mine.values())
    assert 'name="revision" value="1"' in page


def test_every_field_of_a_section_is_asked() -> None:
    asked = {
        form.makes: {*form.base_fields} - {"revision"}
        for form in vars(forms).values()
        if isinstance(form, type)
        and issubclass(form, forms.PartForm)
        and form is not forms.PartForm
    }

    assert len(asked) == 7
    for content, names in asked.items():
        assert names == {*content().document()}


def test_every_section_can_be_edited(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    parts = (
        sign_in(cast.worker).get(reverse("worker:person", args=[hemi])).context["parts"]
    )

    assert {part.kind for part in parts} == {kind.value for kind in CONTENT}


@pytest.mark.parametrize("part", ["identity", "contact", "nothing"])
def test_no_other_part_is_there(
    cast: Cast, sign_in: SignIn, hemi: UUID, part: str
) -> None:
    url = reverse("worker:person-part", args=[hemi, part])

    assert sign_in(cast.worker).get(url).status_code == 404


# Nothing typed is lost


@pytest.mark.parametrize(
    ("kind", "name", "others"),
    [
        (SectionKind.ISSUES, "words", {}),
        (SectionKind.SAFETY, "what_helps", {}),
        (SectionKind.STEPS, "towards_0", {"rows": "1", "what_0": "Ring"}),
        (SectionKind.NEEDS, "done", {}),
    ],
)
def test_far_too_much_is_said_to_be_so_and_comes_back_whole(
    cast: Cast,
    sign_in: SignIn,
    hemi: UUID,
    kind: SectionKind,
    name: str,
    others: dict[str, str],
) -> None:
    pasted = "Ngā kōrero " * 20_000

    answer = post(sign_in(cast.worker), address(kind, hemi), **others, **{name: pasted})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "letters long, and there is room for" in page
    assert page.count("Ngā kōrero ") >= 19_999
    assert kind not in opened(cast, hemi).contents


def test_the_page_does_not_cut_off_what_is_pasted(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    html = sign_in(cast.worker).get(address(SectionKind.ISSUES, hemi)).content.decode()

    assert "maxlength" not in html


def test_a_date_that_is_none_comes_back_as_it_was_typed(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = address(SectionKind.NEEDS, hemi)

    answer = post(
        sign_in(cast.worker), url, review_on="31 February 2027", needs="A bed"
    )

    page = answer.content.decode()
    assert "that month does not have it" in page
    assert 'value="31 February 2027"' in page
    assert "A bed" in page


def test_something_else_has_a_name(cast: Cast, sign_in: SignIn, hemi: UUID) -> None:
    url = address(SectionKind.OFFER, hemi)

    answer = post(sign_in(cast.worker), url, something_else="OFFERED")

    assert "Fill in what the something else is" in answer.content.decode()


# Pou


@pytest.mark.req("REC-05")
def test_pou_are_chosen_from_the_list_and_keep_their_labels(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    with use(cast.compiler.context):
        one = framework.add_pou(
            cast.compiler, te_reo="He tauira", english="An example", at=NOW
        )
    browser, url = sign_in(cast.worker), address(SectionKind.WELLBEING, hemi)
    assert '<span lang="mi">He tauira</span>' in browser.get(url).content.decode()
    post(browser, url, objective="Rest", pou=["He tauira|An example"])
    with use(cast.compiler.context):
        framework.retire_pou(cast.compiler, one.id, at=NOW)

    post(browser, url, revision=1, objective="Rest", pou=["He tauira|An example"])

    kept = opened(cast, hemi).contents[SectionKind.WELLBEING]
    pou = [Pillar("He tauira", "An example")]
    assert kept == Wellbeing("Rest", "PROVISIONAL", pou)
    assert "He tauira · An example" in shown(browser, hemi)


@pytest.mark.req("REC-05")
def test_an_objective_is_provisional_until_he_says_otherwise(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    url = address(SectionKind.WELLBEING, hemi)

    post(sign_in(cast.worker), url, objective="Rest")

    kept = opened(cast, hemi).contents[SectionKind.WELLBEING]
    assert kept == Wellbeing("Rest", "PROVISIONAL")


@pytest.mark.req("REC-05")
def test_without_a_list_nothing_is_asked_of_pou(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    html = (
        sign_in(cast.worker).get(address(SectionKind.WELLBEING, hemi)).content.decode()
    )

    assert "Pou" not in html
