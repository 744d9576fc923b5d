"""What stands with a consent: who heard it, whom he names, who is told what."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.models import StatisticalProfile
from consent.documents import Sealer, release_keys
from consent.enums import Given, Information, Purpose
from consent.history import history, may_share, quotable, standing
from consent.models import Consent, Particulars, Subject, SubjectKey, Wording
from consent.policies import Stage
from consent.queries import current_wordings, may_name_colleagues
from consent.services import consents
from consent.services.consents import Agreement, NothingToReplace, RecordInForce
from consent.terms import PARTICULARS, Terms, drawn
from msa.access.refusals import AccessDenied
from msa.accounts.actor import Actor
from msa.tenancy.context import Context, use
from tests.cast import NOW, TODAY, Cast, agreements, survivor_of
from tests.consent.consent_world import owner, run

GP = Agreement(
    Purpose.SHARING,
    Given.SPOKEN,
    TODAY,
    "SHARING-en-1",
    terms=Terms(recipient="Dr Rata", information=["WHO"], in_words="that I sleep"),
)
LATER = NOW + timedelta(days=400)


@pytest.fixture
def subject(cast: Cast) -> UUID:
    """A survivor who agreed to the usual with the worker."""
    return survivor_of(cast.worker).id


def give(cast: Cast, subject: UUID, agreement: Agreement) -> UUID:
    with use(cast.worker.context):
        consents.give(cast.worker, subject, agreement, at=timezone.now())
    return agreement.id


def naming(*colleagues: Actor) -> Agreement:
    return Agreement(
        Purpose.COLLEAGUES,
        Given.SPOKEN,
        TODAY,
        "COLLEAGUES-en-2",
        colleagues=tuple(one.member for one in colleagues),
    )


def sees(actor: Actor, subject: UUID) -> bool:
    with use(actor.context):
        return Subject.objects.filter(id=subject).exists()


def reads(actor: Actor, subject: UUID, purpose: Purpose = Purpose.RECORD) -> bool:
    with use(actor.context):
        return bool(release_keys(actor, [subject], purpose, act="open"))


def expire(cast: Cast, consent: UUID) -> None:
    with use(owner(cast)):
        run(
            "UPDATE consent_consent SET expires_at = now() - interval '1 second'"
            " WHERE id = %s",
            consent,
        )


def refused(cast: Cast, sql: str, *values: object) -> bool:
    try:
        with use(cast.worker.context), transaction.atomic():
            run(sql, *values)
    except DatabaseError:
        return True
    return False


# The words of a consent


@pytest.mark.req("CON-03")
def test_the_words_of_a_consent_are_sealed_and_come_back(
    cast: Cast, subject: UUID
) -> None:
    give(cast, subject, GP)

    with use(cast.worker.context):
        stored = bytes(Particulars.objects.get().sealed.envelope)
        (entry,) = (
            one
            for one in history(cast.worker, subject, at=timezone.now())
            if one.purpose is Purpose.SHARING
        )
    assert b"Rata" not in stored
    assert entry.terms == GP.terms
    assert entry.information == ["His name and age"]


def test_a_signature_is_kept_as_lines(cast: Cast, subject: UUID) -> None:
    signed = Terms(strokes=[[1, 2, 30, 40], [5, 5]])
    give(cast, subject, replace(GP, given=Given.SCREEN, terms=signed))

    with use(cast.worker.context):
        entries = history(cast.worker, subject, at=timezone.now())
    assert entries[0].signature == "M1 2L30 40M5 5L5 5"
    assert drawn([]) == ""


@pytest.mark.req("CON-03")
def test_nothing_is_put_to_a_consent_afterwards(cast: Cast, subject: UUID) -> None:
    bare = give(cast, subject, replace(GP, terms=Terms()))

    with use(cast.worker.context):
        sealer = Sealer.for_writing(cast.worker, subject, Purpose.RECORD)
        row = Particulars(
            organisation_id=cast.kauri.id,
            subject_id=subject,
            key_id=sealer.key_id,
            consent_id=bare,
        )
        row.sealed = sealer.seal(
            GP.terms.document(), PARTICULARS, row=row.id, revision=1
        )
        with pytest.raises(DatabaseError, match="no words"), transaction.atomic():
            row.save(force_insert=True)


def test_words_of_another_purpose_are_refused(cast: Cast, subject: UUID) -> None:
    with pytest.raises(DatabaseError, match="another purpose"), transaction.atomic():
        give(cast, subject, replace(GP, wording="CONTACT-en-2"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consent_wording SET explanation = ''",
        "UPDATE consent_wording SET version = 9",
        "DELETE FROM consent_wording",
        "TRUNCATE consent_wording CASCADE",
    ],
)
def test_what_was_shown_stays_even_for_the_owner(cast: Cast, change: str) -> None:
    with (
        use(owner(cast)),
        pytest.raises(DatabaseError, match="append only"),
        transaction.atomic(),
    ):
        run(change)


def test_a_speakers_review_may_be_noted(cast: Cast) -> None:
    with use(owner(cast)):
        assert run(
            "UPDATE consent_wording SET reviewed = true WHERE id LIKE '%%-mi-%%'"
        )


def test_taken_back_with_the_record_its_words_are_out_of_sight(
    cast: Cast, subject: UUID
) -> None:
    give(cast, subject, GP)
    with use(cast.worker.context):
        assert Particulars.objects.exists()
        consents.withdraw(cast.worker, subject, Purpose.RECORD, at=timezone.now())

        assert not Particulars.objects.exists()
        entries = history(cast.worker, subject, at=timezone.now())
    assert {one.stage for one in entries} == {Stage.WITHDRAWN}
    assert all(one.terms == Terms() for one in entries)


@pytest.mark.parametrize("actor", ["manager", "colleague", "outsider"])
def test_nobody_else_reads_the_words(cast: Cast, subject: UUID, actor: str) -> None:
    give(cast, subject, GP)
    other = getattr(cast, actor)
    with use(other.context):
        try:
            with transaction.atomic():
                seen = Particulars.objects.count()
        except DatabaseError:
            seen = 0
    assert seen == 0


# Agreeing anew


@pytest.mark.req("CON-03")
@pytest.mark.parametrize("purpose", [Purpose.RECORD, Purpose.SESSIONS])
@pytest.mark.parametrize("expired", [True, False])
def test_renewed_before_and_after_its_day_nothing_is_lost(
    cast: Cast, subject: UUID, purpose: Purpose, expired: bool
) -> None:
    with use(cast.worker.context):
        before = SubjectKey.objects.get(purpose=purpose)
    if expired:
        expire(cast, before.consent_id)
        assert not reads(cast.worker, subject, purpose)
    (again,) = agreements(purpose)

    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())

        after = SubjectKey.objects.get(purpose=purpose)
    assert (after.id, after.state, after.consent_id) == (before.id, "ACTIVE", again.id)
    assert reads(cast.worker, subject, purpose)


def test_the_same_agreement_twice_is_one(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        for _ in range(2):
            consents.renew(cast.worker, subject, again, at=timezone.now())

        assert Consent.objects.filter(purpose=Purpose.SESSIONS).count() == 2


def test_what_was_replaced_stays_in_his_history(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())

        entries = history(cast.worker, subject, at=timezone.now())
    notes = [one.stage for one in entries if one.purpose is Purpose.SESSIONS]
    assert notes == [Stage.IN_FORCE, Stage.REPLACED]


def test_narrowed_to_a_day_it_ends_that_day(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        narrowed = replace(again, expires_at=LATER)
        consents.renew(cast.worker, subject, narrowed, at=timezone.now())
        after = history(cast.worker, subject, at=LATER)

    (notes,) = (one for one in standing(after) if one.purpose is Purpose.SESSIONS)
    assert not notes.in_force
    assert notes.entries[0].stage is Stage.EXPIRED


def test_taken_back_after_it_was_renewed_its_key_is_sealed(
    cast: Cast, subject: UUID
) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.renew(cast.worker, subject, again, at=timezone.now())
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=timezone.now())

    assert not reads(cast.worker, subject, Purpose.SESSIONS)


def test_what_was_taken_back_is_not_renewed(cast: Cast, subject: UUID) -> None:
    (again,) = agreements(Purpose.SESSIONS)
    with use(cast.worker.context):
        consents.withdraw(cast.worker, subject, Purpose.SESSIONS, at=timezone.now())
        with pytest.raises(NothingToReplace):
            consents.renew(cast.worker, subject, again, at=timezone.now())


def test_a_record_that_expired_is_renewed_and_not_begun_again(
    cast: Cast, subject: UUID
) -> None:
    with use(cast.worker.context):
        expired = Consent.objects.get(purpose=Purpose.RECORD).id
    expire(cast, expired)
    with use(cast.worker.context), pytest.raises(RecordInForce):
        consents.welcome_back(
            cast.worker, subject, agreements(Purpose.RECORD), at=timezone.now()
        )


def test_counted_people_stay_counted_when_it_is_renewed(
    cast: Cast, subject: UUID
) -> None:
    with use(cast.worker.context):
        StatisticalProfile(organisation_id=cast.kauri.id, subject_id=subject).save(
            force_insert=True
        )
        (again,) = agreements(Purpose.STATISTICS)
        consents.renew(cast.worker, subject, again, at=timezone.now())

        assert StatisticalProfile.objects.exists()


def test_figures_leave_out_whose_day_has_come(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        StatisticalProfile(organisation_id=cast.kauri.id, subject_id=subject).save(
            force_insert=True
        )
        counted = Consent.objects.get(purpose=Purpose.STATISTICS).id
    with use(Context(cast.kauri.id, cast.worker.person, "reporting")):
        assert StatisticalProfile.objects.exists()
    expire(cast, counted)

    with use(Context(cast.kauri.id, cast.worker.person, "reporting")):
        assert not StatisticalProfile.objects.exists()


@pytest.mark.parametrize("replaced_by", ["itself", "other purpose", "key not moved"])
def test_a_consent_ends_by_hand_only_where_another_took_its_place(
    cast: Cast, subject: UUID, replaced_by: str
) -> None:
    with use(cast.worker.context):
        notes = Consent.objects.get(purpose=Purpose.SESSIONS).id
        counted = Consent.objects.get(purpose=Purpose.STATISTICS).id
        bare = replace(agreements(Purpose.SESSIONS)[0])
        Consent(
            id=bare.id,
            organisation_id=cast.kauri.id,
            subject_id=subject,
            purpose=Purpose.SESSIONS,
            wording_id=bare.wording,
            given=Given.SPOKEN,
            given_on=TODAY,
            recorded_by_id=cast.worker.member,
            recorded_at=NOW,
        ).save(force_insert=True)
    other = {"itself": notes, "other purpose": counted, "key not moved": bare.id}

    assert refused(
        cast,
        "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
        " recorded_by_id, recorded_at, replaced_by_id)"
        " VALUES (%s, %s, %s, %s, %s, now(), %s)",
        *(uuid.uuid4(), cast.kauri.id, subject, notes, cast.worker.member),
        other[replaced_by],
    )


# Colleagues whom he names


@pytest.mark.req("CON-02")
def test_whom_he_names_sees_his_record_and_nobody_else_does(
    cast: Cast, subject: UUID
) -> None:
    assert not sees(cast.colleague, subject)
    give(cast, subject, naming(cast.colleague))

    assert sees(cast.colleague, subject)
    assert reads(cast.colleague, subject)
    assert not sees(cast.outsider, subject)


def test_a_yes_that_names_nobody_shows_nobody(cast: Cast, subject: UUID) -> None:
    give(cast, subject, naming())

    assert not sees(cast.colleague, subject)


@pytest.mark.parametrize("how", ["withdrawn", "expired", "narrowed", "role ended"])
def test_it_ends_at_once(cast: Cast, subject: UUID, how: str) -> None:
    given = give(cast, subject, naming(cast.colleague))
    assert sees(cast.colleague, subject)
    now = timezone.now()
    with use(cast.worker.context):
        if how == "withdrawn":
            consents.withdraw(cast.worker, subject, Purpose.COLLEAGUES, at=now)
        if how == "narrowed":
            consents.renew(cast.worker, subject, naming(), at=now)
    if how == "expired":
        expire(cast, given)
    if how == "role ended":
        with use(owner(cast)):
            run(
                "UPDATE accounts_member SET roles = '{MANAGER}' WHERE id = %s",
                cast.colleague.member,
            )

    assert not sees(cast.colleague, subject)
    assert not reads(cast.colleague, subject)


def test_who_was_named_names_nobody_else(cast: Cast, subject: UUID) -> None:
    give(cast, subject, naming(cast.colleague))
    (contact,) = agreements(Purpose.CONTACT)

    with use(cast.colleague.context):
        consents.give(cast.colleague, subject, contact, at=timezone.now())
        assert not may_name_colleagues(cast.colleague, subject)
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            consents.renew(
                cast.colleague, subject, naming(cast.colleague), at=timezone.now()
            )


# Telling somebody outside, and using his words


@pytest.mark.req("CON-02")
def test_only_what_he_agreed_to_is_told_and_only_to_whom_he_said(
    cast: Cast, subject: UUID
) -> None:
    give(cast, subject, GP)

    def told(recipient: str, what: Information) -> bool:
        with use(cast.worker.context):
            return may_share(
                cast.worker, subject, recipient=recipient, what=what, at=timezone.now()
            )

    assert told("dr  rata", Information.WHO)
    assert not told("Dr Rata", Information.SAFETY)
    assert not told("Dr Rimu", Information.WHO)
    assert not told("", Information.WHO)


def test_two_may_be_told_and_one_is_taken_back(cast: Cast, subject: UUID) -> None:
    give(cast, subject, GP)
    house = replace(GP, id=uuid.uuid4(), terms=replace(GP.terms, recipient="Housing"))
    give(cast, subject, house)

    with use(cast.worker.context):
        consents.withdraw(
            cast.worker, subject, Purpose.SHARING, at=timezone.now(), only=GP.id
        )
        entries = history(cast.worker, subject, at=timezone.now())
    standing_now = [one.terms.recipient for one in entries if one.in_force]
    assert "Housing" in standing_now
    assert "Dr Rata" not in standing_now


def test_the_one_that_is_changed_is_replaced_and_the_other_stays(
    cast: Cast, subject: UUID
) -> None:
    give(cast, subject, GP)
    house = replace(GP, id=uuid.uuid4(), terms=replace(GP.terms, recipient="Housing"))
    give(cast, subject, house)
    less = replace(GP, id=uuid.uuid4(), terms=replace(GP.terms, in_words=""))

    with use(cast.worker.context):
        consents.renew(cast.worker, subject, less, at=timezone.now(), replaces=GP.id)
        entries = history(cast.worker, subject, at=timezone.now())
    assert {one.consent.id for one in entries if one.purpose is Purpose.SHARING} == {
        *(GP.id, house.id, less.id)
    }
    assert [one.consent.id for one in entries if one.stage is Stage.REPLACED] == [GP.id]


def test_only_words_he_approved_are_quoted(cast: Cast, subject: UUID) -> None:
    words = Agreement(
        Purpose.QUOTATION,
        Given.SPOKEN,
        TODAY,
        "QUOTATION-en-1",
        terms=Terms(quotation="It helped"),
    )
    give(cast, subject, words)

    with use(cast.worker.context):
        assert quotable(cast.worker, subject, at=timezone.now()) == ["It helped"]
        consents.withdraw(cast.worker, subject, Purpose.QUOTATION, at=timezone.now())
        assert quotable(cast.worker, subject, at=timezone.now()) == []


def test_without_a_record_no_words_are_kept(cast: Cast, subject: UUID) -> None:
    with use(cast.worker.context):
        record = Consent.objects.get(purpose=Purpose.RECORD).id
    expire(cast, record)

    with pytest.raises(AccessDenied):
        give(cast, subject, GP)


# The words he reads


@pytest.mark.req("CON-03")
def test_te_reo_that_no_speaker_reviewed_falls_back_to_english(
    cast: Cast, settings: object
) -> None:
    with use(cast.worker.context):
        settings.MSA_DEMO = False  # type: ignore[attr-defined]
        assert {w.language for w in current_wordings("mi").values()} == {"en-nz"}
        settings.MSA_DEMO = True  # type: ignore[attr-defined]
        assert {w.language for w in current_wordings("mi").values()} == {"mi"}
        assert {w.language for w in current_wordings("en-nz").values()} == {"en-nz"}


def test_te_reo_older_than_the_english_is_not_shown(cast: Cast) -> None:
    with use(owner(cast)):
        Wording.objects.filter(language="mi").update(reviewed=True)
        Wording.objects.create(
            id="RECORD-en-2",
            purpose="RECORD",
            language="en-nz",
            version=2,
            explanation="New.",
            reviewed=True,
        )
    with use(cast.worker.context):
        found = current_wordings("mi")
    assert found[Purpose.RECORD].id == "RECORD-en-2"
    assert found[Purpose.SESSIONS].id == "SESSIONS-mi-1"
