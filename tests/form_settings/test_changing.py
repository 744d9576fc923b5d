"""What may be changed of a form, by whom, and what is refused (UI-S9)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from cases.form_settings.enums import Act, Why
from cases.form_settings.forms import REGISTRY
from cases.form_settings.locks import ASKS_NOTHING, NEVER_ASKED, STAYS
from cases.form_settings.models import FormSettings
from cases.form_settings.policies import (
    BadLabel,
    MayNot,
    OwnForm,
    UnknownField,
)
from cases.form_settings.policies import (
    changed as becomes,
)
from cases.form_settings.queries import own_forms
from cases.form_settings.services import FormChanged, change
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from tests.cases.world import events
from tests.cast import NOW, Cast
from tests.form_settings.world import changed, stands

IDENTITY = REGISTRY["identity"].declared
LOCKED = [(form, field) for form, fields in STAYS.items() for field in fields]
NOT_ASKED = [
    *((form, field) for form, fields in NEVER_ASKED.items() for field in fields),
    *((form, next(iter(REGISTRY[form].declared.names))) for form in ASKS_NOTHING),
]


def row(actor: Actor, form: str, **told: Any) -> FormSettings:
    """A row that no page of ours would store."""
    usual = {"version": 1, "set_by_id": actor.member, "set_at": NOW}
    return FormSettings(
        id=uuid.uuid4(), organisation_id=actor.organisation, form=form, **usual | told
    )


def refused_by_the_database(actor: Actor, rule: str, form: str, **told: Any) -> bool:
    with use(actor.context), transaction.atomic():
        try:
            with transaction.atomic():
                row(actor, form, **told).save(force_insert=True)
        except IntegrityError as fault:
            return rule in str(fault)
        transaction.set_rollback(True)
    return False


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize(("form", "field"), LOCKED)
def test_a_field_that_is_needed_can_not_be_hidden(form: str, field: str) -> None:
    with pytest.raises(MayNot) as fault:
        becomes(OwnForm(), REGISTRY[form].declared, Act.HIDE, field)

    assert fault.value.why == STAYS[form][field]


@pytest.mark.req("UI-S9")
def test_the_database_refuses_to_hide_what_is_needed(cast: Cast) -> None:
    let_through = [
        one
        for one in LOCKED
        if not refused_by_the_database(
            cast.manager, "what_is_needed_stays", one[0], hidden=["words_x", one[1]]
        )
    ]

    assert let_through == []


@pytest.mark.req("UI-S9")
def test_the_database_refuses_to_ask_what_is_his_to_tell(cast: Cast) -> None:
    rule = "nothing_is_asked_that_is_his_to_tell"

    let_through = [
        one
        for one in NOT_ASKED
        if not refused_by_the_database(cast.manager, rule, one[0], required=[one[1]])
    ]

    assert let_through == []


def test_the_database_keeps_what_may_be_changed(cast: Cast) -> None:
    told = {"hidden": ["iwi"], "required": ["languages"], "labels": {"iwi": "Hapū"}}

    with use(cast.manager.context):
        row(cast.manager, "identity", **told).save(force_insert=True)

    assert stands(cast.manager, "identity").labels == {"iwi": "Hapū"}


@pytest.mark.parametrize("label", ["", "a" * 61, "two\nlines", 7, None, ["x"]])
def test_the_database_refuses_a_bad_label(cast: Cast, label: object) -> None:
    assert refused_by_the_database(
        cast.manager,
        "labels_are_short_and_plain",
        "identity",
        labels={"iwi": label},
    )


@pytest.mark.parametrize(("form", "field"), NOT_ASKED)
def test_what_is_his_to_tell_is_not_asked_of_everybody(form: str, field: str) -> None:
    with pytest.raises(MayNot):
        becomes(OwnForm(), REGISTRY[form].declared, Act.ASK, field)


def test_the_last_field_in_sight_stays() -> None:
    declared = REGISTRY["wellbeing"].declared
    own, names = OwnForm(), list(declared.names)
    for name in names[:-1]:
        own = becomes(own, declared, Act.HIDE, name)

    with pytest.raises(MayNot) as fault:
        becomes(own, declared, Act.HIDE, names[-1])

    assert fault.value.why == Why.LAST


@pytest.mark.parametrize("act", [act for act in Act if act != Act.RESET_ALL])
def test_a_field_that_the_form_has_not_is_refused(act: Act) -> None:
    with pytest.raises(UnknownField):
        becomes(OwnForm(), IDENTITY, act, "shoe_size", "Shoes")


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("a" * 61, "long"),
        ("a" * 10_000, "long"),
        ("Iwi\x00", "unseen"),
        ("Iwi\nhapū", "unseen"),
        ("\u202eiwI", "unseen"),
        ("languages he speaks", "twice"),
    ],
)
def test_a_bad_label_is_refused(label: str, code: str) -> None:
    with pytest.raises(BadLabel) as fault:
        becomes(OwnForm(), IDENTITY, Act.RENAME, "iwi", label)

    assert fault.value.code == code


def test_a_label_is_composed_text() -> None:
    own = becomes(OwnForm(), IDENTITY, Act.RENAME, "iwi", " Hapu\u0304 ")

    assert own.labels == {"iwi": "Hapū"}


def test_called_by_its_own_name_a_field_is_not_renamed() -> None:
    own = becomes(OwnForm(labels={"iwi": "Hapū"}), IDENTITY, Act.RENAME, "iwi", "Iwi")

    assert own == OwnForm()


def order(own: OwnForm) -> list[str]:
    return own.arranged(IDENTITY.order)


@pytest.mark.req("UI-S9")
def test_a_field_moves_up_and_down() -> None:
    up = becomes(OwnForm(), IDENTITY, Act.UP, "referred_by")
    down = becomes(up, IDENTITY, Act.DOWN, "referred_by")

    assert order(up).index("referred_by") == order(OwnForm()).index("iwi")
    assert down == OwnForm()


def test_past_a_heading_a_field_joins_what_is_below_it() -> None:
    own = becomes(OwnForm(), IDENTITY, Act.UP, "first_name")

    assert order(own).index("first_name") == order(own).index("+more") - 1


def test_a_press_moves_a_field_past_something_in_sight() -> None:
    hidden = becomes(OwnForm(), IDENTITY, Act.HIDE, "iwi")

    up = becomes(hidden, IDENTITY, Act.UP, "referred_by")

    assert order(up).index("referred_by") < order(up).index("ethnicities")


@pytest.mark.parametrize(("act", "field"), [(Act.UP, "name"), (Act.DOWN, "legal_name")])
def test_at_the_end_a_field_stays_where_it_is(act: Act, field: str) -> None:
    assert becomes(OwnForm(), IDENTITY, act, field) == OwnForm()


def test_a_field_that_came_later_stands_where_it_officially_does() -> None:
    kept = OwnForm(order=("c", "a"))

    assert kept.arranged(["a", "b", "c"]) == ["c", "a", "b"]


def test_one_field_is_put_back_and_the_others_are_not() -> None:
    own = becomes(OwnForm(), IDENTITY, Act.RENAME, "iwi", "Hapū")
    own = becomes(own, IDENTITY, Act.HIDE, "iwi")
    own = becomes(own, IDENTITY, Act.UP, "iwi")
    own = becomes(own, IDENTITY, Act.ASK, "languages")

    back = becomes(own, IDENTITY, Act.RESET, "iwi")

    assert back == OwnForm(required=frozenset({"languages"}))


def test_what_is_asked_of_everybody_is_in_sight() -> None:
    hidden = becomes(OwnForm(), IDENTITY, Act.HIDE, "iwi")

    assert "iwi" not in becomes(hidden, IDENTITY, Act.ASK, "iwi").hidden


def test_what_is_hidden_is_not_asked_of_everybody() -> None:
    asked = becomes(OwnForm(), IDENTITY, Act.ASK, "iwi")

    assert becomes(asked, IDENTITY, Act.HIDE, "iwi").required == frozenset()


@pytest.mark.req("UI-S9")
def test_a_change_leaves_an_event_of_codes_alone(cast: Cast) -> None:
    changed(cast.manager, "identity", Act.RENAME, "iwi", "Nobody’s real name")

    (event,) = events(cast.manager.organisation, "form.changed")
    assert event.payload == {
        "form": "identity",
        "field": "iwi",
        "change": "rename",
        "version": 1,
    }


def test_a_press_that_changes_nothing_is_no_version(cast: Cast) -> None:
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    assert changed(cast.admin, "identity", Act.HIDE, "iwi").version == 1
    assert stands(cast.admin, "identity").version == 1


@pytest.mark.req("UI-S9")
@pytest.mark.parametrize("already", [0, 1])
def test_who_changes_an_older_version_is_told(cast: Cast, already: int) -> None:
    """Both had the page open; the second press changes nothing."""
    for _ in range(already):
        changed(cast.admin, "identity", Act.ASK, "languages")
    changed(cast.admin, "identity", Act.HIDE, "iwi")

    with use(cast.manager.context), pytest.raises(FormChanged):
        change(cast.manager, IDENTITY, Act.UP, "iwi", after=already, at=NOW)

    assert stands(cast.manager, "identity").version == already + 1


@pytest.mark.req("UI-S9")
def test_another_organisation_neither_sees_nor_feels_it(cast: Cast) -> None:
    changed(cast.manager, "identity", Act.HIDE, "iwi")

    with use(cast.worker.context):
        assert own_forms(cast.worker).of("identity").hidden == {"iwi"}
    with use(cast.outsider.context):
        assert own_forms(cast.outsider).of("identity").hidden == frozenset()
        assert not FormSettings.objects.exists()


def test_a_peer_worker_changes_no_form(cast: Cast) -> None:
    with use(cast.worker.context), pytest.raises(ProgrammingError):
        change(cast.worker, IDENTITY, Act.HIDE, "iwi", after=0, at=NOW)


def test_nobody_changes_a_form_in_anothers_name(cast: Cast) -> None:
    with use(cast.manager.context), pytest.raises(ProgrammingError):
        row(cast.manager, "identity", set_by_id=cast.admin.member).save(
            force_insert=True
        )
