"""What is sent to let earlier words go."""

from __future__ import annotations

from uuid import UUID

from tests.cases.world import logged
from tests.forgetting.world import SAID, asked, put_right, told_again
from tests.security.acting import World, act

_WHY = {"ground": "DANGER"}


def _asked(w: World) -> UUID:
    told_again(w.cast.worker, w.him)
    return asked(w.cast.worker, w.him)


@act("worker:part-let-go")
def ask_of_part(w: World) -> None:
    told_again(w.cast.worker, w.him)
    w.post("worker", "worker:part-let-go", w.him, "hopes", **_WHY)


@act("worker:session-let-go")
def ask_of_note(w: World) -> None:
    session = logged(w.cast.worker, w.him, body=SAID)
    put_right(w.cast.worker, w.him, session)
    w.post("worker", "worker:session-let-go", w.him, session, **_WHY)


@act("manager:letting-go-approve")
def let_go(w: World) -> None:
    w.post("manager", "manager:letting-go-approve", _asked(w))


@act("manager:letting-go-refuse")
def let_stay(w: World) -> None:
    w.post("manager", "manager:letting-go-refuse", _asked(w))
