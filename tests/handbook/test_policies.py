from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from handbook import queries, services
from handbook.enums import NAMED, Subject
from handbook.services import WrittenAlready
from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import use
from tests.cases.world import events
from tests.cast import NOW, TODAY, Cast
from tests.handbook.conftest import another, published, read, wording


def shelf(cast: Cast, who: str = "worker") -> dict[str, queries.Shelved]:
    actor = getattr(cast, who)
    with use(actor.context):
        return {one.title: one for one in queries.shelf(actor, on=TODAY)}


@pytest.mark.req("STD-05")
def test_an_organisation_without_any_sees_the_seven_not_written(cast: Cast) -> None:
    found = shelf(cast)

    assert list(found) == [
        "Ethics",
        "Conduct",
        "Child protection",
        "Supervision",
        "Confidentiality",
        "Working with Māori",
        "Working with offenders",
    ]
    assert all(one.policy is None for one in found.values())


@pytest.mark.req("STD-05")
@pytest.mark.parametrize("about", [*NAMED, Subject.OWN])
def test_each_can_be_published_and_stands_on_the_shelf(
    cast: Cast, about: Subject
) -> None:
    title = "Dogs at work" if about is Subject.OWN else ""
    version = published(cast.manager, about, title=title)

    one = shelf(cast)[title or str(about.label)]
    assert (one.version, one.is_to_read) == (version, True)
    assert len(shelf(cast)) == len(NAMED) + bool(title)


@pytest.mark.req("STD-05")
@pytest.mark.parametrize("who", ["worker", "manager", "admin"])
def test_to_have_read_it_is_each_ones_own_act(cast: Cast, who: str) -> None:
    version = published(cast.manager)
    read(getattr(cast, who), version)

    for other in ("worker", "colleague", "manager", "admin"):
        assert shelf(cast, other)["Child protection"].is_to_read == (other != who)


@pytest.mark.req("STD-05")
def test_who_publishes_sees_who_has_not_read_it(cast: Cast) -> None:
    version = published(cast.manager)
    read(cast.worker, version)
    with use(cast.admin.context):
        found = queries.readers(version, at=NOW)

    assert [name for name, _ in found.have] == ["Worker"]
    assert found.have_not == ["Admin", "Colleague", "Manager"]


@pytest.mark.req("STD-05")
def test_another_version_is_to_be_read_anew(cast: Cast) -> None:
    first = published(cast.manager)
    read(cast.worker, first)
    second = another(cast.admin, first)

    one = shelf(cast)["Child protection"]
    assert (one.version, second.number, one.is_to_read) == (second, 2, True)


@pytest.mark.req("STD-05")
def test_a_version_of_a_later_day_waits_for_it(cast: Cast) -> None:
    first = published(cast.manager)
    second = another(cast.manager, first, begins=TODAY + timedelta(days=1))

    one = shelf(cast)["Child protection"]
    assert (one.version, one.later) == (first, second)
    with use(cast.worker.context), pytest.raises(AccessDenied):
        services.acknowledge(cast.worker, second.policy_id, second.id, at=NOW)
    with use(cast.worker.context):
        tomorrow = queries.shelf(cast.worker, on=TODAY + timedelta(days=1))
    assert second in [one.version for one in tomorrow]


@pytest.mark.req("STD-05")
@pytest.mark.parametrize(("lasts", "overdue"), [(9, True), (10, False)])
def test_what_was_to_be_looked_at_again_is_overdue(
    cast: Cast, lasts: int, overdue: bool
) -> None:
    published(cast.manager, begins=TODAY - timedelta(days=10), lasts=lasts)

    assert shelf(cast)["Child protection"].is_overdue == overdue


@pytest.mark.req("STD-05")
def test_what_is_withdrawn_is_out_of_force_and_stays_to_be_read(cast: Cast) -> None:
    first = published(cast.manager)
    second = another(cast.manager, first)
    with use(cast.manager.context):
        for _ in range(2):
            services.withdraw(cast.manager, second.policy_id, second.id, at=NOW)
        page = queries.opened(cast.manager, second.policy_id, on=TODAY, number=2)

    assert shelf(cast)["Child protection"].version == first
    assert (page.version.withdrawn_at, page.is_in_force) == (NOW, False)
    with use(cast.worker.context), pytest.raises(AccessDenied):
        services.acknowledge(cast.worker, second.policy_id, second.id, at=NOW)
    assert len(events(cast.kauri.id, "policy.withdrawn")) == 1


def test_with_none_in_force_nothing_is_to_be_read(cast: Cast) -> None:
    version = published(cast.manager)
    with use(cast.manager.context):
        services.withdraw(cast.manager, version.policy_id, version.id, at=NOW)

    one = shelf(cast)["Child protection"]
    assert (one.policy, one.version) == (version.policy_id, None)
    with use(cast.worker.context):
        assert queries.to_read(cast.worker, on=TODAY) == []


def test_pressed_twice_it_is_one(cast: Cast) -> None:
    id, more = uuid.uuid4(), uuid.uuid4()
    with use(cast.manager.context):
        first, same = (
            services.begin(cast.manager, Subject.ETHICS, wording(), id=id, at=NOW)
            for _ in range(2)
        )
        second, again = (
            services.publish(cast.manager, first.policy_id, wording(), id=more, at=NOW)
            for _ in range(2)
        )
        for _ in range(2):
            services.acknowledge(cast.manager, first.policy_id, second.id, at=NOW)

    assert (first, second) == (same, again)
    assert len(events(cast.kauri.id, "policy.published")) == 2
    assert len(events(cast.kauri.id, "policy.read")) == 1


def test_there_is_one_of_each_that_is_named_and_many_of_ones_own(cast: Cast) -> None:
    published(cast.manager, Subject.ETHICS)
    published(cast.manager, Subject.OWN, title="Dogs")
    published(cast.manager, Subject.OWN, title="Cars")

    with pytest.raises(WrittenAlready):
        published(cast.admin, Subject.ETHICS)
    with use(cast.manager.context):
        assert Subject.ETHICS not in queries.unwritten()


@pytest.mark.parametrize("who", ["outsider", "outside_manager"])
def test_another_organisation_has_none_of_it(cast: Cast, who: str) -> None:
    version = published(cast.manager)
    actor = getattr(cast, who)

    assert all(one.policy is None for one in shelf(cast, who).values())
    with use(actor.context):
        with pytest.raises(NotVisible):
            queries.opened(actor, version.policy_id, on=TODAY)
        with pytest.raises(NotVisible):
            services.acknowledge(actor, version.policy_id, version.id, at=NOW)
