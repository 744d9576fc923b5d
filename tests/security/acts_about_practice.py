"""What a peer worker sends about how he works."""

from __future__ import annotations

from django.utils import timezone

from cases.models import PracticeShare
from cases.services import practice
from msa.tenancy.context import use
from tests.security.acting import World, act


@act("worker:practice")
def show(w: World) -> None:
    told = {"shown_to": str(w.cast.manager.member), "span": "14"}
    w.post("worker", "worker:practice", **told)


@act("worker:practice-stop-showing")
def stop_showing(w: World) -> None:
    with use(w.cast.worker.context):
        practice.show(
            w.cast.worker, to=w.cast.manager.member, days=14, at=timezone.now()
        )
        share = PracticeShare.objects.get(ended_at=None)
    w.post("worker", "worker:practice-stop-showing", share.id)
