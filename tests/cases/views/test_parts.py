"""Each part of Form 1: asked, kept, told on his page, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import EthnicGroup, SectionKind
from cases.forms import parts as forms
from cases.models import StatisticalProfile
from cases.queries import people
from cases.sections import (
    CONTENT,
    Identity,
    Issues,
    KeepingSafe,
    Needs,
    NextSteps,
    Pillar,
    Step,
    Strengths,
    Supporter,
    SupportOffer,
    SupportPeople,
    Wellbeing,
    WorkerChoice,
)
from cases.services import framework, sections
from consent.enums import Purpose
from msa.tenancy.context import use
from tests.cases.world import begun, logged, person
from tests.cast import NOW, TODAY, Cast
from tests.conftest import SignIn

#: One way to fill each part that is asked by the generic page, and what is kept of it.
FILLED: dict[SectionKind, tuple[dict[str, Any], Any, tuple[str, ...]]] = {
    SectionKind.ISSUES: (
        {
            "words": "I can’t be in a room with the door shut",
            "touches": ["WORK", "RELATIONSHIPS"],
            "severity": "Like carrying a fridge",
        },
        Issues(
            "I can’t be in a room with the door shut",
            ["WORK", "RELATIONSHIPS"],
            "Like carrying a fridge",
        ),
        ("door shut", "Education and work", "Like carrying a fridge"),
    ),
    SectionKind.STRENGTHS: (
        {"words": "Fixes any engine"},
        Strengths("Fixes any engine"),
        ("Fixes any engine",),
    ),
    SectionKind.STEPS: (
        {
            "rows": "2",
            "what_0": "Ring about the flat",
            "who_0": "He and I",
            "by_0": "5 March 2027",
            "towards_0": "Found the number",
        },
        NextSteps(
            [Step("Ring about the flat", "He and I", "2027-03-05", "Found the number")]
        ),
        ("Ring about the flat", "By 5 March 2027", "Found the number"),
    ),
    SectionKind.SAFETY: (
        {
            "warning_signs": "I stop answering texts",
            "what_helps": "Walking the dog",
            "whom_to_call": "Aunty Wai",
            "where_to_go": "The river",
            "crisis_lines": "1737",
        },
        KeepingSafe(
            "I stop answering texts",
            "Walking the dog",
            "Aunty Wai",
            "The river",
            "1737",
        ),
        ("stop answering", "Walking the dog", "Aunty Wai", "The river", "1737"),
    ),
    SectionKind.WELLBEING: (
        {
            "objective": "Sleep with the light off",
            "standing": "PROVISIONAL",
            "strong": "My garden",
            "hard": "Winter",
        },
        Wellbeing("Sleep with the light off", "PROVISIONAL", [], "My garden", "Winter"),
        ("Sleep with the light off", "Provisional", "My garden", "Winter"),
    ),
    SectionKind.OFFER: (
        {
            "one_to_one": "ACCEPTED",
            "peer_group": "LATER",
            "counselling": "DECLINED",
            "social_work": "OFFERED",
            "something_else": "ACCEPTED",
            "something_else_is": "A fishing trip",
            "remarks": "One thing at a time",
        },
        SupportOffer(
            "ACCEPTED",
            "LATER",
            "DECLINED",
            "OFFERED",
            "ACCEPTED",
            "A fishing trip",
            "One thing at a time",
        ),
        ("Accepted", "Later, perhaps", "Declined", "A fishing trip"),
    ),
    SectionKind.NEEDS: (
        {
            "needs": "Somewhere to sleep",
            "worries": "He drives when he can’t sleep",
            "review_on": "1/2/2027",
            "urgent": "on",
            "acted_by": "Matariki",
            "acted_on": "3/8/2026",
            "done": "Rang his sister",
        },
        Needs(
            "Somewhere to sleep",
            "He drives when he can’t sleep",
            "2027-02-01",
            True,
            "Matariki",
            "2026-08-03",
            "Rang his sister",
        ),
        ("Somewhere to sleep", "1 February 2027", "Matariki", "Rang his sister"),
    ),
    SectionKind.CHOICE: (
        {
            "asked": "YES",
            "preference": "WOMAN",
            "preference_words": "Somebody older",
            "met": "NOT_MET",
            "why_not": "Nobody here; offered the next town",
        },
        WorkerChoice(
            "YES",
            "WOMAN",
            "Somebody older",
            "NOT_MET",
            "Nobody here; offered the next town",
        ),
        ("A woman", "Somebody older", "offered the next town"),
    ),
}
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
    assert (page.contents[kind], page.revision(kind)) == (kept, 2)


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
    mine = {name: "MINE" for name in data if name in ("words", "what_0", "needs")}

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


# Who he is


ABOUT_HIM = {
    "name": "Hēmi",
    "pronouns": "he/him",
    "first_name": "James",
    "last_name": "O’Neill-Tāmaki",
    "legal_name": "James Robert O’Neill",
    "birth_date": "05-03-84",
    "ethnicities": ["EUROPEAN"],
    "ethnic_groups": ["21", "31"],
    "iwi": "Ngāi Tahu, Ngāti Porou",
    "languages": "te reo Māori, English",
    "interpreter": "NZSL, Aroha",
    "gender": "man",
    "orientation": "takatāpui",
    "access_needs": "No stairs",
    "first_contact_on": "2 July 2026",
    "referred_by": "A mate at work",
}


@pytest.mark.req("REC-01")
def test_who_he_is_is_kept_as_he_says_it(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    answer = browser.post(
        reverse("worker:person-identity", args=[hemi]), ABOUT_HIM | {"revision": 1}
    )

    assert answer.status_code == 302
    kept = opened(cast, hemi).identity
    assert kept is not None
    assert (kept.birth_date, kept.first_contact_on) == ("1984-03-05", "2026-07-02")
    page = shown(browser, hemi)
    said = [
        *("he/him", "James O’Neill-Tāmaki", "James Robert O’Neill", "5 March 1984"),
        *("European, Māori, Pacific Peoples", "Māori, Samoan", "Ngāti Porou"),
        *("te reo Māori, English", "NZSL, Aroha", "takatāpui", "No stairs"),
        *("2 July 2026", "A mate at work"),
    ]
    assert [words for words in said if words not in page] == []


@pytest.mark.req("REC-01")
def test_who_says_it_more_exactly_is_counted_all_the_same(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    browser.post(
        reverse("worker:person-identity", args=[hemi]),
        {"name": "Hēmi", "ethnic_groups": ["33", "53"], "revision": 1},
    )

    with use(cast.worker.context):
        profile = StatisticalProfile.objects.get(subject=hemi)
        assert profile.ethnicities == ["PACIFIC", "MELAA"]


@pytest.mark.req("REC-01")
@pytest.mark.parametrize(
    ("code", "level_1"),
    [
        *(("10", "EUROPEAN"), ("12", "EUROPEAN"), ("21", "MAORI"), ("37", "PACIFIC")),
        *(("44", "ASIAN"), ("52", "MELAA"), ("61", "OTHER")),
    ],
)
def test_each_group_of_level_2_belongs_to_one_of_level_1(
    code: str, level_1: str
) -> None:
    assert EthnicGroup(code).level_1 == level_1


@pytest.mark.req("REC-01")
def test_what_may_be_said_is_kept_for_each_way(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)
    say = {
        "phone_say": "Say you are the dentist",
        "text_say": "Only a thumbs up",
        "email_say": "No subject line",
        "post_say": "Plain envelope",
    }

    browser.post(
        reverse("worker:person-contact", args=[hemi]),
        {
            **say,
            "phone": "021 555 0101",
            "phone_safe": "on",
            "text_safe": "on",
            "no_fixed_address": "on",
            "region": "WKO",
            "revision": 1,
        },
    )

    page = shown(browser, hemi)
    said = [*say.values(), "Waikato", "No fixed address", "Safe to ring or text"]
    assert [words for words in said if words not in page] == []


@pytest.mark.req("REC-02")
def test_what_supporters_know_and_emergencies_are_kept(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser = sign_in(cast.worker)

    browser.post(
        reverse("worker:person-support", args=[hemi]),
        {
            "revision": 0,
            "rows": 1,
            "name_0": "Aroha",
            "relationship_0": "Sister",
            "phone_0": "021 555 0109",
            "may_contact_0": "no",
            "in_emergency_0": "yes",
            "knows_0": "That he sees somebody, not why",
        },
    )

    kept = Supporter(
        "Aroha",
        "Sister",
        "021 555 0109",
        may_contact=False,
        knows="That he sees somebody, not why",
        in_emergency=True,
    )
    assert opened(cast, hemi).support == SupportPeople([kept])
    page = shown(browser, hemi)
    for words in ("Don’t be in touch", "Reach them in an emergency", "not why"):
        assert words in page


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
    assert kept == Wellbeing("Rest", pou=[Pillar("He tauira", "An example")])
    assert "He tauira · An example" in shown(browser, hemi)


@pytest.mark.req("REC-05")
def test_without_a_list_nothing_is_asked_of_pou(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    html = (
        sign_in(cast.worker).get(address(SectionKind.WELLBEING, hemi)).content.decode()
    )

    assert "Pou" not in html


# Needs: on Today and among his worker's people


def needs(cast: Cast, subject: UUID, content: Needs) -> None:
    with use(cast.worker.context):
        sections.save(cast.worker, subject, content, after=0, at=NOW)


@pytest.mark.req("REC-07")
def test_whoever_needs_somebody_now_stands_first_on_today(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    browser, today = sign_in(cast.worker), reverse("worker:today")
    assert "Needs somebody now" not in browser.get(today).content.decode()

    needs(cast, hemi, Needs(urgent=True))

    page = browser.get(today).content.decode()
    assert "Needs somebody now" in page
    assert "Nobody has acted yet" in page
    listed = browser.get(reverse("worker:people")).content.decode()
    assert "Needs somebody now" in listed


@pytest.mark.req("REC-07")
def test_today_says_who_has_acted_and_not_what_was_done(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    needs(cast, hemi, Needs("A bed", "", "", True, "Wai", "2026-08-02", "Rang Ari"))

    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    assert "Wai has acted, 2 August 2026" in page
    assert "Rang Ari" not in page
    assert "A bed" not in page


@pytest.mark.req("REC-07")
@pytest.mark.parametrize(("days", "shows"), [(0, True), (1, False)])
def test_a_review_stands_on_today_from_its_day(
    cast: Cast, sign_in: SignIn, hemi: UUID, days: int, shows: bool
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    needs(cast, hemi, Needs(needs="A bed", review_on=day.isoformat()))

    page = sign_in(cast.worker).get(reverse("worker:today")).content.decode()

    assert ("Talk about it again" in page) is shows


@pytest.mark.req("REC-07")
def test_needs_are_no_gate(cast: Cast, hemi: UUID) -> None:
    """Whatever stands there, a session is logged and he stays among his people."""
    needs(cast, hemi, Needs(worries="He said things", urgent=True))

    assert logged(cast.worker, hemi)
    with use(cast.worker.context):
        assert [c.subject for c in people.caseload(cast.worker).people] == [hemi]


@pytest.mark.req("REC-07")
def test_nobody_elses_worker_nor_a_manager_is_told(
    cast: Cast, sign_in: SignIn, hemi: UUID
) -> None:
    needs(cast, hemi, Needs(urgent=True))

    for actor, name in (
        (cast.colleague, "worker:today"),
        (cast.manager, "manager:caseload"),
    ):
        page = sign_in(actor).get(reverse(name)).content.decode()
        assert "Needs somebody now" not in page


def test_today_opens_nobodys_needs_where_there_are_none(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from cases.queries.pressing import pressing

    begun(cast.worker)

    with use(cast.worker.context), django_assert_num_queries(1):
        assert pressing(cast.worker, on=TODAY) == []


def test_his_official_name_finds_him(cast: Cast) -> None:
    subject = person(
        cast.worker,
        purposes=[Purpose.RECORD],
        identity=Identity(name="Jimmy", legal_name="Wiremu Pōtae"),
    )

    with use(cast.worker.context):
        found = people.search(cast.worker, "potae")

    assert [card.subject for card in found] == [subject]
