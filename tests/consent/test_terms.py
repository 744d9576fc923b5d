"""What stands with a consent: who heard it, who is told what, his very words."""

from __future__ import annotations

import uuid
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from consent.documents import Sealer
from consent.enums import Given, Information, Purpose
from consent.history import history, may_share, quotable
from consent.models import Consent, Particulars, Wording
from consent.policies import Stage
from consent.queries import consent_lines, current_wordings
from consent.services import consents
from consent.services.consents import Agreement
from consent.terms import PARTICULARS, Terms, drawn
from msa.access.refusals import AccessDenied
from msa.tenancy.context import use
from tests.cast import TODAY, Cast
from tests.consent.consent_world import GP, expire, give, owner, run

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


def test_a_line_tells_of_the_one_that_stands(cast: Cast, subject: UUID) -> None:
    give(cast, subject, GP)
    house = replace(GP, id=uuid.uuid4(), terms=replace(GP.terms, recipient="Housing"))
    give(cast, subject, house)
    with use(cast.worker.context):
        now = timezone.now()
        consents.withdraw(cast.worker, subject, Purpose.SHARING, at=now, only=house.id)

        lines = {line.purpose: line for line in consent_lines(subject, at=now)}
    assert lines[Purpose.SHARING].in_force


def test_where_the_words_are_sealed_nothing_is_said_to_be_missing(
    cast: Cast, subject: UUID
) -> None:
    give(cast, subject, GP)
    with use(cast.worker.context):
        kept = Consent.objects.get(purpose=Purpose.RECORD).id
    expire(cast, kept)

    with use(cast.worker.context):
        entries = history(cast.worker, subject, at=timezone.now())
    (shared,) = (one for one in entries if one.purpose is Purpose.SHARING)
    assert shared.terms == Terms()
    assert not shared.is_empty
