"""The manager's caseload: everybody of an organisation, 5,000 in the large world.

Filters and lists read clear columns and open the names of one page, so they are held to
what opening a caseload may cost: 2.5 times the same rows in clear (design: caseload).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.queries import caseloads
from cases.queries.caseloads import QUIET_DAYS, Narrowing
from cases.workload.queries import hands, loads
from msa.accounts.actor import Actor
from msa.clock.days import local_date
from msa.tenancy.context import use
from tests.bench import plain
from tests.bench.case import Case, Comparison
from tests.bench.plain import PLAIN
from tests.bench.serving import served, signed_in
from tests.bench.world import World

_PAGE = 25
_NEWEST = (F("last_activity_on").desc(nulls_last=True), "id")
_MISSED = "DID_NOT_ATTEND"


class _Peer:
    """The same lists over clear tables through the ORM, without a policy."""

    def __init__(self, actor: Actor) -> None:
        self._tenant = actor.organisation
        self._today = local_date(timezone.now())

    def everybody(self) -> list[object]:
        return self._page(self._of(plain.Client))

    def quiet(self) -> list[object]:
        return self._page(self._of(plain.Client).filter(self._is_quiet()))

    def waiting(self) -> list[object]:
        rows = self._of(plain.Client).filter(self._waits())
        left = (
            self._his(plain.Assignment)
            .order_by()
            .values("subject_id")
            .annotate(last=Max("ended_at"))
        )
        rows = rows.annotate(left=Subquery(left.values("last")))
        with transaction.atomic(using=PLAIN):
            shown = list(rows.order_by("left", "id")[:_PAGE])
            return [self._names(shown), rows.count()]

    def hand(self) -> list[object]:
        """Return who waits and who is quiet, those longest waiting by name."""
        met = self._met().order_by("-held_on").values("held_on")
        quiet = (
            self._of(plain.Episode)
            .filter(ended_on=None, paused_on=None)
            .annotate(seen=Subquery(met[:1]))
            .filter(Q(seen=None) | Q(seen__lte=self._since()))
        )
        with transaction.atomic(using=PLAIN):
            waiting = self._of(plain.Client).filter(self._waits())
            found: dict[UUID, tuple[int, date, str]] = {
                row.subject_id: (1, self._today, "Waits") for row in waiting
            }
            for subject, started, seen in quiet.values_list(
                "subject_id", "started_on", "seen"
            ):
                days = (self._today - (seen or started)).days
                why = (2, seen or started, f"Not met for {days} days")
                found.setdefault(subject, why)
            ranked = sorted(found, key=found.__getitem__)
            shown = self._of(plain.Client).filter(subject_id__in=ranked[:_PAGE])
            return [*self._names(list(shown)), len(ranked)]

    def _page(self, rows: QuerySet[Any]) -> list[object]:
        with transaction.atomic(using=PLAIN):
            shown = list(rows.order_by(*_NEWEST)[: _PAGE + 1])[:_PAGE]
            subjects = [row.subject_id for row in shown]
            met = self._of(plain.Session).exclude(kind=_MISSED)
            last = met.filter(subject_id__in=subjects).values_list("subject_id")
            return [*self._names(shown), dict(last.annotate(Max("held_on")))]

    def _names(self, shown: Sequence[plain.Client]) -> list[object]:
        subjects = [row.subject_id for row in shown]
        people = self._of(plain.Person).filter(subject_id__in=subjects)
        workers = self._of(plain.Assignment).filter(
            subject_id__in=subjects, ended_at=None
        )
        return [list(people), dict(workers.values_list("subject_id", "member_id"))]

    def _of(self, model: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.using(PLAIN)
        return rows.filter(organisation_id=self._tenant)

    def _his(self, model: Any) -> QuerySet[Any]:
        return self._of(model).filter(subject_id=OuterRef("subject_id"))

    def _met(self) -> QuerySet[Any]:
        return self._his(plain.Session).exclude(kind=_MISSED)

    def _since(self) -> date:
        return self._today - timedelta(days=QUIET_DAYS)

    def _is_quiet(self) -> Q:
        active = self._his(plain.Episode).filter(ended_on=None, paused_on=None)
        met = self._met().filter(held_on__gt=self._since())
        return Q(~Exists(met), Exists(active))

    def _waits(self) -> Q:
        goes_on = self._his(plain.Episode).filter(ended_on=None)
        taken = self._his(plain.Assignment).filter(ended_at=None)
        return Q(~Exists(taken), Exists(goes_on))


def _asked(actor: Actor, question: Callable[..., object]) -> object:
    with use(actor.context), transaction.atomic():
        return question(actor, at=timezone.now())


def _caseload(wanted: Narrowing) -> Callable[..., object]:
    return lambda actor, at: caseloads.caseload(actor, wanted, at=at)


def _lines(world: World) -> Iterator[Comparison]:
    actor, peer = world.manager, _Peer(world.manager)
    count = f"{world.size.clients:,}"
    for name, question, plainly in (
        ("everybody", _caseload(Narrowing()), peer.everybody),
        ("not met for 30 days", _caseload(Narrowing(quiet=True)), peer.quiet),
        ("who waits", loads.waiting_list, peer.waiting),
        ("who may need a hand", hands.hands, peer.hand),
    ):
        yield Comparison(
            f"manager-caseload {name}",
            f"the same of {count} people in clear tables through the ORM, no policy",
            2.5,
            partial(_asked, actor, question),
            plainly,
        )
    with served("msa.wsgi:application", world.database, site="casework") as site:
        cookie, workers = signed_in(actor), signed_in(world.worker)
        yield Comparison(
            "manager-caseload as a page",
            "a peer worker's page of his people, served the same way",
            # As Today: about twice that page, which is held to 14 times a bare view.
            2.5,
            lambda: site.get("/manage/", cookie),
            lambda: site.get("/people/", workers),
        )


CASE = Case("manager-caseload", _lines)
