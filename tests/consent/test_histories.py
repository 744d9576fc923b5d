"""No order of saying yes and no lets a use through that no consent stands behind (K09).

The pages' services and raw SQL in the worker's own role take turns. A plain model says
what holds; whatever is possible must have a consent that holds, and what holds must
be possible.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from consent.enums import KEYED, Purpose
from consent.models import SubjectKey
from consent.services import consents
from consent.services.consents import (
    ChildProtectionUnread,
    NothingToReplace,
    RecordConsentMissing,
    RecordInForce,
)
from msa.access.refusals import AccessDenied
from msa.tenancy.context import use
from tests.cast import Cast
from tests.consent.consent_world import (
    DESCRIBE,
    Model,
    Policy,
    Yes,
    agreement,
    done,
    owner,
    run,
    uses,
)

EXHAUSTIVE = os.environ.get("MSA_EXHAUSTIVE") == "1"
REFUSED = (
    *(AccessDenied, ChildProtectionUnread, NothingToReplace),
    *(RecordConsentMissing, RecordInForce),
)
Act = Callable[["History"], bool]

_CONSENT = (
    "INSERT INTO consent_consent (id, organisation_id, subject_id, purpose, wording_id,"
    " given, given_on, recorded_by_id, recorded_at, of_age) VALUES"
    " (%s, %s, %s, %s, %s, 'SPOKEN', now(), %s, now(), %s)"
)
_WITHDRAWAL = (
    "INSERT INTO consent_withdrawal (id, organisation_id, subject_id, consent_id,"
    " recorded_by_id, recorded_at, replaced_by_id)"
    " VALUES (%s, %s, %s, %s, %s, now(), %s)"
)
#: What nobody may do to what was recorded.
_UNDOING = (
    "UPDATE consent_consent SET expires_at = NULL WHERE subject_id = %s",
    "UPDATE consent_consent SET colleagues = '{{}}' WHERE subject_id = %s",
    "UPDATE consent_subjectkey SET state = 'ACTIVE' WHERE subject_id = %s",
    "DELETE FROM consent_withdrawal WHERE subject_id = %s",
    "UPDATE cases_session SET withheld = false WHERE subject_id = %s",
)


class History:
    """One survivor whose consents come and go, in the product and in the model."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        with use(cast.worker.context):
            first = agreement(Purpose.RECORD, cast)
            welcomed = consents.welcome(cast.worker, [first], at=timezone.now())
        self.model = Model(welcomed.subject.id, [Yes(first.id, Purpose.RECORD)])
        self.policy = Policy(cast)

    def give(self, purpose: Purpose, soon: bool, of_age: bool | None) -> bool:
        """He says yes, or yes again."""
        wanted = agreement(purpose, self.cast, soon=soon, of_age=of_age)
        subject, now = self.model.subject, timezone.now()
        has_record = self.model.holds(Purpose.RECORD)
        with use(self.cast.worker.context), transaction.atomic():
            if purpose is Purpose.RECORD and not self.model.standing(purpose):
                consents.welcome_back(self.cast.worker, subject, [wanted], at=now)
            else:
                consents.give(self.cast.worker, subject, wanted, at=now)
        several = purpose in (Purpose.SHARING, Purpose.QUOTATION)
        if several or not self.model.holds(purpose):
            assert has_record or purpose is Purpose.RECORD
            self.model.consents.append(Yes(wanted.id, purpose))
            self._is_by_the_rule(of_age)
        return True

    def _is_by_the_rule(self, of_age: bool | None) -> None:
        """What was stored may be stored: he is 18, or the policy was read (CON-08)."""
        self.model.of_age = self.model.of_age if of_age is None else of_age
        assert self.model.of_age or self.policy.is_read

    def renew(self, purpose: Purpose, soon: bool, of_age: bool | None) -> bool:
        """He says yes to it for longer or for less, in place of what stands."""
        wanted = agreement(purpose, self.cast, soon=soon, of_age=of_age)
        with use(self.cast.worker.context), transaction.atomic():
            consents.renew(
                self.cast.worker, self.model.subject, wanted, at=timezone.now()
            )
        for before in self.model.standing(purpose):
            before.ended = True
        self.model.consents.append(Yes(wanted.id, purpose))
        self._is_by_the_rule(of_age)
        return True

    def withdraw(self, purpose: Purpose) -> bool:
        """He takes it back."""
        with use(self.cast.worker.context), transaction.atomic():
            consents.withdraw(
                self.cast.worker, self.model.subject, purpose, at=timezone.now()
            )
        every = None if purpose is Purpose.RECORD else purpose
        for before in self.model.standing(every):
            before.ended = True
        return True

    def expire(self, which: int) -> bool:
        """The day of one of his consents comes."""
        standing = self.model.standing()
        if not standing:
            return False
        one = standing[which % len(standing)]
        with use(owner(self.cast)):
            run(
                "UPDATE consent_consent SET expires_at = now() - interval '1 second'"
                " WHERE id = %s",
                one.id,
            )
        one.expired = True
        return True

    def publish(self) -> bool:
        """The manager publishes the policy, or the next version of it."""
        return self.policy.publish()

    def read(self) -> bool:
        """His peer worker says that he has read the version in force."""
        return self.policy.read()

    def raw_consent(self, purpose: Purpose, of_age: bool | None) -> bool:
        """A bare yes is written past the services."""
        worker, bare = self.cast.worker, uuid.uuid4()
        values = (bare, worker.organisation, self.model.subject, purpose.value)
        wording = agreement(purpose, self.cast).wording
        stored = self._raw(_CONSENT, *values, wording, worker.member, of_age)
        assert stored is bool(of_age or self.policy.is_read)
        if not stored:
            return False
        self.model.consents.append(Yes(bare, purpose, detailed=False))
        self.model.of_age = self.model.of_age if of_age is None else of_age
        return True

    def raw_end(self, which: int, by: int) -> bool:
        """One consent is ended by hand, as if another had taken its place."""
        worker = self.cast.worker
        if not self.model.consents:
            return False
        one = self.model.consents[which % len(self.model.consents)]
        others: list[uuid.UUID | None] = [yes.id for yes in self.model.consents]
        replaced_by = [None, *others][by % (len(others) + 1)]
        row = (uuid.uuid4(), worker.organisation, self.model.subject, one.id)
        if not self._raw(_WITHDRAWAL, *row, worker.member, replaced_by):
            return False
        assert not one.ended
        one.ended = True
        return True

    def raw_renewal(self, which: int) -> bool:
        """A key is moved by hand, to any consent that ever was."""
        one = self.model.consents[which % len(self.model.consents)]
        return self._raw("SELECT sec.renew_key(%s)", one.id)

    def raw_undoing(self, which: int) -> bool:
        """Somebody tries to change what was recorded."""
        sql = _UNDOING[which % len(_UNDOING)].replace("{{}}", "{}")
        assert not self._raw(sql, self.model.subject)
        return False

    def _raw(self, sql: str, *values: object) -> bool:
        with use(self.cast.worker.context):
            return done(lambda: run(sql, *values))

    def check(self) -> set[str]:
        """Hold what is possible against the model; return what was possible."""
        with use(self.cast.worker.context):
            worker = self.cast.worker
            done(
                lambda: run(
                    DESCRIBE, uuid.uuid4(), worker.organisation, self.model.subject
                )
            )
        possible = uses(self.cast, self.model.subject)
        assert {use.partition(" ")[0] for use in possible} <= {
            purpose.value for purpose in Purpose if self.model.holds(purpose)
        }
        assert not self._asks_for_detail(possible)
        self._nothing_more_is_possible(possible)
        return possible

    def _asks_for_detail(self, possible: set[str]) -> set[str]:
        """Return what is possible under a bare yes, which names nobody and nothing."""
        bare = {
            f"{purpose.value} is done"
            for purpose in (Purpose.SHARING, Purpose.QUOTATION, Purpose.COLLEAGUES)
            if not any(
                one.holds and one.detailed for one in self.model.standing(purpose)
            )
        }
        return possible & bare

    def _nothing_more_is_possible(self, possible: set[str]) -> None:
        """What holds is possible, so that a refusal is never mistaken for safety."""
        agreed = {
            f"{purpose.value} counts as agreed to"
            for purpose in Purpose
            if self.model.holds(purpose)
        }
        assert agreed <= possible
        with use(owner(self.cast)):
            keys = SubjectKey.objects.filter(subject=self.model.subject, state="ACTIVE")
            active = set(keys.values_list("consent", "purpose"))
        held = {one.id for one in self.model.consents if one.holds}
        for consent, purpose in active:
            is_usable = consent in held
            assert (f"{purpose} is read" in possible) is is_usable
            assert (f"{purpose} is written" in possible) is is_usable


