"""An erasure: two decide, it cools off, and then nothing leads to him."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.models import Tally
from cases.queries import people
from consent.keeping import Keeper
from consent.models import Subject, SubjectKey, WrappedKey
from consent.retention import queries
from consent.retention.enums import Basis, HoldGround
from consent.retention.holdings import named_by_id, paths
from consent.retention.models import Erasure
from consent.retention.services import decisions
from consent.retention.services.destroying import destroy_due, replay
from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import use
from msa.vault.shreds import digest_of
from tests.cast import NOW, Cast
from tests.retention.world import COOLED, LATER, approved, asked, ledger, sign
from tests.security.stage import Survivor, survivor

DAY = timedelta(days=1)


@pytest.fixture
def hemi(cast: Cast) -> Survivor:
    return survivor(cast.worker, "Hemi")


def rows_about(cast: Cast, subject: UUID) -> dict[str, int]:
    """How many rows of each model lead to him, by a column that names his id."""
    found = {}
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if field.related_model is Subject:
                    rows = model._default_manager.filter(**{field.attname: subject})
                    found[model._meta.label] = rows.count()
    return found


def wrapped_keys(cast: Cast, subject: UUID) -> int:
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        return WrappedKey.objects.filter(key__subject=subject).count()


@pytest.mark.req("RGT-04")
def test_without_a_signed_rule_nothing_is_erased(cast: Cast, hemi: Survivor) -> None:
    with pytest.raises(decisions.MustBeKept):
        asked(cast, hemi.subject)


@pytest.mark.req("CON-04", "RGT-04")
def test_a_duty_to_keep_refuses(cast: Cast, hemi: Survivor) -> None:
    sign(cast.manager)

    with pytest.raises(decisions.MustBeKept):
        asked(cast, hemi.subject, at=NOW + DAY)


@pytest.mark.req("RGT-04")
def test_a_hold_refuses(cast: Cast, hemi: Survivor) -> None:
    sign(cast.manager)
    with use(cast.manager.context):
        decisions.hold(cast.manager, hemi.subject, HoldGround.COURT, at=LATER)

    with pytest.raises(decisions.OnHold):
        asked(cast, hemi.subject)


@pytest.mark.req("RGT-04")
def test_a_hold_after_the_approval_stops_it(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    approved(cast, hemi.subject)
    with use(cast.manager.context):
        decisions.hold(cast.manager, hemi.subject, HoldGround.INQUIRY, at=LATER)

    assert destroy_due(ledger(tmp_path), at=COOLED) == []


@pytest.mark.req("CON-04")
def test_what_is_checked_is_recorded(cast: Cast, hemi: Survivor) -> None:
    one = approved(cast, hemi.subject)

    with use(cast.manager.context), transaction.atomic():
        found = queries.erasure(one.id)
    assert found.rule.basis == Basis.HEALTH_10Y
    assert found.due_on.isoformat() == "2036-08-04"


@pytest.mark.req("RGT-04")
def test_whoever_asked_can_not_approve(cast: Cast, hemi: Survivor) -> None:
    sign(cast.manager)
    one = asked(cast, hemi.subject)

    with use(cast.manager.context), pytest.raises(AccessDenied):
        decisions.approve(cast.manager, one.id, at=LATER)


@pytest.mark.req("RGT-04")
def test_the_database_takes_no_approval_in_another_name(
    cast: Cast, hemi: Survivor
) -> None:
    sign(cast.manager)
    one = asked(cast, hemi.subject)

    with use(cast.manager.context), pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.filter(id=one.id).update(
            approved_by=cast.admin.member, approved_at=LATER
        )


@pytest.mark.req("RGT-04")
def test_it_is_asked_once(cast: Cast, hemi: Survivor) -> None:
    approved(cast, hemi.subject)

    with pytest.raises(decisions.AskedAlready):
        asked(cast, hemi.subject)


@pytest.mark.req("CON-04")
@pytest.mark.parametrize(
    ("after", "gone"), [(14 * DAY, 0), (15 * DAY - timedelta(hours=12), 1)]
)
def test_it_cools_off_for_fourteen_whole_days(
    cast: Cast, hemi: Survivor, tmp_path: Path, after: timedelta, gone: int
) -> None:
    approved(cast, hemi.subject)

    assert len(destroy_due(ledger(tmp_path), at=LATER + after)) == gone


@pytest.mark.req("CON-04")
def test_without_the_second_person_nothing_goes(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    sign(cast.manager)
    asked(cast, hemi.subject)

    assert destroy_due(ledger(tmp_path), at=COOLED) == []
    assert wrapped_keys(cast, hemi.subject) == 2


@pytest.mark.req("CON-04")
def test_he_may_change_his_mind(cast: Cast, hemi: Survivor, tmp_path: Path) -> None:
    one = approved(cast, hemi.subject)
    with use(cast.manager.context):
        decisions.stop(cast.manager, one.id, at=LATER)

    assert destroy_due(ledger(tmp_path), at=COOLED) == []
    with use(cast.worker.context):
        assert people.person(cast.worker, hemi.subject, at=LATER).identity


@pytest.mark.req("CON-04", "RGT-04")
def test_nothing_is_left_that_leads_to_him(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    before = rows_about(cast, hemi.subject)
    assert before["cases.Section"]
    assert before["cases.Session"]
    assert wrapped_keys(cast, hemi.subject) == 2
    approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    assert set(rows_about(cast, hemi.subject).values()) == {0}
    assert wrapped_keys(cast, hemi.subject) == 0
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        assert not Subject.objects.filter(id=hemi.subject).exists()


@pytest.mark.req("RGT-04")
def test_nobody_else_loses_anything(cast: Cast, hemi: Survivor, tmp_path: Path) -> None:
    other = survivor(cast.worker, "Rangi")
    foreign = survivor(cast.outsider, "Tama")
    approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    with use(cast.worker.context):
        found = people.person(cast.worker, other.subject, at=NOW)
    with use(cast.outsider.context):
        theirs = people.person(cast.outsider, foreign.subject, at=NOW)
    assert found.identity
    assert theirs.identity


@pytest.mark.req("RGT-04")
def test_the_activity_stays_as_a_tally(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    with use(cast.manager.context), transaction.atomic():
        (tally,) = Tally.objects.values_list("month", "minutes")
    assert tally[0].isoformat() == "2026-08-01"
    assert tally[1] == 60


@pytest.mark.req("RGT-04")
def test_the_proof_stays_and_names_nobody(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    one = approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    with use(cast.manager.context), transaction.atomic():
        proof = queries.erasure(one.id)
    assert (proof.subject_id, proof.ledger_number, proof.keys) == (None, 1, 2)


@pytest.mark.req("K04")
def test_the_ledger_says_it_before_and_after(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    approved(cast, hemi.subject)
    with use(Keeper(cast.kauri.id).context), transaction.atomic():
        keys = set(SubjectKey.objects.values_list("id", flat=True))

    destroy_due(ledger(tmp_path), at=COOLED)

    intent, done = ledger(tmp_path).lines()
    assert (intent.is_done, done.is_done) == (False, True)
    assert intent.keys == done.keys == keys
    assert intent.subject == digest_of(hemi.subject)
    assert str(hemi.subject) not in (tmp_path / "shreds.txt").read_text()


@pytest.mark.req("K04")
def test_killed_after_the_intent_the_next_run_finishes(
    cast: Cast, hemi: Survivor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = approved(cast, hemi.subject)
    killed = "consent.retention.services.destroying.forget"
    with monkeypatch.context() as patched:
        patched.setattr(killed, _die)
        with pytest.raises(KeyboardInterrupt):
            destroy_due(ledger(tmp_path), at=COOLED)
    assert wrapped_keys(cast, hemi.subject) == 2
    with use(cast.manager.context), pytest.raises(AccessDenied):
        decisions.stop(cast.manager, one.id, at=COOLED)

    destroy_due(ledger(tmp_path), at=COOLED)

    assert wrapped_keys(cast, hemi.subject) == 0
    assert [line.is_done for line in ledger(tmp_path).lines()] == [False, True]


@pytest.mark.req("K04")
def test_killed_before_the_end_the_next_run_says_it_is_done(
    cast: Cast, hemi: Survivor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(cast, hemi.subject)
    with monkeypatch.context() as patched:
        patched.setattr("consent.retention.services.destroying.Ledger.finish", _die)
        with pytest.raises(KeyboardInterrupt):
            destroy_due(ledger(tmp_path), at=COOLED)

    destroy_due(ledger(tmp_path), at=COOLED)

    assert [line.is_done for line in ledger(tmp_path).lines()] == [False, True]


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.req("RGT-04")
def test_the_ledger_destroys_nobody_else_again(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    survivor(cast.worker, "Rangi")
    approved(cast, hemi.subject)
    destroy_due(ledger(tmp_path), at=COOLED)

    assert replay(ledger(tmp_path), at=COOLED).destroyed_again == 0


@pytest.mark.req("RGT-04")
@pytest.mark.parametrize("role", ["worker", "admin", "outside_manager"])
def test_who_does_not_review_sees_no_list(
    cast: Cast, hemi: Survivor, role: str
) -> None:
    with use(getattr(cast, role).context):
        if role == "outside_manager":
            with pytest.raises(NotVisible):
                queries.retained(None, hemi.subject)
            return
        with pytest.raises(DatabaseError), transaction.atomic():
            queries.retained(None, hemi.subject)


@pytest.mark.req("K03", "RGT-04")
@pytest.mark.parametrize("role", ["worker", "manager", "admin"])
def test_no_site_may_destroy_a_key(cast: Cast, hemi: Survivor, role: str) -> None:
    with (
        use(getattr(cast, role).context),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM consent_wrappedkey")


@pytest.mark.req("RGT-04")
def test_every_holding_is_reached() -> None:
    reached = {model._meta.label for model in (*paths(), *named_by_id())}
    holdings = {
        model._meta.label
        for model in apps.get_models()
        if getattr(vars(model).get("Privacy"), "holding", "")
    }

    assert holdings - reached == {"retention.Erasure"}


@pytest.mark.req("RGT-04")
def test_it_does_not_remember_who_asked_before(
    cast: Cast, hemi: Survivor, tmp_path: Path
) -> None:
    first = approved(cast, hemi.subject)
    with use(cast.manager.context):
        decisions.stop(cast.manager, first.id, at=LATER)
    approved(cast, hemi.subject)

    destroy_due(ledger(tmp_path), at=COOLED)

    with use(cast.manager.context), transaction.atomic():
        assert [one.subject_id for one in queries.erasures()] == [None]


def test_a_destroyed_one_names_nobody_in_the_database_either(
    cast: Cast, hemi: Survivor
) -> None:
    one = approved(cast, hemi.subject)

    with (
        use(Keeper(cast.kauri.id).context),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Erasure.objects.filter(id=one.id).update(
            begun_at=LATER, destroyed_at=LATER, ledger_number=1
        )
