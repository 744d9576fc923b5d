from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from consent.documents import Binding, Sealer, open_documents, under_consent
from consent.enums import Given, KeyState, Purpose
from consent.models import Consent, Subject, SubjectKey, Withdrawal
from consent.queries import (
    consent_lines,
    consents_in_force,
    current_wordings,
    purposes_in_force,
    subject_for,
)
from consent.services import consents
from consent.services.consents import Agreement, RecordConsentMissing, RecordInForce
from msa.access.refusals import AccessDenied, NotVisible
from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from tests.cast import NOW, TODAY, USUAL, Cast, agreements, survivor_of

LATER = NOW + timedelta(days=10)


def states(cast: Cast) -> set[tuple[str, str]]:
    with use(cast.worker.context):
        return set(SubjectKey.objects.values_list("purpose", "state"))


# Giving


def test_without_a_record_nothing_is_stored(cast: Cast) -> None:
    with use(cast.worker.context):
        with pytest.raises(RecordConsentMissing):
            consents.welcome(cast.worker, agreements(Purpose.SESSIONS), at=NOW)

        assert not Subject.objects.exists()


def test_each_purpose_with_words_has_a_key_of_its_own(
    cast: Cast, subject: UUID
) -> None:
    assert states(cast) == {("RECORD", "ACTIVE"), ("SESSIONS", "ACTIVE")}