purposes = st.sampled_from(list(Purpose))
keyed = st.sampled_from(KEYED)
number = st.integers(0, 30)
#: Most are 18; None leaves what was said before.
ages = st.sampled_from([True, True, True, True, False, None])
acts = st.one_of(
    st.tuples(st.just("give"), purposes, st.booleans(), ages),
    st.tuples(st.just("give"), keyed, st.booleans(), ages),
    st.tuples(st.just("renew"), purposes, st.booleans(), ages),
    st.tuples(st.just("renew"), keyed, st.booleans(), ages),
    st.tuples(st.just("withdraw"), purposes),
    st.tuples(st.just("expire"), number),
    st.tuples(st.just("raw_consent"), purposes, ages),
    st.tuples(st.sampled_from(["publish", "read", "read"])),
    st.tuples(st.just("raw_end"), number, number),
    st.tuples(st.just("raw_renewal"), number),
    st.tuples(st.just("raw_undoing"), number),
)
tried: Counter[tuple[str, bool]] = Counter()
seen: Counter[str] = Counter()


@pytest.mark.req("K09", "CON-04")
def test_no_history_lets_a_use_through_without_a_consent(cast: Cast) -> None:
    @settings(
        max_examples=1000 if EXHAUSTIVE else 60,
        deadline=None,
        derandomize=not EXHAUSTIVE,
        database=None,
        # What goes wrong is printed as it was found: to make it small takes minutes.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @example([("give", purpose, False, True) for purpose in Purpose])
    @given(st.lists(acts, min_size=6, max_size=12))
    def every_history(history: list[tuple[str, ...]]) -> None:
        point = transaction.savepoint()
        life = History(cast)
        for name, *values in history:
            try:
                was_done = getattr(life, name)(*values)
            except REFUSED:
                was_done = False
            tried[name, was_done] += 1
        seen.update(life.check())
        transaction.savepoint_rollback(point)

    every_history()

    # It was no walk through closed doors: each act went through, and each use was seen.
    assert {name for name, was_done in tried if was_done} == {
        *("give", "renew", "withdraw", "expire"),
        *("raw_consent", "raw_end", "raw_renewal", "publish", "read"),
    }
    assert {use.partition(" ")[0] for use in seen} == set(Purpose.values)