def test_each_purpose_is_in_force_by_itself(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        assert purposes_in_force(subject, at=NOW) == set(USUAL)


def test_given_twice_it_is_given_once(cast: Cast, subject: UUID) -> None:
    (agreement,) = agreements(Purpose.RECORD)
    with use(cast.worker.context):
        assert consents.give(cast.worker, subject, agreement, at=LATER) is None

        assert Consent.objects.filter(purpose=Purpose.RECORD).count() == 1


@pytest.mark.req("CON-03")
def test_a_consent_keeps_its_wording_manner_time_and_who_recorded_it(
    cast: Cast, subject: UUID
) -> None:
    ends = NOW + timedelta(days=365)
    agreement = Agreement(
        Purpose.CONTACT, Given.PAPER, TODAY, wording="CONTACT-en-1", expires_at=ends
    )

    with use(cast.worker.context):
        consents.give(cast.worker, subject, agreement, at=LATER)

        consent = Consent.objects.select_related("wording").get(purpose="CONTACT")
    assert (consent.given, consent.given_on, consent.recorded_at) == (
        "PAPER",
        TODAY,
        LATER,
    )
    assert (consent.recorded_by_id, consent.expires_at) == (cast.worker.member, ends)
    assert consent.wording
    assert (consent.wording.version, consent.wording.language) == (1, "en-nz")


@pytest.mark.req("CON-03")
@pytest.mark.parametrize("role", ["worker", "manager", "admin"])
@pytest.mark.parametrize("table", ["consent_consent", "consent_withdrawal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET recorded_at = now()", "DELETE FROM {}"])
def test_history_is_never_rewritten(
    cast: Cast, subject: UUID, role: str, table: str, act: str
) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)

    with (
        use(getattr(cast, role).context),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(act.format(table))


def test_a_consent_that_ended_is_not_in_force(cast: Cast, subject: UUID) -> None:
    agreement = Agreement(
        Purpose.CONTACT, Given.SPOKEN, TODAY, "CONTACT-en-1", expires_at=LATER
    )
    with use(cast.worker.context):
        consents.give(cast.worker, subject, agreement, at=NOW)

        assert Purpose.CONTACT in purposes_in_force(subject, at=NOW)
        assert Purpose.CONTACT not in purposes_in_force(subject, at=LATER)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_can_record_a_consent(
    cast: Cast, subject: UUID, actor: str
) -> None:
    other = getattr(cast, actor)
    (agreement,) = agreements(Purpose.CONTACT)

    with (
        use(other.context),
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        consents.give(other, subject, agreement, at=NOW)


# Taking back


@pytest.mark.req("CON-03")
def test_taken_back_it_ends_and_its_time_is_kept(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        done = consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=LATER)

        assert done == [Purpose.SESSIONS]
        assert Withdrawal.objects.get().recorded_at == LATER
        assert Consent.objects.filter(purpose=Purpose.SESSIONS).count() == 1
    assert ("SESSIONS", "SEALED") in states(cast)


def test_taking_back_the_record_takes_back_all(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        done = consents.withdraw(cast.worker, subject, Purpose.RECORD, at=LATER)

        assert set(done) == set(USUAL)
        assert purposes_in_force(subject, at=LATER) == set()
    assert {state for _, state in states(cast)} == {KeyState.SEALED}


def test_what_is_not_in_force_can_not_be_taken_back(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context), pytest.raises(AccessDenied):
        consents.withdraw(cast.worker, subject, Purpose.SHARING, at=NOW)


@pytest.mark.parametrize("actor", ["colleague", "outsider"])
def test_nobody_else_can_take_it_back(cast: Cast, subject: UUID, actor: str) -> None:
    other = getattr(cast, actor)

    with use(other.context), pytest.raises(AccessDenied):
        consents.withdraw(other, subject, Purpose.RECORD, at=NOW)

    with use(cast.worker.context):
        assert Purpose.RECORD in purposes_in_force(subject, at=NOW)


def test_given_again_it_has_another_key(cast: Cast, subject: UUID) -> None:
    (agreement,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=NOW)

        assert consents.give(cast.worker, subject, agreement, at=LATER)

    assert states(cast) >= {("SESSIONS", "SEALED"), ("SESSIONS", "ACTIVE")}


def test_welcomed_back_he_has_fresh_keys(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)

        back = consents.welcome_back(
            cast.worker, subject, agreements(Purpose.RECORD), at=LATER
        )

    assert back.subject.id == subject
    assert list(back.sealers) == [Purpose.RECORD]


def test_nobody_is_welcomed_back_who_never_left(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context), pytest.raises(RecordInForce):
        consents.welcome_back(
            cast.worker, subject, agreements(Purpose.RECORD), at=LATER
        )


@pytest.mark.parametrize("act", ["welcome", "give", "withdraw"])
def test_each_act_is_undone_when_the_audit_fails(
    cast: Cast, subject: UUID, act: str
) -> None:
    with use(Context(cast.kauri.id, FOUNDER, "owner")), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM msa_worker")
    (agreement,) = agreements(Purpose.CONTACT)
    worker = cast.worker
    acts = {
        "welcome": lambda: consents.welcome(worker, agreements(*USUAL), at=NOW),
        "give": lambda: consents.give(worker, subject, agreement, at=NOW),
        "withdraw": lambda: consents.withdraw(worker, subject, *USUAL[:1], at=NOW),
    }

    with use(worker.context):
        with pytest.raises(ProgrammingError):
            acts[act]()

        assert Subject.objects.count() == 1
        assert purposes_in_force(subject, at=NOW) == set(USUAL)


# Reading


def test_lines_tell_each_state_of_a_purpose(cast: Cast, subject: UUID) -> None:
    ended = Agreement(
        Purpose.CONTACT, Given.SPOKEN, TODAY, "CONTACT-en-1", expires_at=LATER
    )
    with use(cast.worker.context):
        consents.give(cast.worker, subject, ended, at=NOW)
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=NOW)

        lines = {line.purpose: line for line in consent_lines(subject, at=LATER)}

    assert [line.purpose for line in lines.values()] == list(Purpose)
    assert lines[Purpose.RECORD].in_force
    assert lines[Purpose.SESSIONS].withdrawn_at == NOW
    assert lines[Purpose.CONTACT].expired_at == LATER
    assert lines[Purpose.SHARING].consent is None
    assert [p for p, line in lines.items() if line.in_force] == [
        Purpose.RECORD,
        Purpose.STATISTICS,
    ]


def test_lines_show_the_newest_consent(cast: Cast, subject: UUID) -> None:
    (agreement,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=NOW)
        consents.give(cast.worker, subject, agreement, at=LATER)

        lines = {line.purpose: line for line in consent_lines(subject, at=LATER)}
    assert lines[Purpose.SESSIONS].in_force


@pytest.mark.parametrize("actor", ["colleague", "outsider", "compiler"])
def test_nobody_else_sees_a_survivor_or_his_consents(
    cast: Cast, subject: UUID, actor: str
) -> None:
    other = getattr(cast, actor)
    if actor == "compiler":
        with use(other.context), pytest.raises(ProgrammingError):
            consents_in_force(subject, at=NOW).exists()
        return

    with use(other.context):
        assert not consents_in_force(subject, at=NOW).exists()
        with pytest.raises(NotVisible):
            subject_for(subject)


def test_there_is_a_wording_for_each_purpose(cast: Cast) -> None:
    with use(cast.worker.context):
        wordings = current_wordings("en-nz")

    assert set(wordings) == set(Purpose)


# Documents


def test_a_row_that_a_withdrawal_overtook_is_a_refusal(
    cast: Cast, subject: UUID
) -> None:
    with use(cast.worker.context):
        key = SubjectKey.objects.get(purpose=Purpose.RECORD)
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=NOW)
        key.id = uuid.uuid4()

        with pytest.raises(AccessDenied), under_consent():
            key.save(force_insert=True)


def test_nothing_is_sealed_without_a_consent(cast: Cast) -> None:
    subject = survivor_of(cast.worker, Purpose.RECORD).id

    with use(cast.worker.context), pytest.raises(AccessDenied):
        Sealer.for_writing(cast.worker, subject, Purpose.SESSIONS)


def test_no_rows_ask_for_no_keys(cast: Cast) -> None:
    with use(cast.worker.context):
        opened = open_documents(
            cast.worker, [], Binding("cases_section"), Purpose.RECORD, act="open"
        )

    assert opened == {}
